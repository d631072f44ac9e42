"""Look into a watched folder from processes that are killed at their n-th step, and go on; tell as JSON what is there.

Usage: killed_folder.py, on an empty installation whose folder of the first firm is in COMPTOIR_INTAKE_FOLDER.
"""

import json
import os
import sys
from datetime import timedelta

import django
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

django.setup()

from comptoir.audit.models import Event  # noqa: E402
from comptoir.documents.queries import verify_store  # noqa: E402
from comptoir.intake.folders.places import folder_of  # noqa: E402
from comptoir.intake.folders.watching import SETTLED, watch  # noqa: E402
from comptoir.intake.models import FolderFile, Submission  # noqa: E402
from tests.firms.people import new_dossier, new_firm  # noqa: E402
from tests.formats.pdf.make import pdf  # noqa: E402
from tests.intake.killed import make_mortal  # noqa: E402

MOST = 200


def look_twice(firm, now) -> None:
    """As the job does, far enough apart for a file to count as whole."""
    watch(firm, at=now)
    watch(firm, at=now + SETTLED)


def killed(firm, now, last: int) -> bool:
    """Look in a process that dies at that step; whether it did."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        make_mortal(last)
        look_twice(firm, now)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    firm, now = new_firm(), timezone.now()
    dossier = new_dossier(firm)
    place = folder_of(firm) / dossier.number / "achat"
    place.mkdir(parents=True)
    kills, alive = 0, False
    while not alive and kills < MOST:
        (place / f"{kills}.pdf").write_bytes(pdf(1) + b"%" * kills + b"%%EOF")
        (place / f"{kills}.exe").write_bytes(b"MZ" + b"x" * kills)
        alive = not killed(firm, now, kills + 1)
        look_twice(firm, now)
        kills += 1
        now += timedelta(hours=2)
    told = {
        "killed": kills - 1,
        "done": sorted(os.listdir(place / "repris")),
        "refused": sorted(os.listdir(place / "refuses")),
        "left": [path.name for path in place.iterdir() if path.is_file()],
        "submissions": sorted(Submission.objects.values_list("name", flat=True)),
        "arrived": Event.objects.filter(action="intake.arrived").count(),
        "seen_again": Event.objects.filter(action="intake.seen_again").count(),
        "rows": FolderFile.objects.count(),
        "sound": verify_store().sound,
    }
    sys.stdout.write(json.dumps(told))
