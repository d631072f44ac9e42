"""Two firms with three dossiers, whose every word says whose it is, and a browser for everybody who may stand at a door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from comptoir.archive.actions.filing import Card, file_document
from comptoir.archive.actions.sharing import Addressed, Sending, send_invoices
from comptoir.archive.actions.views import keep_view
from comptoir.archive.choices import FiledTab
from comptoir.archive.letters import Text
from comptoir.archive.models import ArchivedInvoice, BankTransaction, Category, InvoiceLink
from comptoir.connectors.registry import package
from comptoir.documents.models import Document
from comptoir.documents.prepare import prepare
from comptoir.figures.models import CostCategory
from comptoir.firms.access import Access
from comptoir.firms.actions import assign, make_invitation, remove_seat, show_financial
from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.firms.tokens import reset_token
from comptoir.guide.actions import add_question
from comptoir.intake.actions.sending import send
from comptoir.intake.addresses import Place
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.letters import open_letter, take_letter
from comptoir.intake.models import Letter, Submission
from comptoir.intake.receiving import Handed, receive
from comptoir.intake.uploading import begin
from comptoir.ledger.models import Account, Entry, Journal, Partner
from comptoir.sync.actions import ask_for_run, connect
from comptoir.sync.mappings import save_profile
from comptoir.sync.perform import perform
from comptoir.worklist.notbooked import process
from tests.connectors.csv.tables import MAPPING
from tests.firms.people import NOW, in_dossier, new_dossier, new_firm, office, seat_of, seated
from tests.formats.mail.make import letter
from tests.formats.pdf.make import pdf
from tests.sync.exports import export, settle
from tests.web.proposals import asked, proposal, rule, transferred

NOWHERE = 987654321
"""An id that nothing has."""

KEY = "0" * 32
"""Of the form with which each dossier has sent its invoice."""

OWN, BESIDE, FOREIGN = "Eigenes", "Nebenan", "Fremdes"
"""What is in every name of the dossier in question, of another one of its firm, and of another firm's."""

WHAT = {
    "portal:archive_opened": "row",
    "portal:archive_handled": "row",
    "portal:document_file": "document",
    "portal:page_picture": "document",
    "portal:page_words": "document",
    "portal:link_revoke": "link",
    "portal:changes_of_run": "run",
    "portal:financial_opened": "transaction",
    "portal:history_account": "account",
    "portal:history_account_entry": "account",
    "portal:history_partner": "partner",
    "portal:history_partner_entry": "partner",
    "portal:history_statement": "partner",
    "portal:list_view": "view",
    "portal:filed_opened": "filed",
    "portal:filed_handled": "filed",
    "portal:filed_change": "filed",
    "portal:filed_place": "filed",
    "portal:mailbox_opened": "handed",
    "portal:progress_opened": "handed",
    "portal:handed_history_opened": "handed",
    "portal:handed_said": "handed",
    "portal:handed_moved": "handed",
    "portal:handed_sent": "handed",
    "portal:handed_taken_back": "handed",
    "portal:handed_deleted": "handed",
    "portal:handed_back": "handed",
    "portal:handed_apart": "handed",
    "portal:pages": "handed",
    "portal:pages_undone": "handed",
    "office:letter_original": "letter",
    "portal:proposal": "proposal",
    "portal:duplicate": "proposal",
    "portal:ask": "proposal",
    "portal:answer": "asked",
    "portal:withdraw": "asked",
    "portal:proposal_here": "proposal",
    "portal:process": "miscellaneous",
    "portal:process_back": "processed",
    "office:remove_rule": "rule",
    "office:category": "category",
    "office:question": "question",
    "office:dossier_category": "own_category",
    "office:cost": "cost",
    "office:dossier_cost": "own_cost",
    "office:journal": "journal",
    "office:mapping_profile": "mapping",
    "office:run": "run",
    "office:progress": "run",
    "office:confirm": "run",
    "office:seat": "seat",
    "office:remove_seat": "seat",
    "office:withdraw": "invitation",
    "office:let_go": "keeper",
    "office:colleague": "colleague",
    "office:remove_colleague": "colleague",
    "office:give_dossier": "colleague",
    "office:take_dossier": "colleague",
    "office:withdraw_colleague": "invited_colleague",
}
"""Of what `pk` is the id in each address that has one."""

