"""How far a person has seen what the runs changed: a visit begins when he comes back after half an hour."""

from datetime import datetime, timedelta

from django.db import transaction

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Run, Visit

PAUSE = timedelta(minutes=30)
"""Who looks again after longer than this begins a new visit."""

FRESH = timedelta(minutes=1)
"""A look so soon after another one, with nothing new, is not written down."""


def note_visit(dossier: Dossier, *, by: Access, at: datetime) -> Visit:
    """Note that the person looks, and tell from where his visit goes: `since` is null at the first.

    Nothing of the books changes, so it leaves no line in the trail.
    """
    newest, person = _newest(dossier), by.person_id or 0
    known = Visit.objects.visible_to(by).filter(person_id=person).first()
    if known is not None and known.seen_id == newest and known.looked_at <= at < known.looked_at + FRESH:
        return known
    return _noted(dossier, newest, by=by, at=at)


@transaction.atomic
def _noted(dossier: Dossier, newest: int | None, *, by: Access, at: datetime) -> Visit:
    by.demand("archive.view")
    visit, first = Visit.objects.select_for_update().get_or_create(
        dossier=dossier, person_id=by.person_id or 0, defaults={"seen_id": newest, "looked_at": at}
    )
    if first:
        return visit
    if at > visit.looked_at + PAUSE:
        visit.since_id = visit.seen_id
    visit.seen_id, visit.looked_at = newest, max(at, visit.looked_at)
    visit.save(update_fields=["since", "seen", "looked_at"])
    return visit


def _newest(dossier: Dossier) -> int | None:
    done = Run.objects.filter(dossier=dossier, outcome=Outcome.DONE).order_by("-pk")
    return done.values_list("pk", flat=True).first()
