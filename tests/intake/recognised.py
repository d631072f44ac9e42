"""Hand in a scan of several pages and a PDF with text; kill the worker while it recognises, and let another one go on.

Prints as JSON what was seen on the way. Usage: recognised.py, on an empty installation.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import django
from django.core.management import call_command
from django.db import connections

django.setup()

from django.utils import timezone  # noqa: E402

from comptoir.audit.models import Event  # noqa: E402
from comptoir.config.jobs import JOBS  # noqa: E402
from comptoir.documents.models import Reading  # noqa: E402
from comptoir.documents.shown import folder_of  # noqa: E402
from comptoir.intake.models import Submission  # noqa: E402
from comptoir.intake.queries.waiting import reading_of  # noqa: E402
from comptoir.jobs.worker import Worker  # noqa: E402
from tests.firms.people import in_dossier, new_dossier, new_firm, seated  # noqa: E402
from tests.formats.scan.make import TEXT, drawn, saved, typed  # noqa: E402
from tests.intake.handing import hand_in  # noqa: E402

PAGES = 4
PATIENCE = 100


def started() -> int:
    """The process of a worker with short leases."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        Worker(JOBS, lease=timedelta(seconds=3), pause=0.1).run()
    return child


def killed(child: int) -> None:
    """End it without a chance to clean up."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def wait_for(true: Callable[[], bool]) -> None:
    """Until it is so."""
    ends = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > ends:
            raise SystemExit("it did not come to that in time")
        time.sleep(0.1)


def noted(submission: Submission) -> dict[str, int]:
    """The notes of the pages that were recognised, each with when it was written."""
    folder = folder_of(submission.document.sha256)
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.seen.json")}


def told() -> dict[str, object]:
    """What was seen."""
    dossier = new_dossier(new_firm())
    carl = in_dossier(seated("Carl", "full_access", dossier.firm, dossier), dossier)
    pages = [drawn(f"Page {number} : conditions de vente") for number in range(1, PAGES)]
    now = timezone.now()
    scan = hand_in(saved("TIFF", drawn(), *pages), "scan.tif", dossier=dossier, by=carl, at=now).submission
    text = hand_in(typed(TEXT), "text.pdf", dossier=dossier, by=carl, at=now).submission
    seen: list[list[int]] = []

    def looked() -> bool:
        standing = reading_of(scan)
        if standing is not None and standing.total and [standing.done, standing.total] not in seen:
            seen.append([standing.done, standing.total])
        return standing is None

    first = started()
    wait_for(lambda: not looked() and bool(seen) and seen[-1][0] >= 2)
    killed(first)
    before, read_first = noted(scan), Submission.objects.get(pk=text.pk).read_at is not None
    second = started()
    wait_for(looked)
    killed(second)
    after = noted(scan)
    scan.refresh_from_db()
    return {
        "seen": seen,
        "text was read before": read_first,
        "pages before": len(before),
        "pages after": len(after),
        "recognised twice": [name for name in before if before[name] != after[name]],
        "source": Reading.objects.get(document=scan.document).source,
        "read": [scan.number, scan.total_cents, scan.pages],
        "lines": Event.objects.filter(action="intake.read", target_id=str(scan.pk)).count(),
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(told()))
