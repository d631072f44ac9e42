"""The jobs of intake."""

import fcntl
import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings

from comptoir.documents.actions import inside
from comptoir.documents.faults import faults_told
from comptoir.documents.jobs import RECOGNISE as RECOGNITION
from comptoir.documents.models import Document
from comptoir.documents.reading import read, takes_recognition
from comptoir.documents.store import CannotKeep
from comptoir.firms.access import Access, machine
from comptoir.firms.models import Firm
from comptoir.intake.fetching import ask_to_fetch, fetch
from comptoir.intake.folders.watching import watch
from comptoir.intake.letters import open_letter
from comptoir.intake.models import Letter, MailAccount, Submission
from comptoir.intake.queries.waiting import RECOGNISE, key_of_recognition
from comptoir.intake.reading import write_down
from comptoir.intake.uploading import expire, finish_left
from comptoir.jobs.queue import FRONT, enqueue
from comptoir.jobs.work import Work

log = logging.getLogger(__name__)

READER = "reading"
"""Who acts, in the timeline, when the machine reads."""


def read_submission(work: Work) -> None:
    """Job "intake.read": read the document of the submission whose id is in the arguments, and write down what it says.

    One whose pages have to be recognised goes on to the lane of those, so that no other waits behind it.
    """
    submission = _submission(work)
    if submission is None:
        return
    with faults_told():
        slow = takes_recognition(submission.document, at=work.now())
    if slow:
        unique = key_of_recognition(submission.pk)
        enqueue(RECOGNISE, at=work.now(), group=RECOGNITION, unique=unique, run_at=FRONT, submission_id=submission.pk)
    else:
        _read(submission, work)


def recognise_submission(work: Work) -> None:
    """Job "intake.recognise": the same of one whose pages have to be recognised, before all scans of archives."""
    submission = _submission(work)
    if submission is not None:
        _read(submission, work)


def _submission(work: Work) -> Submission | None:
    found = Submission.objects.select_related("document__dossier", "dossier")
    return found.filter(pk=int(work.arguments["submission_id"])).first()


def _read(submission: Submission, work: Work) -> None:
    by = machine(submission.dossier.firm_id, submission.dossier_id, READER)
    with faults_told():
        reading = read(submission.document, at=work.now(), progress=work.progress)
        _keep_inside(submission.document, by, work.now())
    write_down(submission, reading, by=by, at=work.now())


def _keep_inside(document: Document, by: Access, at: datetime) -> None:
    """Keep the PDFs in an electronic invoice, to be looked at beside it; what cannot be kept stays inside alone."""
    try:
        inside(document, by=by, at=at)
    except CannotKeep as refusal:
        log.info("what is inside of document %s is not kept: %s", document.pk, refusal)


def open_mail(work: Work) -> None:
    """Job "intake.open_letter": open the e-mail whose id is in the arguments, and hand in what is attached."""
    found = Letter.objects.select_related("dossier__firm", "raw")
    letter = found.filter(pk=int(work.arguments["letter_id"])).first()
    if letter is None:
        return
    with faults_told():
        open_letter(letter, at=work.now())


def ask_to_fetch_mail(work: Work) -> None:
    """Job "intake.fetch_mail": put the firms' mailboxes at providers into the queue whose time has come."""
    for account in MailAccount.objects.filter(next_at__lte=work.now()).order_by("next_at"):
        ask_to_fetch(account, at=work.now())


def fetch_mail(work: Work) -> None:
    """Job "intake.fetch": take in what is new in the mailbox at a provider whose id is in the arguments."""
    account = MailAccount.objects.filter(pk=int(work.arguments["account_id"])).first()
    if account is not None:
        fetch(account, at=work.now())


def tidy_uploads(work: Work) -> None:
    """Job "intake.uploads": take in whole uploads that were left, forget those that nobody has touched for a day."""
    with faults_told():
        finish_left(work.now())
    expire(work.now())


def watch_folders(work: Work) -> None:
    """Job "intake.folders": look into the watched folders of every firm, unless the job before it still does."""
    firms = list(Firm.objects.order_by("pk")) if settings.INTAKE_FOLDER else []
    with (Path(settings.DATA) / "folders.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for number, firm in enumerate(firms, start=1):
            watch(firm, at=work.now())
            work.progress(number, len(firms))
