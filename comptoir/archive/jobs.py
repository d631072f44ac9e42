"""What the archive does in the background: reminding of documents that expire."""

from comptoir.archive.actions.reminders import send_reminders
from comptoir.jobs.work import Work


def remind(work: Work) -> None:
    """Job "archive.remind", every morning: mail those concerned about documents that expire."""
    send_reminders(at=work.now())
