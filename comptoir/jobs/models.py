"""The queue as rows: enqueued in the caller's transaction, claimed by a conditional UPDATE, leased while it runs."""

from django.db import models


class JobState(models.TextChoices):
    """Where a job is in its life."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"
    PARKED = "parked", "parked"


class Job(models.Model):
    """One piece of work: a registered name and plain arguments."""

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    group_key = models.CharField(max_length=120, blank=True, help_text="at most one job of a group runs at a time")
    unique_key = models.CharField(max_length=120, blank=True, help_text="at most one job of a key waits at a time")
    run_at = models.DateTimeField(help_text="not before this moment")
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    leased_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0, help_text="0 while unknown")
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group_key"],
                name="job_one_running_per_group",
                condition=models.Q(state="running") & ~models.Q(group_key=""),
            ),
            models.UniqueConstraint(
                fields=["unique_key"],
                name="job_one_waiting_per_key",
                condition=models.Q(state="waiting") & ~models.Q(unique_key=""),
            ),
        ]
        indexes = [
            models.Index(fields=["run_at", "id"], name="job_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["leased_until"], name="job_running", condition=models.Q(state="running")),
            models.Index(fields=["unique_key", "-id"], name="job_by_key", condition=~models.Q(unique_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.arguments} ({self.state})"


class Recurrence(models.Model):
    """When a recurring job of the one table in `config` is due next; claimed by a conditional UPDATE."""

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.next_at:%Y-%m-%d %H:%M}"
