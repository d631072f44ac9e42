"""The dossier folder: which file is which table. ATELIER_ACT.DBF and ACT.txt are both the table ACT, in any case."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comptoir.connectors.files import files_in, is_plain
from comptoir.connectors.port import Place, WrongBooks, WrongConfiguration

TABLE = re.compile(r"(?:.+_)?(ACT|CSF|ACF|DBK|PARAM|SLBKY|SLPRD)\.(DBF|TXT|CSV)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dossier:
    """The tables of a dossier by kind, all in one form: "dbf" or "text"."""

    form: str
    tables: Mapping[str, Path]


def look(folder: Path, form: str = "") -> Dossier:
    """Look into the folder; without `form`, DBF tables are taken where there are such.

    Raises WrongConfiguration without folder or lines, WrongBooks for two tables of one kind.
    """
    found: dict[str, dict[str, Path]] = {"dbf": {}, "text": {}}
    for item in files_in(folder):
        named = TABLE.fullmatch(item.name)
        if named is None or not is_plain(item):
            continue
        kind, tables = named[1].upper(), found["dbf" if named[2].upper() == "DBF" else "text"]
        if kind in tables:
            raise WrongBooks(
                "The files %(one)s and %(other)s are the same table. Leave those of one dossier in the folder.",
                Place(item.name),
                one=tables[kind].name,
                other=item.name,
            )
        tables[kind] = item
    told = form or ("dbf" if "ACT" in found["dbf"] else "text")
    if "ACT" not in found[told]:
        raise WrongConfiguration(
            "The folder %(folder)s holds no lines of WinBooks (a file named like ATELIER_ACT.DBF or ACT.txt).",
            folder=str(folder),
        )
    return Dossier(told, found[told])
