"""Open e-mails and answer them in workers that are killed, without a chance to clean up, at their n-th step, and go on.

Prints as JSON what is there in the end, and what a real mail server was given. Usage: killed_letters.py, on an empty
installation.
"""

import json
import os
import signal
import socket
import sys
from collections import Counter
from datetime import datetime, timedelta

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

django.setup()

from django.utils import timezone  # noqa: E402

from comptoir.audit.models import Event  # noqa: E402
from comptoir.config.jobs import JOBS  # noqa: E402
from comptoir.documents.store import folder_in_store  # noqa: E402
from comptoir.firms.choices import Language  # noqa: E402
from comptoir.firms.limiter import Limit  # noqa: E402
from comptoir.intake import answering  # noqa: E402
from comptoir.intake.addresses import Place  # noqa: E402
from comptoir.intake.choices import Mailbox  # noqa: E402
from comptoir.intake.letters import take_letter  # noqa: E402
from comptoir.intake.models import Letter, Submission  # noqa: E402
from comptoir.jobs.models import Job, JobState  # noqa: E402
from comptoir.jobs.worker import run_here  # noqa: E402
from comptoir.notices.models import Mail  # noqa: E402
from tests.firms.people import new_dossier, new_firm  # noqa: E402
from tests.formats.mail.make import letter  # noqa: E402
from tests.formats.pdf.make import pdf  # noqa: E402
from tests.intake.killed import make_mortal  # noqa: E402
from tests.notices.conftest import Post  # noqa: E402

MOST = 200
KINDS = ("intake.open_letter", "notices.send")
UNDONE = (JobState.WAITING, JobState.RUNNING)


def work(at: datetime) -> None:
    """What a worker does with letters and answers, at that moment."""
    while job := Job.objects.filter(name__in=KINDS, state__in=UNDONE).order_by("pk").first():
        run_here(job, JOBS, now=lambda: at)


def killed(last: int, at: datetime) -> bool:
    """Work in a process that dies at that step; whether it did."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        make_mortal(last)
        work(at)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    answering.ANSWERS_TO_ONE = Limit("letter-answers", MOST, 10**9)
    dossier = new_dossier(new_firm())
    with socket.create_server(("127.0.0.1", 0)) as free:
        post = Post(free.getsockname()[1])
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = post.port
    post.open()
    for number in range(256):
        folder_in_store(f"{number:02x}")  # so that every letter takes the same steps
    count, alive, at = 0, False, timezone.now()
    while not alive and count < MOST:
        raw = letter(("a.pdf", pdf(2) + b"%" * count), ("b.txt", b"no"), subject=f"Letter {count}")
        place = Place(dossier, Mailbox.PURCHASES, Language.FRENCH)
        take_letter(raw, [place], envelope="carl@example.org", at=at)
        count, at = count + 1, at + timedelta(hours=1)
        alive = not killed(count, at)
        work(at := at + timedelta(hours=1))
    post.close()
    given = Counter(mail["Message-ID"] for mail in post.taken)
    told = {
        "killed": count - 1,
        "opened": Letter.objects.exclude(opened_at=None).count(),
        "submissions": Submission.objects.count(),
        "events": dict(Counter(Event.objects.filter(action__startswith="intake.").values_list("action", flat=True))),
        "outcomes": [[(each["known"], bool(each["refusal"])) for each in one.outcome] for one in Letter.objects.all()],
        "answers": Mail.objects.count(),
        "states": dict(Counter(Mail.objects.values_list("state", flat=True))),
        "given": len(given),
        "given_twice": [one for one, times in given.items() if times > 1],
        "unknown": len(set(given) - set(Mail.objects.values_list("message_id", flat=True))),
    }
    sys.stdout.write(json.dumps(told))
