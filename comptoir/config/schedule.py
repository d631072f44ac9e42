"""The one table of recurring jobs, by the clock of the installation's time zone."""

from comptoir.jobs.recurrence import Daily, Every, Recurring

SCHEDULE: tuple[Recurring, ...] = (
    Recurring("sync.nightly", Daily(hour=2, minute=0)),
    Recurring("documents.scan_waiting", Every(minutes=10)),
    Recurring("jobs.clean", Daily(hour=4, minute=10)),
    Recurring("documents.clean", Daily(hour=4, minute=15)),
    Recurring("documents.render_missing", Daily(hour=4, minute=30)),
    Recurring("documents.recognise_missing", Daily(hour=5, minute=0)),
    Recurring("firms.clean", Daily(hour=4, minute=20)),
    Recurring("worklist.clean", Daily(hour=4, minute=25)),
    Recurring("intake.fetch_mail", Every(minutes=2)),
    Recurring("intake.folders", Every(minutes=1)),
    Recurring("intake.uploads", Every(minutes=5)),
    Recurring("archive.remind", Daily(hour=7, minute=0)),
)
