"""Where the queue finds what `config` registered: the functions by name, and the table of recurring jobs."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from comptoir.jobs.recurrence import Recurring
from comptoir.jobs.work import JobFunction


def job_functions() -> Mapping[str, JobFunction]:
    """Which name runs what; the setting JOBS names the place, as ROOT_URLCONF names that of the addresses."""
    return cast("Mapping[str, JobFunction]", import_string(settings.JOBS))


def recurring_jobs() -> Sequence[Recurring]:
    """The one table of recurring jobs; the setting SCHEDULE names the place."""
    return cast("Sequence[Recurring]", import_string(settings.SCHEDULE))