ROOMS = {
    "portal:handed_taken_back_together": "in-progress",
    "portal:handed_back_together": "history-purchases",
}
"""The room in which many documents are picked, where it is not the mailbox of purchases."""

BOOKS = """
    2026-03-01 ACH 12  440000 F1 {sign}-Lieferant   -121.00  A  ref={sign}-12
    2026-03-02 VEN  1  400000 C1 {sign}-Kunde        242.00     ref={sign}-1
    2026-03-09 BNK  4  440000 F1 {sign}-Lieferant    121.00  A
"""


@dataclass
class House:
    """A dossier with books, and the ids of what hangs on it."""

    dossier: Dossier
    ids: dict[str, int]


@dataclass
class Town:
    """Everything that stands there, and who may come."""

    own: House
    beside: House
    foreign: House
    browsers: dict[str, Client]
    tokens: dict[str, str]

    def address(self, name: str, **other: int) -> str:
        """That page in the dossier in question, or with other ids in its address."""
        tab = "permanent" if name.startswith("portal:filed") else "purchases"
        told: dict[str, Any] = {
            "role": "suppliers",
            "tab": tab,
            "of_list": "purchases",
            "kind": "added",
            "number": 1,
            "token": self.tokens.get(name, ""),
            "key": KEY,
            "box": "purchases",
            "side": "purchases",
            "which": f"document-{self.own.ids['twin']}",
            "room": ROOMS.get(name, "mailbox-purchases"),
        } | self.own.ids
        wanted = pages()[name]
        if "pk" in wanted:
            told["pk"] = self.own.ids[WHAT[name]]
        return reverse(name, kwargs={word: (told | other)[word] for word in wanted})


def pages() -> dict[str, list[str]]:
    """Every page of the installation by the name of its address, with the words and ids in that."""
    return dict(_pages(get_resolver().url_patterns, "", []))


def _pages(found: list[URLPattern | URLResolver], space: str, before: list[str]) -> Iterator[tuple[str, list[str]]]:
    for each in found:
        inside = [*before, *each.pattern.converters]
        if isinstance(each, URLResolver):
            yield from _pages(each.url_patterns, f"{each.app_name}:" if each.app_name else space, inside)
        else:
            yield f"{space}{each.name}", inside


def build(folder: Path) -> Town:
    """Make it all, through the same actions as everything else."""
    firm, strange = new_firm("Kanzlei Hier"), new_firm(f"Kanzlei {FOREIGN}")
    own = _house(folder / "own", firm, OWN, "0123456749")
    beside = _house(folder / "beside", firm, BESIDE, "0403019261")
    foreign = _house(folder / "foreign", strange, FOREIGN, "0200065765")
    people = {
        "the client's administrator": seated("Dora", "administrator", firm, own.dossier),
        "a client": seated("Carl", "full_access", firm, own.dossier),
        "a client who consults": seated("Rita", "full_feedback", firm, own.dossier),
        "a client who hands in": seated("Paul", "document_processing", firm, own.dossier),
        "a client of another dossier": seated("Nora", "full_access", firm, beside.dossier),
        "an administrator": seated("Anne", "administrator", firm),
        "a keeper": _keeper("Bob", "collaborator", firm, own.dossier),
        "a keeper of support": _keeper("Sue", "support", firm, own.dossier),
        "a collaborator who keeps another": _keeper("Cora", "collaborator", firm, beside.dossier),
        "somebody of another firm": seated("Otto", "administrator", strange),
        "a client of another firm": seated("Olga", "administrator", strange, foreign.dossier),
        "somebody whose seat was taken": seated("Rudi", "full_access", firm, own.dossier),
    }
    remove_seat(seat_of(people["somebody whose seat was taken"], own.dossier), by=office(firm), at=NOW)
    own.ids["view"] = _view(people["an administrator"], own.dossier)
    own.ids["keeper"] = seat_of(people["a keeper"]).pk
    beside.ids["keeper"] = own.ids["colleague"] = seat_of(people["a collaborator who keeps another"]).pk
    began = _upload(people["an administrator"], own.dossier)
    foreign.ids["keeper"] = foreign.ids["colleague"] = seat_of(people["somebody of another firm"]).pk
    browsers = {"nobody": Client(raise_request_exception=False)}
    return Town(
        own,
        beside,
        foreign,
        browsers | {who: _browser(person) for who, person in people.items()},
        _tokens(people) | {"portal:upload": began},
    )


