"""Sales invoices sent by mail: who may, to whom, with which text, never twice, and taken back."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest

from comptoir.archive.actions.sharing import (
    MOST_A_DAY,
    Addressed,
    CannotSend,
    Sending,
    revoke_link,
    send_invoices,
)
from comptoir.archive.letters import BadText, Text
from comptoir.archive.models import InvoiceLink, LinkedDocument, Recipient
from comptoir.archive.queries.sharing import link_behind, paying, sendable, sent_of, sent_with
from comptoir.audit.models import Event
from comptoir.documents.actions import keep
from comptoir.firms.access import Access, NotAllowed
from comptoir.firms.actions import close_dossier
from comptoir.firms.queries import access_to_dossier
from comptoir.ledger.models import Journal, Partner
from comptoir.notices.models import Mail, MailState
from tests.firms.people import in_dossier, new_dossier, office, seated
from tests.formats.pdf.make import pdf

NOON = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
UNTIL = date(2026, 8, 30)
FRENCH = Text("Votre {kind} {number} : {amount}", "Bonjour {partner},\n\n{link}\n\n{due_date} {sender}, {company}\n")
TEXTS = {"fr": FRENCH, "nl": Text("Uw {kind}", "{amount}\n{link}\n"), "en": Text("Your {kind}", "{link}")}


@pytest.fixture
def sales(books, dossier):
    """Two invoices with a PDF and one without; the first customer is known with address and language."""
    books.names = {"Martin": "Martin & fils"}
    books.book("""
        2026-02-01 SAL 1  400000 Martin  1242.00     due=2026-03-01
        2026-02-05 SAL 2  400000 Peeters  121.00
        2026-02-06 SAL 3  400000 Peeters   60.50
    """)
    for piece, pages in (("SAL 1", 1), ("SAL 2", 2)):
        kept = keep(pdf(pages), dossier=dossier, name=f"{piece}.pdf", by=office(dossier.firm, dossier), at=NOON)
        row = books.row(piece)
        LinkedDocument.objects.create(dossier=dossier, invoice=row, document=kept, reason="piece", created_at=NOON)
        row.document, row.document_number = kept, "2026-17" if piece == "SAL 1" else ""
        row.save(update_fields=["document", "document_number"])
    Partner.objects.filter(key="Martin").update(email="compta@martin.example", language="nl-BE")
    return books


def sending(*letters: Addressed, **more) -> Sending:
    facts = {"key": secrets.token_hex(16), "letters": letters, "texts": TEXTS, "until": UNTIL}
    return Sending(**facts | more)


def to(row, email: str = "compta@martin.example", language: str = "fr") -> Addressed:
    return Addressed(row, email, language)


def token_of(link: InvoiceLink) -> str:
    """What stands in the mail that waits."""
    assert link.mail is not None
    return link.mail.secret.rstrip("/").rpartition("/")[2]


def nothing_sent() -> bool:
    return not (InvoiceLink.objects.exists() or Mail.objects.exists() or Recipient.objects.exists())


def test_a_mail_goes_to_the_customer_with_the_text_filled_in_and_the_link_kept_apart(sales, client_access):
    (link,) = send_invoices(sending(to(sales.row("SAL 1"))), by=client_access, at=NOON)

    mail = Mail.objects.get()
    assert mail.subject == "Votre facture 2026-17 : 1\u202f242,00 EUR"
    assert mail.body == "Bonjour Martin & fils,\n\n{link}\n\n01/03/2026 Carl, Atelier\n"
    assert mail.secret.startswith("http://localhost:8000/invoice/")
    assert (mail.recipient, mail.sender_name, mail.reply_to, mail.once, mail.dossier_id) == (
        "compta@martin.example",
        "Fiduciaire Exemple",
        "carl@example.org",
        True,
        link.dossier_id,
    )
    assert (link.mail, link.language, link.created_name, link.revoked_at) == (mail, "fr", "Carl", None)
    assert link.expires_at == datetime(2026, 8, 30, 22, 0, tzinfo=UTC)


def test_the_token_is_stored_as_its_hash_only_and_finds_its_link(sales, client_access):
    (link,) = send_invoices(sending(to(sales.row("SAL 1"))), by=client_access, at=NOON)
    token = Mail.objects.get().secret.rstrip("/").rpartition("/")[2]

    assert len(token) == 43
    assert link_behind(token, at=NOON) == link
    assert link_behind(token[:-1] + ("A" if token[-1] != "A" else "B"), at=NOON) is None
    assert token not in str(InvoiceLink.objects.values().get())
    assert token not in str(list(Event.objects.values_list("facts", flat=True)))


def test_the_recipient_is_proposed_from_the_books_and_then_remembered(sales, client_access, dossier):
    row = sales.row("SAL 1")
    (before,) = sendable(client_access, [row.pk], firm=dossier.firm)
    send_invoices(sending(to(row, "Chef@Martin.example", "en")), by=client_access, at=NOON)
    (after,) = sendable(client_access, [row.pk], firm=dossier.firm)

    assert (before.email, before.language) == ("compta@martin.example", "nl")
    assert (after.email, after.language) == ("chef@martin.example", "en")


def test_a_partner_of_whom_nothing_is_known_is_written_to_in_the_firms_language(sales, client_access, dossier):
    (proposed,) = sendable(client_access, [sales.row("SAL 2").pk], firm=dossier.firm)

    assert (proposed.email, proposed.language) == ("", "fr")


def test_only_sales_of_this_dossier_that_are_in_the_books_can_be_sent(sales, client_access, dossier):
    sales.book("2026-02-07 PUR 9  440000 Proximus  -12.00")
    sales.strike("SAL", "2")
    rows = [sales.row(piece) for piece in ("SAL 1", "SAL 2", "PUR 9")]
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    neighbour = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    found = sendable(client_access, [row.pk for row in rows], firm=dossier.firm)

    assert [each.invoice.pk for each in found] == [rows[0].pk]
    assert sendable(neighbour, [row.pk for row in rows], firm=dossier.firm) == []


def test_anothers_invoice_handed_to_the_action_is_refused(sales, dossier):
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    neighbour = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    with pytest.raises(CannotSend):
        send_invoices(sending(to(sales.row("SAL 1"))), by=neighbour, at=NOON)

    assert nothing_sent()


def test_the_same_form_sent_twice_sends_once(sales, client_access):
    form = sending(to(sales.row("SAL 1")), to(sales.row("SAL 2"), "p@peeters.example"), copy=True)

    first = send_invoices(form, by=client_access, at=NOON)
    second = send_invoices(form, by=client_access, at=NOON + timedelta(seconds=1))

    assert (len(first), second) == (2, [])
    assert InvoiceLink.objects.count() == 2
    assert Mail.objects.count() == 4


def test_the_form_taken_back_and_sent_with_another_address_sends_to_that_one_alone(sales, client_access):
    row, key = sales.row("SAL 1"), secrets.token_hex(16)
    send_invoices(sending(to(row), key=key), by=client_access, at=NOON)

    send_invoices(sending(to(row), key=key), by=client_access, at=NOON)
    send_invoices(sending(to(row, "autre@martin.example"), key=key), by=client_access, at=NOON)

    assert sorted(Mail.objects.values_list("recipient", flat=True)) == ["autre@martin.example", "compta@martin.example"]
    assert {link.recipient for link in sent_with(client_access, key)} == {
        "autre@martin.example",
        "compta@martin.example",
    }


def test_one_wrong_line_keeps_all_mails_back_and_says_which(sales, client_access):
    good, bad, bare = (sales.row(piece) for piece in ("SAL 1", "SAL 2", "SAL 3"))
    form = sending(to(good), to(bad, "peeters"), to(bare, "p@peeters.example"))

    with pytest.raises(CannotSend) as refused:
        send_invoices(form, by=client_access, at=NOON)

    assert {pk: str(said) for pk, said in refused.value.lines.items()} == {
        bad.pk: "“peeters” is not an e-mail address.",
        bare.pk: "This invoice has no PDF, so there is nothing to send.",
    }
    assert nothing_sent()


@pytest.mark.parametrize(
    "email",
    ["a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "A <a@b.example>", "", " ", "a@b.example\r\n.\r\n"],
)
def test_an_address_that_could_smuggle_in_a_header_is_refused(sales, client_access, email):
    if email.strip() == "a@b.example\r\n.":
        email = email.strip()
    with pytest.raises(CannotSend):
        send_invoices(sending(to(sales.row("SAL 1"), email)), by=client_access, at=NOON)

    assert nothing_sent()


def test_a_name_in_the_books_brings_neither_a_header_nor_a_link_into_the_mail(sales, client_access):
    row = sales.row("SAL 1")
    row.partner_name, row.document_number = "Evil\r\nBcc: all@x.example {link}", "7\n8"
    row.save(update_fields=["partner_name", "document_number"])
    texts = {"fr": Text("{number} {partner}", "{partner} {link}")}

    send_invoices(sending(to(row), texts=texts), by=client_access, at=NOON)

    mail = Mail.objects.get()
    assert mail.subject == "7 8 Evil Bcc: all@x.example (link)"
    assert mail.body == "Evil Bcc: all@x.example (link) {link}\n"


def test_a_text_without_link_sends_nothing(sales, client_access):
    with pytest.raises(BadText):
        send_invoices(sending(to(sales.row("SAL 1")), texts={"fr": Text("a", "b")}), by=client_access, at=NOON)

    assert nothing_sent()


@pytest.mark.parametrize("until", [date(2026, 5, 31), date(2027, 6, 3)])
def test_a_link_works_until_a_day_within_a_year(sales, client_access, until):
    with pytest.raises(CannotSend, match="at most a year away"):
        send_invoices(sending(to(sales.row("SAL 1")), until=until), by=client_access, at=NOON)

    assert nothing_sent()


@pytest.mark.parametrize("key", ["", "x" * 32, "0" * 31, "0" * 33])
def test_a_form_with_a_key_that_is_not_ours_is_refused(sales, client_access, key):
    with pytest.raises(CannotSend, match="not one of ours"):
        send_invoices(sending(to(sales.row("SAL 1")), key=key), by=client_access, at=NOON)


def test_the_copy_has_the_text_and_no_link(sales, client_access):
    send_invoices(sending(to(sales.row("SAL 1")), copy=True), by=client_access, at=NOON)

    copy = Mail.objects.get(recipient="carl@example.org")
    assert copy.subject == "Copie\u00a0: Votre facture 2026-17 : 1\u202f242,00 EUR"
    assert "{link}" not in copy.body
    assert "compta@martin.example" in copy.body
    assert copy.secret == ""


def test_a_day_has_its_limit_and_the_next_day_a_new_one(sales, client_access, dossier):
    row = sales.row("SAL 1")
    links = [
        InvoiceLink(
            dossier=dossier,
            invoice=row,
            document=row.document,
            token_hash=str(number),
            sending="",
            recipient=f"{number}@x.example",
            created_at=NOON,
            expires_at=NOON,
        )
        for number in range(MOST_A_DAY)
    ]
    InvoiceLink.objects.bulk_create(links)

    with pytest.raises(CannotSend, match="at most 200 mails a day; 200 have gone today"):
        send_invoices(sending(to(row)), by=client_access, at=NOON)
    assert len(send_invoices(sending(to(row)), by=client_access, at=NOON + timedelta(days=1))) == 1


@pytest.mark.parametrize("profile", ["full_feedback", "document_processing"])
def test_who_consults_or_hands_in_sends_and_revokes_nothing(sales, client_access, dossier, profile):
    (link,) = send_invoices(sending(to(sales.row("SAL 1"))), by=client_access, at=NOON)
    other = in_dossier(seated("Rita", profile, dossier.firm, dossier), dossier)

    with pytest.raises(NotAllowed):
        send_invoices(sending(to(sales.row("SAL 2"))), by=other, at=NOON)
    with pytest.raises(NotAllowed):
        revoke_link(link, by=other, at=NOON)

    link.refresh_from_db()
    assert (InvoiceLink.objects.count(), link.revoked_at) == (1, None)


def test_a_closed_dossier_sends_nothing_and_its_links_open_nothing(sales, client_access, dossier):
    (link,) = send_invoices(sending(to(sales.row("SAL 1"))), by=client_access, at=NOON)
    close_dossier(dossier, by=office(dossier.firm, dossier), at=NOON)

    closed = access_to_dossier(link.created_by, dossier.pk)
    assert closed is not None
    with pytest.raises(NotAllowed):
        send_invoices(sending(to(sales.row("SAL 2"))), by=closed, at=NOON)
    assert link_behind(token_of(link), at=NOON) is None


def test_a_link_ends_when_it_is_revoked_when_its_last_day_is_over_and_when_its_invoice_goes(sales, client_access):
    first, second = send_invoices(
        sending(to(sales.row("SAL 1")), to(sales.row("SAL 2"), "p@peeters.example")), by=client_access, at=NOON
    )
    last_minute = datetime(2026, 8, 30, 21, 59, tzinfo=UTC)
    one, other = token_of(first), token_of(second)

    assert link_behind(one, at=last_minute) == first
    assert link_behind(one, at=last_minute + timedelta(minutes=1)) is None
    revoke_link(first, by=client_access, at=NOON)
    assert (link_behind(one, at=NOON), link_behind(other, at=NOON)) == (None, second)
    sales.strike("SAL", "2")
    assert link_behind(other, at=NOON) is None


def test_revoking_calls_a_mail_back_that_has_not_gone_and_twice_is_once(sales, client_access):
    (link,) = send_invoices(sending(to(sales.row("SAL 1"))), by=client_access, at=NOON)

    revoke_link(link, by=client_access, at=NOON)
    again = revoke_link(link, by=client_access, at=NOON + timedelta(hours=1))

    mail = Mail.objects.get()
    assert (mail.state, mail.secret) == (MailState.STOPPED, "")
    assert (again.revoked_at, again.revoked_name) == (NOON, "Carl")
    assert Event.objects.filter(action="link.revoked").count() == 1


def test_anothers_link_cannot_be_revoked(sales, client_access, dossier):
    (link,) = send_invoices(sending(to(sales.row("SAL 1"))), by=client_access, at=NOON)
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    neighbour = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    with pytest.raises(InvoiceLink.DoesNotExist):
        revoke_link(link, by=neighbour, at=NOON)

    assert list(sent_of(neighbour, link.invoice)) == []
    assert list(sent_with(neighbour, link.sending)) == []


def test_the_bank_to_pay_to_is_what_the_invoices_file_says_else_what_the_firm_says(sales, client_access, dossier):
    (link,) = send_invoices(sending(to(sales.row("SAL 1"))), by=client_access, at=NOON)
    sales.book("2026-02-20 BNK 1  400000 Martin  -10.00")
    assert paying(link) == ([], [])

    Journal.objects.filter(code="BNK").update(iban="BE68539007547034")
    assert paying(link) == (["BE68539007547034"], [])

    link.document.facts = {"ibans": ["BE71096123456769"], "communications": ["+++090/9337/55493+++"]}
    link.document.save()
    assert paying(link) == (["BE71096123456769"], ["+++090/9337/55493+++"])


def test_sending_needs_a_person(sales, dossier):
    machine = office(dossier.firm, dossier)
    assert isinstance(machine, Access)

    with pytest.raises(NotAllowed):
        send_invoices(sending(to(sales.row("SAL 1"))), by=machine, at=NOON)
