"""The page of one file: what was said of it, what that makes of its first rows, and the mapping that comes of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comptoir.connectors.csv.fields import BY_NAME
from comptoir.connectors.csv.first import NONE, First, first_of, mapping_from, undecided, writing_of
from comptoir.connectors.csv.mapping import Mapping as Read
from comptoir.connectors.csv.mapping import examine_mapping
from comptoir.connectors.csv.preview import Cell, PreviewRow, preview, shown_fields
from comptoir.connectors.csv.table import after_header, open_rows
from comptoir.connectors.port import WrongConfiguration
from comptoir.formats.table.cells import shown
from comptoir.kit.words import Refusal
from comptoir.web.office.connection.mapping.forms import CHOSEN, COLUMN, MappingForm
from comptoir.web.office.connection.mapping.words import FIELD

ROWS = 20
"""So many rows are shown."""


@dataclass(frozen=True)
class Becomes:
    """What the first rows become: heads of the columns, and each row with its cells in their order."""

    heads: list[str]
    rows: list[dict[str, Any]]

    @property
    def wrong(self) -> int:
        """How many rows cannot become a line."""
        return sum(not row["good"] for row in self.rows)


@dataclass(frozen=True)
class Page:
    """What the page of a file shows; `raw` are its first rows as they stand there."""

    form: MappingForm
    mapping: dict[str, Any]
    problems: list[Refusal]
    raw: list[tuple[int, list[str]]]
    becomes: Becomes
    scanned: int
    mark: str


def page_of(path: Path, posted: Mapping[str, str], profile: Mapping[str, Any] | None) -> Page:
    """The page, from what was posted, else from a profile, else from the file alone. Refuses (Unreadable), and OSError."""
    if profile and "mark" not in posted:
        said = said_by(profile)
    else:
        said = {name: posted.get(name, "") for name in (*CHOSEN, "files")}
    first = first_of(path, said)
    columns = _columns(first, posted, profile)
    by_field = {field: first.names[int(at)] for at, field in reversed(columns.items())}
    told = writing_of(first, by_field, said)
    mapping = mapping_from(first, by_field, told, said)
    read, problems = examine_mapping(mapping)
    problems = [*_twice(columns.values()), *problems]
    width = len(first.names)
    raw = [(at, [*map(shown, cells), *[""] * width][:width]) for at, cells in first.rows[:ROWS]]
    rows = preview(first.rows[:ROWS], first.names, read, undecided(told, mapping))
    form = MappingForm(first, told, said, columns)
    return Page(form, mapping, problems, raw, _becomes(rows, read), len(first.rows), first.mark)


def fixed(path: Path, mapping: Read) -> Becomes:
    """What a saved mapping makes of the first rows. Refuses (Unreadable), and OSError."""
    with open_rows(path, mapping, most=mapping.header + ROWS) as rows:
        names, below = after_header(rows, mapping)
        first = [row for row, _ in zip(below, range(ROWS), strict=False)]
    return _becomes(preview(first, names, mapping, ()), mapping)


def said_by(profile: Mapping[str, Any]) -> dict[str, str]:
    """What a person would have chosen for that mapping to come of it."""
    said = {name: str(profile.get(name, "")) for name in (*CHOSEN, "files")}
    return said | {name: said[name] or NONE for name in ("quote", "thousands")}


def _columns(first: First, posted: Mapping[str, str], profile: Mapping[str, Any] | None) -> dict[str, str]:
    """The field of each column by its place: as posted for just these columns, else as the profile or the headers say."""
    if posted.get("mark") == first.mark:
        fields = {str(at): posted.get(f"{COLUMN}{at}", "") for at in range(len(first.names))}
        return {at: field for at, field in fields.items() if field in BY_NAME}
    if profile and "mark" not in posted:
        named = {header: field for field, header in profile["columns"].items()}
        return {str(at): named[name] for at, name in enumerate(first.names) if name in named}
    return first.proposed()


def _twice(fields: Iterable[str]) -> list[Refusal]:
    counted = Counter(fields)
    return [
        WrongConfiguration("Two columns cannot both be “%(field)s”.", field=str(FIELD[field]))
        for field, count in counted.items()
        if count > 1
    ]


def _becomes(rows: list[PreviewRow], mapping: Read) -> Becomes:
    fields = shown_fields(mapping)
    told = [
        {
            "number": row.number,
            "good": row.good,
            "wrong": row.wrong,
            "cells": [_shown(row.cells[field]) for field in fields] if row.cells else [],
        }
        for row in rows
    ]
    return Becomes([str(FIELD[field]) for field in fields], told)


def _shown(cell: Cell) -> dict[str, Any]:
    return {"value": cell.value, "wrong": cell.wrong, "kind": type(cell.value).__name__}
