"""Sending sales invoices: a link for each, in a mail of its own, and taking a link back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from comptoir.archive.letters import LINK, Scene, Text, check_text, fill, values_of
from comptoir.archive.models import ArchivedInvoice, InvoiceLink, Recipient
from comptoir.archive.queries.sharing import MOST, pdf_of
from comptoir.audit.trail import record
from comptoir.documents.models import Document
from comptoir.firms.access import Access
from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier, Person, normal_email
from comptoir.firms.tokens import hash_of, link_to, new_token
from comptoir.kit.words import Refusal, Sentence
from comptoir.ledger.models import Books
from comptoir.notices.actions import BadMail, check_address, send_mail, stop_mail

VALID_DAYS = 90
"""How long a link works unless somebody says otherwise."""

LONGEST_DAYS = 366
MOST_A_DAY = 200
"""So many mails a day leave one dossier at most: a login in wrong hands must not become a sender of spam."""

_KEY = re.compile(r"[0-9a-f]{32}")


class CannotSend(Refusal):
    """Nothing was sent; `lines` says by invoice what is wrong with it, where it is one invoice's matter."""

    lines: Mapping[int, Sentence] = {}


@dataclass(frozen=True, slots=True)
class Addressed:
    """One invoice with the person who gets it, and the language that this person reads."""

    invoice: ArchivedInvoice
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Sending:
    """What one form sends. `key` is made with the form: sent twice, the form makes nothing twice."""

    key: str
    letters: Sequence[Addressed]
    texts: Mapping[str, Text] = field(default_factory=dict)
    until: date = date.max
    copy: bool = False


def check_sending(sending: Sending, *, by: Access, at: datetime) -> dict[str, Text]:
    """The texts as they will go, by language. Refuses (CannotSend, letters.BadText) what `send_invoices` would refuse."""
    if not _KEY.fullmatch(sending.key):
        raise CannotSend("This form is not one of ours. Open it again.")
    if not 0 < len(sending.letters) <= MOST:
        raise CannotSend("Between 1 and %(most)s invoices can be sent at once.", most=MOST)
    today = timezone.localdate(at)
    if not today <= sending.until <= today + timedelta(days=LONGEST_DAYS):
        raise CannotSend("A link works until a day from today on, at most a year away.")
    lines = {each.invoice.pk: wrong for each in sending.letters if (wrong := _wrong(each, by))}
    if lines:
        refusal = CannotSend("Nothing has been sent: see what is said beside the invoices.")
        refusal.lines = lines
        raise refusal
    return {each.language: check_text(sending.texts[each.language]) for each in sending.letters}


@transaction.atomic
def send_invoices(sending: Sending, *, by: Access, at: datetime) -> list[InvoiceLink]:
    """Make a link and a mail for each invoice, all or none; those that this form has made already stay as they are.

    Each mail goes by itself, at most once, and its row says what became of it. Refuses (NotAllowed, CannotSend,
    letters.BadText). With `copy`, the sender gets each text too, without the link.
    """
    by.demand("invoice.mail")
    Books.objects.select_for_update().visible_to(by).first()
    texts = check_sending(sending, by=by, at=at)
    dossier = Dossier.objects.select_related("firm").visible_to(by).get()
    made = InvoiceLink.objects.visible_to(by).filter(sending=sending.key).values_list("invoice_id", "recipient")
    there = set(made)
    letters = [each for each in sending.letters if (each.invoice.pk, normal_email(each.email)) not in there]
    _count(len(letters), by, at)
    sender = Person.objects.get(pk=by.person_id or 0)
    return [_send(each, texts[each.language], sending, dossier, sender, by=by, at=at) for each in letters]


@transaction.atomic
def revoke_link(link: InvoiceLink, *, by: Access, at: datetime) -> InvoiceLink:
    """Make the link open nothing from now on; a mail that has not gone yet stays here. Twice is once."""
    by.demand("invoice.mail")
    link = InvoiceLink.objects.select_for_update().visible_to(by).get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_name = at, by.name
        link.save(update_fields=["revoked_at", "revoked_name"])
        if link.mail_id is not None:
            stop_mail(link.mail_id)
        record("link.revoked", link, by=by, at=at, recipient=link.recipient)
    return link


def previewed(letter: Addressed, text: Text, scene: Scene) -> Text:
    """The mail as its reader gets it, with words where the link will stand."""
    said = fill(text, values_of(letter.invoice, scene, letter.language))
    with translation.override(letter.language):
        return Text(said.subject, said.body.replace(f"{{{LINK}}}", gettext("[here stands the link]")))