def _house(folder: Path, firm: Firm, sign: str, number: str) -> House:
    dossier = new_dossier(firm, f"Firma {sign}", number)
    by = office(firm, dossier)
    show_financial(dossier, True, by=by, at=NOW)
    export(folder, BOOKS.format(sign=sign))
    for number, name in enumerate(("ACH-2026-12.pdf", f"{sign}.pdf", "VEN-2026-1.pdf"), 1):
        (folder / name).write_bytes(pdf(number))
        settle(folder / name)
    connect(dossier, "fec", package("fec").propose({"folder": str(folder)}), by=by, at=NOW)
    run = perform(ask_for_run(dossier, kind="manual", full=False, by=by, at=NOW).pk, lambda _done, _total: None)
    prepare(Document.objects.get(dossier=dossier, name="ACH-2026-12.pdf"), at=NOW)
    owner = seated(f"Besitz{sign}", "full_access", firm, dossier)
    seat = seat_of(owner, dossier)
    invited, _ = make_invitation(
        f"gast{sign}@example.org".lower(), profile="full_access", firm=firm, dossier=dossier, by=by, at=NOW
    )
    colleague, _ = make_invitation(
        f"neu{sign}@example.org".lower(), profile="collaborator", firm=firm, by=office(firm), at=NOW
    )
    question = asked(dossier, sign, by)
    ids = {
        "firm": firm.pk,
        "dossier": dossier.pk,
        "row": ArchivedInvoice.objects.get(dossier=dossier, tab="purchases").pk,
        "sale": ArchivedInvoice.objects.get(dossier=dossier, tab="sales").pk,
        "document": Document.objects.get(dossier=dossier, name="ACH-2026-12.pdf").pk,
        "view": _view(owner, dossier),
        "transaction": BankTransaction.objects.get(dossier=dossier).pk,
        "journal": Journal.objects.get(dossier=dossier, code="BNK").pk,
        "partner": Partner.objects.get(dossier=dossier, key="F1").pk,
        "account": Account.objects.get(dossier=dossier, code="440000").pk,
        "entry": Entry.objects.get(dossier=dossier, journal__code="ACH").pk,
        "run": run.pk,
        "handed": _handed(dossier, sign, by).pk,
        "letter": _letter(dossier, sign).pk,
        "proposal": proposal(dossier, sign, by).pk,
        "transferred": transferred(dossier, sign, by).pk,
        "asked": question.pk,
        "twin": question.proposal.submission_id,
        "rule": rule(dossier).pk,
        **_not_booked(dossier, sign, by),
        "link": _sent(dossier, in_dossier(seat.person, dossier)).pk,
        "seat": seat.pk,
        "invitation": invited.pk,
        "invited_colleague": colleague.pk,
        "mapping": save_profile(f"Octopus {firm.name}", MAPPING, by=by, at=NOW).pk,
        "question": add_question("en", f"{firm.name}?", "Yes.", by=office(firm), at=NOW).pk,
        **_filed(dossier, sign, seat.person),
    }
    return House(dossier, ids)


def _handed(dossier: Dossier, sign: str, by: Access) -> Submission:
    """A document that waits in the mailbox of purchases."""
    handed = Handed(Mailbox.PURCHASES, Channel.UPLOAD, f"{sign}-Absender", comment=f"{sign}-Notiz")
    submission = receive(pdf(7), handed, name=f"{sign}-Beleg.pdf", dossier=dossier, by=by, at=NOW).submission
    prepare(submission.document, at=NOW)
    return submission


def _letter(dossier: Dossier, sign: str) -> Letter:
    """An e-mail that came for the purchases."""
    raw = letter(sender=f"{sign}-Absender <{sign.lower()}@example.org>", subject=f"{sign}-Betreff")
    [came] = take_letter(raw, [Place(dossier, Mailbox.PURCHASES, Language.FRENCH)], envelope="", at=NOW)
    open_letter(came, at=NOW)
    return came


