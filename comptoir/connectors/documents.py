"""PDF and UBL files that lie with the exports: ACH-2026-7.pdf is that of piece 7 of journal ACH in fiscal year 2026.

Any other name says no piece; such a file is matched by what stands in it, or listed.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from comptoir.connectors.files import DOCUMENTS, YOUNG_NS, state_of
from comptoir.connectors.port import FoundDocument, PassingFault, lying
from comptoir.kit.words import Sentence

DEPTH = 2
"""So many levels of folders below are looked into."""

PIECE = re.compile(r"(.+?)-([0-9]{4}(?:-[0-9]{2}){0,2})-(.+)", re.DOTALL)
YEAR_ONLY = re.compile(r"(.+?)-([0-9]{4})-(.+)", re.DOTALL)


class Settled(NamedTuple):
    """The documents of a folder; those that are being written are told in words, and left for the next run."""

    found: list[FoundDocument]
    left: list[Sentence]


def settled_documents(folder: Path, years: frozenset[str], outbox: Path) -> Settled:
    """The documents of the folder; looks twice where one was changed a moment ago. Raises PassingFault."""
    try:
        found = list(find_documents(folder, years, outbox))
    except OSError as error:
        raise PassingFault(
            "The folder %(folder)s could not be read: %(why)s", folder=str(folder), why=str(error)
        ) from error
    return settled(found, folder)


def settled(found: list[FoundDocument], folder: Path) -> Settled:
    """These documents of the folder, without those that are being written. Raises PassingFault for one that is gone."""
    now = time.time_ns()
    young = [document for document in found if now - document.changed_ns < YOUNG_NS]
    if young:
        time.sleep(1)
    moving = {each.name for each in young if state_of(folder / each.name) != (each.size, each.changed_ns)}
    left = [
        Sentence("The file %(file)s is still being written and was left for the next run.", {"file": name})
        for name in sorted(moving)
    ]
    return Settled([document for document in found if document.name not in moving], left)


def find_documents(folder: Path, years: frozenset[str], outbox: Path) -> Iterator[FoundDocument]:
    """Every PDF and XML file, by name; hidden ones, links and the outbox are left aside. `years`: those that are known."""
    for path in sorted(document_files(folder, DEPTH)):
        if path.is_relative_to(outbox):
            continue
        with suppress(FileNotFoundError):
            yield lying(path, path.relative_to(folder).as_posix(), piece_of(path.stem, years))


def piece_of(stem: str, years: frozenset[str]) -> tuple[str, str, str] | None:
    """Journal, fiscal year and number that the name of a file says, None when it says none."""
    found = PIECE.fullmatch(stem)
    if found is None or found[2] not in years:
        found = YEAR_ONLY.fullmatch(stem)
    return (found[1], found[2], found[3]) if found else None


def document_files(folder: Path, depth: int) -> Iterator[Path]:
    """The PDF and XML files of the folder and so many levels below; hidden ones and links are left aside."""
    with os.scandir(folder) as items:
        for item in items:
            if item.name.startswith("."):
                continue
            if item.is_file(follow_symlinks=False):
                if item.name.casefold().endswith(DOCUMENTS):
                    yield Path(item.path)
            elif depth and item.is_dir(follow_symlinks=False):
                yield from document_files(Path(item.path), depth - 1)
