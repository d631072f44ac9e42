"""Which folders are watched, opened one inside the other, so that no link leads out of them.

`<the firm's folder>/<enterprise number>[ anything]/<word of a mailbox>`; files beside the mailboxes are to be sorted.
"""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from comptoir.firms.models import Dossier, Firm
from comptoir.intake.addresses import NAMED
from comptoir.intake.choices import Mailbox
from comptoir.kit.numbers import belgian_number, compact
from comptoir.kit.text import readable

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """A watched folder: whose it is, how it is called below the firm's, and its descriptor while it is open."""

    dossier: Dossier
    mailbox: Mailbox
    path: str
    descriptor: int


def folder_of(firm: Firm) -> Path | None:
    """The firm's folder; None when none is watched."""
    return Path(settings.INTAKE_FOLDER.replace("{firm}", str(firm.pk))) if settings.INTAKE_FOLDER else None


def places_of(firm: Firm) -> Iterator[Place]:
    """The folders of the firm's open dossiers, one open after another. What is named like no dossier is left alone."""
    root = folder_of(firm)
    if root is None:
        return
    if not root.is_dir():
        logger.warning("The watched folder %s is not there.", root)
        return
    dossiers = {each.number: each for each in Dossier.objects.filter(firm=firm).open().select_related("firm")}
    with opened(root) as descriptor:
        for name in folders_in(descriptor):
            dossier = dossiers.get(_number_in(name))
            if dossier is not None:
                yield from _places(dossier, name, descriptor)


def strangers_of(firm: Firm) -> list[str]:
    """The names of the folders in the firm's that are named like none of its open dossiers: nothing is taken from them."""
    root = folder_of(firm)
    if root is None or not root.is_dir():
        return []
    numbers = set(Dossier.objects.filter(firm=firm).open().values_list("number", flat=True))
    with opened(root) as descriptor:
        return [readable(name) for name in folders_in(descriptor) if _number_in(name) not in numbers]


def folders_in(descriptor: int) -> list[str]:
    """The names of the folders in an open folder, links to folders not among them."""
    with os.scandir(descriptor) as entries:
        return sorted(each.name for each in entries if each.is_dir(follow_symlinks=False))


@contextmanager
def opened(name: Path | str, within: int | None = None) -> Iterator[int]:
    """The descriptor of a folder; of one inside an open folder only when it is no link."""
    follow = os.O_NOFOLLOW if within is not None else 0
    descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | follow, dir_fd=within)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _places(dossier: Dossier, name: str, root: int) -> Iterator[Place]:
    with opened(name, root) as own:
        yield Place(dossier, Mailbox.UNTYPED, readable(name), own)
        for word in folders_in(own):
            if word.casefold() in NAMED:
                with opened(word, own) as inside:
                    yield Place(dossier, NAMED[word.casefold()][0], readable(f"{name}/{word}"), inside)


def _number_in(name: str) -> str:
    """The enterprise number with which the name of a folder begins, in the spelling of dossiers."""
    first = re.split(r"[\s_]", name, maxsplit=1)[0]
    return belgian_number(first) or compact(first)
