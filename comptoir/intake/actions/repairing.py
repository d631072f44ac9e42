"""What is derived of documents that were handed in is made anew: no synchronisation does that, as it does for the books."""

from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.firms.trigrams import renew
from comptoir.intake.cards import CARRIED
from comptoir.intake.check import astray, unfindable
from comptoir.intake.holding import hold
from comptoir.intake.models import Mailroom, Submission
from comptoir.intake.searching import INDEX, written_for_search


@transaction.atomic
def repair(dossier: Dossier, *, by: Access, at: datetime) -> int:
    """Have every document be found by what it says, evidence lie where its card is, and lists be counted anew.

    Tells how many documents were put right. Refuses NotAllowed.
    """
    by.demand("mailbox.use")
    hold(dossier.pk)
    texts = list(unfindable(dossier))
    for row in texts:
        row.search = written_for_search(row)
    Submission.objects.bulk_update(texts, ["search"], batch_size=400)
    strays = list(astray(dossier).select_related("evidence_of"))
    for row in strays:
        for name in CARRIED:
            setattr(row, name, getattr(row.evidence_of, name))
    Submission.objects.bulk_update(strays, CARRIED, batch_size=400)
    renew(INDEX, dossier.pk)
    mailroom = Mailroom.objects.get(dossier=dossier)
    record("intake.repaired", mailroom, by=by, at=at, texts=len(texts), strays=len(strays))
    return len(texts) + len(strays)
