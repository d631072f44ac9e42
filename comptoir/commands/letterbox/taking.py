"""What the mail server does with letters, apart from the wire: whose an address is, and what is answered to a letter.

Each call is one word to the database from a thread of its own. What is answered with 250 is on the disk and in the
database.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from comptoir.documents.actions import CannotKeep, ClosedDossier, NoRoom, OverQuota
from comptoir.documents.store import TooLarge
from comptoir.intake.addresses import Place, resolve
from comptoir.intake.letters import take_letter

NO_SUCH = "550 5.1.1 There is no such mailbox here."
LATER = "451 4.3.0 Not now, try again later."
KEPT = "250 2.0.0 The letter is kept."
NO_ROOM = "452 4.3.1 There is no room now, try again later."
FULL = "452 4.2.2 The mailbox has no room now, try again later."
TOO_LARGE = "552 5.3.4 The letter is too large."
NO_LETTER = "554 5.6.0 This is no letter that can be kept."

Answer = str
log = logging.getLogger("comptoir.letters")


def place_of(address: str) -> Place | Answer | None:
    """Whose mailbox that is, None for nobody's, or the answer when that cannot be known now."""
    close_old_connections()
    try:
        return resolve(address)
    except DatabaseError:
        log.exception("an address cannot be looked up")
        return LATER


def keep_for(places: Sequence[Place], raw: Path, envelope: str) -> Answer:
    """Take the letter for all of these mailboxes and say what is answered; the same letter may come again."""
    close_old_connections()
    return _answered(lambda: _keep(places, raw, envelope))


def _keep(places: Sequence[Place], raw: Path, envelope: str) -> None:
    for letter in take_letter(raw, places, envelope=envelope, at=timezone.now()):
        log.info("letter %s for dossier %s: %s bytes", letter.pk, letter.dossier_id, letter.raw.size)


def _answered(take: Callable[[], None]) -> Answer:
    try:
        take()
    except ClosedDossier:
        return NO_SUCH
    except OverQuota:
        return FULL
    except TooLarge:
        return TOO_LARGE
    except CannotKeep:
        return NO_LETTER
    except NoRoom:
        return NO_ROOM
    except (DatabaseError, OSError):
        log.exception("a letter cannot be kept")
        return LATER
    return KEPT
