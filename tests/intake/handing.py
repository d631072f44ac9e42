"""Files handed in and read, as tests of several rooms need them: a few words each, through the real actions."""

from datetime import UTC, datetime

from comptoir.documents.models import Reading
from comptoir.firms.access import Access, machine
from comptoir.firms.models import Dossier
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.reading import write_down
from comptoir.intake.receiving import Handed, Received, receive

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

TOLD = {
    "kind": "invoice",
    "number": "2026-117",
    "issue_date": "2026-03-03",
    "currency": "EUR",
    "supplier": {"name": "Papeterie Lambert", "vat": "BE0466279295", "number": "0466279295"},
    "customer": {"name": "Atelier Exemple", "vat": "BE0200065765", "number": ""},
    "totals": {"gross": "121.00", "payable": "121.00"},
}


def hand_in(
    content: bytes,
    name: str = "invoice.pdf",
    mailbox: str = "purchases",
    channel: str = "upload",
    *,
    dossier: Dossier,
    by: Access,
    at: datetime = NOW,
    sender: str = "Carl",
    comment: str = "",
    once: str = "",
) -> Received:
    """A file handed in to that mailbox, by that channel."""
    handed = Handed(Mailbox(mailbox), Channel(channel), sender, comment=comment, once=once)
    return receive(content, handed, name=name, dossier=dossier, by=by, at=at)


def read_as(
    submission: Submission, source: str, *, findings: tuple[dict, ...] = (), places: dict | None = None, **changes
):
    """The submission, read so from that source."""
    dossier = submission.dossier
    told = Reading(document=submission.document, dossier=dossier, source=source, invoice=TOLD | changes)
    told.findings, told.places, told.version, told.made_at = list(findings), places or {}, 1, NOW
    told.save()
    return write_down(submission, told, by=machine(dossier.firm_id, dossier.pk, "reading"), at=NOW)
