"""The job that clears the queue of what was done long ago; parked jobs stay until a person has seen to them."""

from datetime import timedelta

from comptoir.jobs.models import Job, JobState
from comptoir.jobs.work import Work

KEPT = timedelta(days=30)
BATCH = 1000


def clean(work: Work) -> None:
    """Delete jobs that were done more than 30 days ago."""
    old = Job.objects.filter(state=JobState.DONE, finished_at__lt=work.now() - KEPT).order_by("id")
    deleted = 0
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        Job.objects.filter(pk__in=batch).delete()
        deleted += len(batch)
        work.progress(deleted, 0)
