"""The journals to which the documents of a mailbox can be sent."""

from comptoir.firms.access import Access
from comptoir.intake.choices import Mailbox
from comptoir.ledger.choices import PURCHASE_KINDS, SALE_KINDS
from comptoir.ledger.models import Journal

KINDS = {Mailbox.PURCHASES: PURCHASE_KINDS, Mailbox.SALES: SALE_KINDS}


def journals_of(access: Access, mailbox: str) -> list[Journal]:
    """The journals that are open for the mailbox's documents, those of credit notes among them; in order of their codes."""
    kinds = KINDS.get(Mailbox(mailbox), ())
    if not kinds:
        return []
    return list(Journal.objects.visible_to(access).filter(type__in=kinds, shown=True).order_by("code"))
