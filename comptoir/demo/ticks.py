"""What the client of the demo's first company ticked as handled, and what the books still have open."""

from datetime import date, datetime, time

from django.utils import timezone

from comptoir.archive.actions.handling import mark_handled
from comptoir.archive.choices import OPEN, Tab
from comptoir.archive.models import ArchivedInvoice
from comptoir.demo import people
from comptoir.demo.papers import standing
from comptoir.firms.models import Dossier

TICKED_ON = date(2026, 9, 15)
"""Before the last day of the bank's journals: by then the payment should have been seen."""


def tick_one(dossier: Dossier) -> None:
    """The client ticked the oldest sale that is still open."""
    by = standing(people.CLIENT, dossier)
    sales = ArchivedInvoice.objects.visible_to(by).filter(tab=Tab.SALES, in_books=True, payment__in=OPEN)
    oldest = sales.order_by("date", "pk").first()
    if oldest is not None:
        moment = timezone.make_aware(datetime.combine(TICKED_ON, time(9, 30)))
        mark_handled(oldest, by=by, at=moment)