def _not_booked(dossier: Dossier, sign: str, by: Access) -> dict[str, int]:
    """A miscellaneous document that was sent, and one that was processed."""
    found = []
    for pages in (11, 12):
        handed = Handed(Mailbox.MISCELLANEOUS, Channel.UPLOAD, f"{sign}-Absender", comment=f"{sign}-Brief")
        received = receive(pdf(pages), handed, name=f"{sign}-{pages}.pdf", dossier=dossier, by=by, at=NOW)
        prepare(received.submission.document, at=NOW)
        send(Submission.objects.filter(pk=received.submission.pk), by=by, at=NOW)
        found.append(received.submission)
    category = Category.objects.create(firm=dossier.firm, tab="miscellaneous", name_en=f"{sign}-Post", dossier=dossier)
    firm = in_dossier(seated(f"Ablage{dossier.number}", "administrator", dossier.firm), dossier)
    card = Card(category_id=category.pk, title=f"{sign}-Schreiben", dated_on=date(2026, 1, 1))
    filed = process(found[1], card, tab=FiledTab.MISCELLANEOUS, by=firm, at=NOW)
    return {"miscellaneous": found[0].pk, "processed": filed.pk}


def _sent(dossier: Dossier, by: Access) -> InvoiceLink:
    """A link to the sales invoice, mailed."""
    row, now = ArchivedInvoice.objects.get(dossier=dossier, tab="sales"), timezone.now()
    addressed = Addressed(row, "kunde@example.org", "en")
    sending = Sending(KEY, [addressed], {"en": Text("Your {kind}", "{link}")}, timezone.localdate(now))
    return send_invoices(sending, by=by, at=now)[0]


def _view(person: Person, dossier: Dossier) -> int:
    by = in_dossier(person, dossier)
    return keep_view("purchases", name=f"{person.name} {dossier.name}", query="q=x", by=by, at=NOW).pk


def _upload(person: Person, dossier: Dossier) -> str:
    """An upload that this person has begun."""
    named = {"mailbox": Mailbox.PURCHASES, "channel": Channel.UPLOAD}
    by = in_dossier(person, dossier)
    return str(begin(f"{dossier.name}.pdf", 1000, **named, dossier=dossier, by=by, at=timezone.now()).token)


def _filed(dossier: Dossier, sign: str, client: Person) -> dict[str, int]:
    """A document that the client filed, the firm's category of it, and one of the dossier's own."""
    of_firm = {"firm": dossier.firm, "tab": "permanent"}
    category = Category.objects.create(**of_firm, name_en=f"Kategorie {dossier.firm}")
    card = Card(category_id=category.pk, title=f"{sign}-Vertrag", dated_on=date(2026, 1, 1))
    filed = file_document(
        pdf(3),
        card,
        tab=FiledTab.PERMANENT,
        name=f"{sign}.pdf",
        dossier=dossier,
        by=in_dossier(client, dossier),
        at=NOW,
    )
    prepare(filed.document, at=NOW)
    own = Category.objects.create(**of_firm, name_en=f"{sign}-Kategorie", dossier=dossier)
    return {"filed": filed.pk, "category": category.pk, "own_category": own.pk} | _costs(dossier, sign)


def _costs(dossier: Dossier, sign: str) -> dict[str, int]:
    """A cost category of the firm, and one of the dossier's own."""
    of_firm = CostCategory.objects.create(firm=dossier.firm, name_en=f"Kosten {dossier.firm}", roots=["61"])
    own = CostCategory.objects.create(firm=dossier.firm, dossier=dossier, name_en=f"{sign}-Kosten", roots=["61"])
    return {"cost": of_firm.pk, "own_cost": own.pk}


def _keeper(name: str, profile: str, firm: Firm, dossier: Dossier) -> Person:
    person = seated(name, profile, firm)
    assign(seat_of(person), dossier, by=office(firm), at=NOW)
    return person


def _browser(person: Person) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    return browser


def _tokens(people: dict[str, Person]) -> dict[str, str]:
    firm = people["an administrator"].seats.get().firm
    mail = InvoiceLink.objects.select_related("mail").get(dossier__name=f"Firma {OWN}").mail
    sent = mail.secret.rstrip("/").rpartition("/")[2] if mail else ""
    _, link = make_invitation("gerade@example.org", profile="support", firm=firm, by=office(firm), at=timezone.now())
    return dict.fromkeys(("public:invoice", "public:invoice_file", "public:invoice_logo"), sent) | {
        "public:reset_set": reset_token(people["a client"]),
        "public:invitation": link.rstrip("/").rpartition("/")[2],
    }
