"""Send files to processes that are killed, without a chance to clean up, at their n-th step, and go on.

A step is a word to the database that changes something, or to the disk. Each file is sent by a process of its own, which
notes what was acknowledged; then another one asks how far it is and goes on, as the browser does, or leaves it to the job;
or a program sends the same request again. Prints as JSON what is there in the end, of each of the three.
Usage: killed.py, on an empty installation.
"""

import json
import os
import signal
import sys
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends import utils
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from comptoir.audit.models import Event  # noqa: E402
from comptoir.documents.queries import verify_store  # noqa: E402
from comptoir.firms.actions import make_api_token  # noqa: E402
from comptoir.firms.models import Attempts, Dossier, Firm  # noqa: E402
from comptoir.intake.models import Submission, Upload  # noqa: E402
from comptoir.intake.uploading import finish_left  # noqa: E402
from tests.firms.people import PASSWORD, new_dossier, new_firm, seated  # noqa: E402
from tests.formats.pdf.make import pdf  # noqa: E402

TUS = {"Tus-Resumable": "1.0.0"}
CHANGES = ("INSERT", "UPDATE", "DELETE", "WITH", "SAVEPOINT", "RELEASE")
MOST = 200


def mortal(call, life: list[int], last: int, counts=lambda *_: True):
    """The call, killing this process when it is the last one."""

    def called(*arguments, **options):
        if counts(*arguments):
            life.append(1)
            if len(life) == last:
                os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)

    return called


def make_mortal(last: int) -> list[int]:
    """From now on this process dies at that step."""
    life: list[int] = []
    for name in ("open", "pwrite", "ftruncate", "fsync", "replace", "rename", "unlink", "mkdir"):
        setattr(os, name, mortal(getattr(os, name), life, last))
    changes = lambda _self, sql, *_: sql.lstrip().upper().startswith(CHANGES)  # noqa: E731
    utils.CursorWrapper.execute = mortal(utils.CursorWrapper.execute, life, last, changes)
    BaseDatabaseWrapper._commit = mortal(BaseDatabaseWrapper._commit, life, last)
    return life


class Sender:
    """Somebody who sends one file, and notes in a file what was acknowledged."""

    def __init__(self, browser: Client, dossier: Dossier, way: str, number: int) -> None:
        self.browser, self.dossier, self.number = browser, dossier, number
        self.content, self.name = pdf(2) + b"%" * number, f"{way} {number}.pdf"
        self.notes = Path(settings.DATA) / f"notes-{way}-{number}"

    def note(self, key: str, value: object) -> None:
        """What was acknowledged, for whoever comes after."""
        with self.notes.open("a") as file:
            file.write(json.dumps([key, value]) + "\n")

    @property
    def noted(self) -> dict[str, object]:
        """The last of each."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return dict(json.loads(line) for line in lines)

    def go_on(self) -> None:
        """Nobody does: what is whole is left to the job."""


class Program(Sender):
    """A program, with a token and a key for each file."""

    def hand_in(self) -> None:
        """In one request; how many are allowed in a minute is another matter."""
        Attempts.objects.all().delete()
        file = SimpleUploadedFile(self.name, self.content)
        answer = self.browser.post("/api/documents", {"file": file}, headers={"Idempotency-Key": str(self.number)})
        if answer.status_code != 201:
            raise AssertionError(f"{self.name}: {answer.status_code}")
        self.note("offset", len(self.content))
        self.note("outcome", [{"kind": each["outcome"]} for each in answer.json()["documents"]])

    def go_on(self) -> None:
        """The same request again, whatever was answered."""
        self.hand_in()


class Leaver(Sender):
    """A client who sends his file in two pieces, and goes away."""

    def hand_in(self) -> None:
        """In two pieces."""
        self.send(self.begin(), 0)

    def begin(self) -> str:
        """A new upload's address."""
        said = b64encode(self.name.encode()).decode()
        headers = TUS | {"Upload-Length": str(len(self.content)), "Upload-Metadata": f"filename {said}"}
        address = self.browser.post(f"/d/{self.dossier.pk}/uploads/", headers=headers)["Location"]
        self.note("address", address)
        return address

    def send(self, address: str, offset: int) -> None:
        """The rest from there, in pieces of half the file."""
        half = len(self.content) // 2
        while True:
            piece = self.content[offset : offset + half + 1]
            headers = TUS | {"Upload-Offset": str(offset), "Content-Length": str(len(piece))}
            headers["Content-Type"] = "application/offset+octet-stream"
            answer = self.browser.patch(address, piece, content_type=headers["Content-Type"], headers=headers)
            if answer.status_code != 204:
                raise AssertionError(f"{address}: {answer.status_code}")
            offset = int(answer["Upload-Offset"])
            self.note("offset", offset)
            if offset == len(self.content):
                self.note("outcome", self.browser.get(address).json()["outcome"])
                return


class Comer(Leaver):
    """A client who comes back."""

    def go_on(self) -> None:
        """As a browser does that was opened again."""
        address = self.noted.get("address") or self.begin()
        place = self.browser.head(address, headers=TUS)
        if int(place["Upload-Offset"]) < int(self.noted.get("offset", 0)):
            raise AssertionError(f"{address}: less is there than was acknowledged")
        if not self.noted.get("outcome"):
            self.send(address, int(place["Upload-Offset"]))


def killed(sender: Sender, last: int) -> bool:
    """Send in a process that dies at that step; whether it did."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        make_mortal(last)
        sender.hand_in()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


WAYS = {"client": Comer, "job": Leaver, "program": Program}


def ended(way: str, firm: Firm, number: str) -> dict[str, object]:
    """What there is after a kill at every step, until one came through."""
    dossier = new_dossier(firm, way, number)
    person = seated(way.capitalize(), "full_access", firm, dossier)
    asked = {"name": way, "dossiers": [dossier.pk], "days": 90, "password": PASSWORD, "at": timezone.now()}
    browser = Client(headers={"Authorization": f"Bearer {make_api_token(person, **asked)[1]}"})
    browser.force_login(person)
    senders, alive = [], False
    while not alive and len(senders) < MOST:
        sender = WAYS[way](browser, dossier, way, len(senders))
        alive = not killed(sender, len(senders) + 1)
        sender.go_on()
        senders.append(sender)
    finish_left(timezone.now() + timedelta(hours=1))
    here = Event.objects.filter(dossier_id=dossier.pk)
    rows = Submission.objects.filter(dossier=dossier)
    return {
        "killed": len(senders) - 1,
        "submissions": rows.count(),
        "arrived": here.filter(action="intake.arrived").count(),
        "seen_again": here.filter(action="intake.seen_again").count(),
        "whole": [rows.filter(name=each.name, original__size=len(each.content)).count() for each in senders],
        "acknowledged": [each.noted.get("offset") == len(each.content) for each in senders],
        "kept": [[one["kind"] for one in each.noted.get("outcome", [])] for each in senders],
        "waiting": Upload.objects.filter(dossier=dossier, outcome__isnull=True, received=F("size")).count(),
        "sound": verify_store().sound,
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    firm = new_firm()
    numbers = dict(zip(WAYS, ("0123456749", "0403019261", "0200065765"), strict=True))
    told = {way: ended(way, firm, number) for way, number in numbers.items()}
    sys.stdout.write(json.dumps(told))
