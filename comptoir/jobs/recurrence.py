"""Recurring jobs: when each is due next, kept as rows so that several workers enqueue it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from comptoir.jobs.models import Recurrence
from comptoir.jobs.queue import enqueue

SKEW = timedelta(hours=1)
"""So far apart the clocks of two workers may be."""


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many minutes."""

    minutes: int

    def after(self, moment: datetime) -> datetime:
        """The first moment it is due after this one."""
        return moment + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Daily:
    """Each day at this time of the installation's clock; where the clock skips it, as much later as it skips."""

    hour: int
    minute: int = 0

    def after(self, moment: datetime) -> datetime:
        """The first moment it is due after this one."""
        today = timezone.localtime(moment).date()
        due = _at(today, self.hour, self.minute)
        return due if due > moment else _at(today + timedelta(days=1), self.hour, self.minute)


@dataclass(frozen=True, slots=True)
class Monthly:
    """On this day (1 to 28) of each month."""

    day: int
    hour: int
    minute: int = 0

    def after(self, moment: datetime) -> datetime:
        """The first moment it is due after this one."""
        month = timezone.localtime(moment).date().replace(day=1)
        due = _at(month.replace(day=self.day), self.hour, self.minute)
        if due > moment:
            return due
        next_month = (month + timedelta(days=31)).replace(day=self.day)
        return _at(next_month, self.hour, self.minute)


@dataclass(frozen=True, slots=True)
class Recurring:
    """One line of the table in `config.schedule`: which job, and when."""

    name: str
    when: Every | Daily | Monthly


def enqueue_recurring(table: Sequence[Recurring], *, at: datetime) -> list[str]:
    """Enqueue what has fallen due and return the names; what was missed while nothing ran is enqueued once.

    A name that is new in the table begins with its first due moment after now. One whose moment is later than it can be
    was written by a clock that stood wrong, or under another table: it is due at the first moment again.
    """
    known = dict(Recurrence.objects.values_list("name", "next_at"))
    for line in table:
        first = line.when.after(at)
        if line.name not in known:
            Recurrence.objects.get_or_create(name=line.name, defaults={"next_at": first})
        elif known[line.name] > line.when.after(at + SKEW):
            Recurrence.objects.filter(name=line.name, next_at=known[line.name]).update(next_at=first)
    due = [line for line in table if line.name in known and known[line.name] <= at]
    return [line.name for line in due if _claimed(line, known[line.name], at)]


@transaction.atomic
def _claimed(line: Recurring, next_at: datetime, at: datetime) -> bool:
    """Whoever moves the row on from the moment it held enqueues the job."""
    row = Recurrence.objects.filter(name=line.name, next_at=next_at)
    if not row.update(next_at=line.when.after(at)):
        return False
    enqueue(line.name, at=at, unique=f"recurring:{line.name}")
    return True


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone()).astimezone(UTC)
