"""The documents of a dossier: Document/2026/ACH/ACH_03_260012_00.pdf is part 00 of piece 260012 of journal ACH.

The folder of the book year has its label, its letter, or our name of it; the newer names say the part in five figures and
a letter (ACH_03_260012___00000_A.pdf). Any other name says no piece: such a file is matched by what stands in it, or listed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from comptoir.connectors.documents import document_files
from comptoir.connectors.port import FoundDocument, lying
from comptoir.formats.winbooks.years import BookYear
from comptoir.kit.file_names import file_stem

DEPTH = 4
"""So many levels of folders below are looked into."""

NAME = re.compile(r"(.+)_([0-9]{2})_([^_]+)(?:_[0-9]{2}|___[0-9]{5}_[A-Z])", re.IGNORECASE)


class PieceNames:
    """Which piece a path names."""

    def __init__(self, years: Iterable[BookYear], journals: Iterable[str]) -> None:
        self.journals = {code.casefold(): code for code in journals}
        self.years: dict[str, str] = {}
        for year in sorted(years, key=lambda year: year.end_on):
            for label in (*year.labels, year.letter, year.fiscal_year):
                self.years[label.casefold()] = year.fiscal_year

    def piece_of(self, path: Path) -> tuple[str, str, str] | None:
        """Journal, fiscal year and number; `path` is the one below the folder of documents."""
        found = NAME.fullmatch(path.stem)
        year = next((self.years[part.casefold()] for part in path.parts[:-1] if part.casefold() in self.years), None)
        if found is None or year is None:
            return None
        return self.journals.get(found[1].casefold(), found[1]), year, found[3]


def find_documents(folder: Path, names: PieceNames, outbox: Path) -> Iterator[FoundDocument]:
    """Every PDF and XML file, by name; nothing where there is no such folder."""
    if not folder.is_dir():
        return
    for path in sorted(document_files(folder, DEPTH)):
        if path.is_relative_to(outbox):
            continue
        with suppress(FileNotFoundError):
            below = path.relative_to(folder)
            yield lying(path, below.as_posix(), names.piece_of(below))


def path_for(journal: str, label: str, period: str, number: str, part: int, ending: str) -> str:
    """Where a document of that piece belongs, below the folder of the dossier."""
    code = file_stem(journal)
    return f"Document/{file_stem(label)}/{code}/{code}_{period}_{file_stem(number)}_{part:02d}{ending}"


def label_of(years: Mapping[str, BookYear], letter: str) -> str:
    """The name of the book year's folder of documents."""
    year = years[letter]
    return year.labels[0] if year.labels else year.fiscal_year
