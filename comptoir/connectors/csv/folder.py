"""The folder of tables: which files are entries, and what is left alone."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from comptoir.connectors.csv.mapping import ENDINGS, Mapping
from comptoir.connectors.files import DOCUMENTS, UNFINISHED, files_in, is_plain, left_alone
from comptoir.connectors.port import WrongConfiguration
from comptoir.kit.words import Sentence

NO_TABLE = Sentence("The file %(file)s is no table of entries as the mapping says them, and was left alone.")
LOCKS = "~$"
"""How the file is called that a workbook has beside it while somebody has it open."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The tables of entries by name, and findings on what is left alone."""

    tables: tuple[Path, ...]
    findings: tuple[Sentence, ...]


def look(path: Path, mapping: Mapping) -> Folder:
    """Look into the folder. Raises WrongConfiguration without folder or table, and PassingFault."""
    tables, alone = [], []
    for item in files_in(path):
        name = item.name.casefold()
        if item.is_dir() and not item.is_symlink():
            continue
        if not is_plain(item) or name.endswith(UNFINISHED) or name.startswith(LOCKS):
            alone.append(item)
        elif name.endswith(ENDINGS[mapping.kind]) and fnmatchcase(name, mapping.files.casefold()):
            tables.append(item)
        elif not name.endswith(DOCUMENTS):
            alone.append(item)
    if not tables:
        raise WrongConfiguration(
            "The folder %(folder)s holds no table of entries (%(endings)s).",
            folder=str(path),
            endings=", ".join(ENDINGS[mapping.kind]),
        )
    return Folder(tuple(tables), tuple(left_alone(alone, NO_TABLE)))


def tables_in(path: Path) -> list[str]:
    """The names of all files that could be tables. Raises WrongConfiguration, and PassingFault."""
    endings = tuple(ending for each in ENDINGS.values() for ending in each)
    return [
        item.name
        for item in files_in(path)
        if is_plain(item) and item.name.casefold().endswith(endings) and not item.name.startswith(LOCKS)
    ]
