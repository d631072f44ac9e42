"""The one table of recurring jobs, by the clock of the installation's time zone."""

from comptoir.jobs.recurrence import Daily, Recurring

SCHEDULE: tuple[Recurring, ...] = (
    Recurring("sync.nightly", Daily(hour=2, minute=0)),
    Recurring("jobs.clean", Daily(hour=4, minute=10)),
    Recurring("documents.clean", Daily(hour=4, minute=15)),
    Recurring("documents.render_missing", Daily(hour=4, minute=30)),
    Recurring("firms.clean", Daily(hour=4, minute=20)),
    Recurring("archive.remind", Daily(hour=7, minute=0)),
)