def scene_of(dossier: Dossier, sender: str, until: date) -> Scene:
    """What the mails of this dossier say besides the invoice."""
    return Scene(dossier.name, dossier.firm.name, sender, dossier.currency, until)


def _wrong(letter: Addressed, by: Access) -> Sentence | None:
    """What keeps this one invoice from being sent."""
    if letter.invoice.dossier_id != by.dossier_id:
        return Sentence("This invoice is not there.")
    if pdf_of(letter.invoice) is None:
        return Sentence("This invoice has no PDF, so there is nothing to send.")
    if letter.language not in Language.values:
        return Sentence("Choose a language.")
    if not letter.email.strip():
        return Sentence("Write the e-mail address of who gets it.")
    try:
        check_address(normal_email(letter.email))
    except BadMail as refusal:
        return refusal.sentence
    return None


def _pdf(invoice: ArchivedInvoice) -> Document:
    """The PDF that the link opens. Refuses (CannotSend) where there is none."""
    found = pdf_of(invoice)
    if found is None:
        raise CannotSend("This invoice has no PDF, so there is nothing to send.")
    return found


def _count(more: int, by: Access, at: datetime) -> None:
    """Refuse (CannotSend) more mails than a day of this dossier has."""
    midnight = datetime.combine(timezone.localdate(at), time.min, timezone.get_current_timezone())
    sent = InvoiceLink.objects.visible_to(by).filter(created_at__gte=midnight).count()
    if more and sent + more > MOST_A_DAY:
        raise CannotSend(
            "A dossier sends at most %(most)s mails a day; %(sent)s have gone today. Send fewer, or the rest tomorrow.",
            most=MOST_A_DAY,
            sent=sent,
        )


def _send(
    letter: Addressed, text: Text, sending: Sending, dossier: Dossier, sender: Person, *, by: Access, at: datetime
) -> InvoiceLink:
    """One link with its mail."""
    token, recipient = new_token(), normal_email(letter.email)
    said = fill(text, values_of(letter.invoice, scene_of(dossier, by.name, sending.until), letter.language))
    mail = send_mail(
        recipient,
        said.subject,
        said.body,
        secret=link_to("public:invoice", token),
        sender_name=dossier.firm.name,
        reply_to=sender.email,
        once=True,
        firm_id=dossier.firm_id,
        dossier_id=dossier.pk,
        at=at,
    )
    link = InvoiceLink.objects.create(
        dossier=dossier,
        invoice=letter.invoice,
        document=_pdf(letter.invoice),
        token_hash=hash_of(token),
        sending=sending.key,
        recipient=recipient,
        language=letter.language,
        mail=mail,
        created_at=at,
        created_by=sender,
        created_name=by.name,
        expires_at=_end_of(sending.until),
    )
    if sending.copy:
        _copy(said, recipient, letter.language, dossier, sender, at=at)
    _remember(letter, recipient, at)
    record("invoice.mailed", link, by=by, at=at, recipient=recipient, invoice=letter.invoice.pk)
    return link


def _copy(said: Text, recipient: str, language: str, dossier: Dossier, sender: Person, *, at: datetime) -> None:
    """The same text for the sender, without the link: what is opened by it is then the recipient's doing alone."""
    with translation.override(language):
        note = gettext("[the link stands in the mail to %(recipient)s only]") % {"recipient": recipient}
        subject = gettext("Copy: %(subject)s") % {"subject": said.subject}
    body = said.body.replace(f"{{{LINK}}}", note)
    send_mail(
        sender.email,
        subject,
        body,
        sender_name=dossier.firm.name,
        once=True,
        firm_id=dossier.firm_id,
        dossier_id=dossier.pk,
        at=at,
    )


def _remember(letter: Addressed, recipient: str, at: datetime) -> None:
    """Propose this recipient the next time that an invoice of the partner is sent."""
    if letter.invoice.partner_id is None:
        return
    Recipient.objects.update_or_create(
        dossier_id=letter.invoice.dossier_id,
        partner_id=letter.invoice.partner_id,
        defaults={"email": recipient, "language": letter.language, "used_at": at},
    )


def _end_of(day: date) -> datetime:
    """The moment at which that day is over, here."""
    return datetime.combine(day + timedelta(days=1), time.min, timezone.get_current_timezone())
