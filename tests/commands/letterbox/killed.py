"""Send letters to mail servers that are killed, without a chance to clean up, at their n-th step, until one comes through.

A step is a word to the database that changes something, or to the disk. Whoever sends is a mail server too: what was not
answered with 250 is sent again, to one that lives. Prints as JSON what is there in the end. Usage: killed.py DOOR, on an
empty installation.
"""

import json
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from smtplib import LMTP, SMTP, SMTPException

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

django.setup()

from comptoir.audit.models import Event  # noqa: E402
from comptoir.commands.letterbox.door import Door  # noqa: E402
from comptoir.commands.letterbox.listening import listen  # noqa: E402
from comptoir.documents.models import Document  # noqa: E402
from comptoir.documents.queries import verify_store  # noqa: E402
from comptoir.intake.addresses import addresses_of  # noqa: E402
from comptoir.intake.models import Letter  # noqa: E402
from comptoir.jobs.models import Job  # noqa: E402
from tests.firms.people import new_dossier, new_firm  # noqa: E402
from tests.formats.mail.make import letter  # noqa: E402
from tests.formats.pdf.make import pdf  # noqa: E402
from tests.intake.killed import make_mortal  # noqa: E402

MOST = 100


def serving(last: int) -> tuple[int, Door]:
    """A mail server in a process of its own that dies at that step (0: never), once it answers."""
    connections.close_all()
    with socket.create_server(("127.0.0.1", 0)) as free:
        door = Door(sys.argv[1], "127.0.0.1", free.getsockname()[1])
    child = os.fork()
    if child == 0:
        if last:
            make_mortal(last)
        listen(door)
        os._exit(0)
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection((door.host, door.port), 5).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return child, door


def sent(door: Door, raw: bytes, to: list[str]) -> bool:
    """Send the letter; whether it was acknowledged."""
    with suppress(SMTPException, OSError):
        sender = LMTP("127.0.0.1", door.port) if door.protocol == "lmtp" else SMTP("127.0.0.1", door.port, timeout=20)
        return sender.sendmail("carl@example.org", to, raw) == {}
    return False


def ended(child: int) -> bool:
    """End the server; whether it had been killed."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGTERM)
    return os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    settings.INTAKE_DOMAIN = "in.example.org"
    dossier = new_dossier(new_firm())
    to = [each.text for each in addresses_of(dossier)][3:7:3]
    count, lost, killed = 0, 0, True
    while killed and count < MOST:
        raw = letter(("a.pdf", pdf()), subject=f"Letter {count}")
        child, door = serving(count + 1)
        taken = sent(door, raw, to)
        killed = ended(child)
        count += 1
        if taken:
            lost += Letter.objects.count() != len(to) * count
        else:
            child, door = serving(0)
            lost += not sent(door, raw, to)
            ended(child)
    told = {
        "killed": count - 1,
        "lost": lost,
        "letters": Letter.objects.count(),
        "files": Document.objects.count(),
        "jobs": Job.objects.filter(name="intake.open_letter").count(),
        "received": Event.objects.filter(action="intake.letter_received").count(),
        "sound": verify_store().sound,
    }
    sys.stdout.write(json.dumps(told))
