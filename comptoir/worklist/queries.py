"""What stands in the worklist of a dossier."""

from django.db.models import Count, QuerySet

from comptoir.firms.access import Access
from comptoir.intake.choices import State
from comptoir.worklist.choices import READY, Status
from comptoir.worklist.models import Proposal
from comptoir.worklist.reach import within_reach
from comptoir.worklist.transferring import in_order


def worklist_of(access: Access, *, of_sale: bool) -> "QuerySet[Proposal]":
    """What is to be checked and transferred, in the order on screen."""
    rows = within_reach(access).filter(of_sale=of_sale, submission__state=State.SENT, submission__evidence_of=None)
    return in_order(rows).select_related("submission", "journal", "period", "partner")


def ready_in(access: Access, *, of_sale: bool) -> "QuerySet[Proposal]":
    """What of it can be transferred."""
    return worklist_of(access, of_sale=of_sale).filter(status__in=READY)


def counts_of(access: Access, *, of_sale: bool) -> dict[str, int]:
    """How many there are of each status."""
    rows = worklist_of(access, of_sale=of_sale).order_by().values_list("status").annotate(Count("pk"))
    return {status.value: 0 for status in Status} | dict(rows)
