"""What this floor does in the background: mails for forgotten passwords, and sweeping up."""

from django.utils import timezone

from comptoir.firms import limiter, sessions
from comptoir.firms.actions import passwords
from comptoir.jobs.work import Work


def send_reset(work: Work) -> None:
    """Job "firms.send_reset": the mail for a forgotten password, if anybody has that address."""
    passwords.send_reset(work.arguments["email"], at=timezone.now())


def clean(work: Work) -> None:
    """Job "firms.clean", every night: remove sessions that are over and counts of windows long past."""
    del work
    sessions.clean(timezone.now())
    limiter.clean(timezone.now())
