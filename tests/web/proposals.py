"""What each dossier of the town has in its worklist."""

from comptoir.documents.prepare import prepare
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.intake.actions.sending import send
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.models import Submission
from comptoir.intake.receiving import Handed, receive
from comptoir.ledger.models import Partner
from comptoir.worklist.asking import ask
from comptoir.worklist.choices import Status
from comptoir.worklist.models import HelpRequest, Proposal, Rule
from comptoir.worklist.proposing import propose
from tests.firms.people import NOW, in_dossier, seated
from tests.formats.pdf.make import pdf
from tests.intake.handing import read_as


def proposal(dossier: Dossier, sign: str, by: Access, pages: int = 9) -> Proposal:
    """The booking proposal of an invoice of the supplier that was sent to the accountant."""
    handed = Handed(Mailbox.PURCHASES, Channel.UPLOAD, f"{sign}-Absender", comment=f"{sign}-Frage")
    name = f"{sign}-Rechnung-{pages}.pdf"
    submission = receive(pdf(pages), handed, name=name, dossier=dossier, by=by, at=NOW).submission
    prepare(submission.document, at=NOW)
    read_as(submission, "text", supplier={"name": f"{sign}-Lieferant"}, number=f"{sign}-{pages}")
    send(Submission.objects.filter(pk=submission.pk), by=by, at=NOW)
    made = propose(submission, by=by, at=NOW)
    if made is None:
        raise LookupError(submission)
    return made


def transferred(dossier: Dossier, sign: str, by: Access) -> Proposal:
    """The proposal of an invoice that is transferred, and waits for the books."""
    made = proposal(dossier, sign, by, pages=14)
    Proposal.objects.filter(pk=made.pk).update(status=Status.TRANSFERRED, piece="14")
    Submission.objects.filter(pk=made.submission_id).update(state=State.TRANSFERRED)
    return made


def asked(dossier: Dossier, sign: str, by: Access) -> HelpRequest:
    """A question to the client about another invoice."""
    made = proposal(dossier, sign, by, pages=13)
    firm = in_dossier(seated(f"Frage{dossier.number}", "administrator", dossier.firm), dossier)
    return ask(made, f"{sign}-Wozu?", colleague=None, seen=made.version, by=firm, at=NOW)


def rule(dossier: Dossier) -> Rule:
    """How invoices of the supplier are booked."""
    partner = Partner.objects.get(dossier=dossier, key="F1")
    lines = [{"account": "604000", "vat": "21", "share": 10_000}]
    return Rule.objects.create(dossier=dossier, of_sale=False, partner=partner, lines=lines, made_at=NOW)
