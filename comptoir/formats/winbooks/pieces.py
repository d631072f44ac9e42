"""The ACT table piece by piece, a first look through it, and a sort on disk where lines of a piece stand apart."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

from comptoir.formats.seen import SeenPieces
from comptoir.formats.unreadable import UnreadableRow
from comptoir.formats.winbooks.columns import CENTRAL, CLOSING, CUSTOMER, OPENING, SUPPLIER
from comptoir.formats.winbooks.lines import READ, ActLine, parse
from comptoir.formats.winbooks.tables import Table
from comptoir.kit.words import Cents

ORDER = READ.index("DOCORDER")
PIECE = tuple(READ.index(name) for name in ("BOOKYEAR", "DBKCODE", "DOCNUMBER"))
MEMBERS = tuple(READ.index(name) for name in ("DOCTYPE", "ACCOUNTGL", "ACCOUNTRP", "DBKTYPE", "PERIOD"))
MARK = "\x1f"
"""Stands between the texts of a row on disk; no table holds it."""

Row = tuple[int, Sequence[str]]


class ActPiece(NamedTuple):
    """All lines of one piece, in their order; they have one period and sum to zero."""

    year: str
    journal: str
    number: str
    lines: tuple[ActLine, ...]


@dataclass(slots=True)
class JournalSeen:
    """What the lines say of a journal: DBKTYPE, periods ("00", "99", "" for any other), accounts of central lines."""

    types: Counter[str] = field(default_factory=Counter)
    periods: set[str] = field(default_factory=set)
    centrals: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Look:
    """What a look through the lines found. `uses`: the account with which each card (kind and number) stands first.

    `scattered`: lines of a piece stand apart; `aside`: records without a piece, which WinBooks keeps for itself.
    """

    journals: dict[str, JournalSeen] = field(default_factory=dict)
    accounts: set[str] = field(default_factory=set)
    uses: dict[tuple[str, str], str] = field(default_factory=dict)
    scattered: bool = False
    aside: int = 0
    lines: int = 0


def look_through(table: Table) -> Look:
    """Look through the whole table; what is wrong with a line is said when it is read."""
    look, seen = Look(), SeenPieces()
    last: list[str] = []
    for _, texts in table.rows(READ):
        if is_aside(texts):
            look.aside += 1
            continue
        look.lines += 1
        piece = [texts[place] for place in PIECE]
        if piece != last:
            last = piece
            year, code, number = (text.strip(" ") for text in piece)
            look.scattered = seen.add(f"{year}|{code}", number) or look.scattered
            journal = look.journals.setdefault(code, JournalSeen())
        kind, account, partner, journal_type, period = (texts[place].strip(" ") for place in MEMBERS)
        journal.types[journal_type] += 1
        journal.periods.add(period if period in (OPENING, CLOSING) else "")
        if account:
            look.accounts.add(account)
            if texts[ORDER].strip(" ") in CENTRAL:
                journal.centrals[account] += 1
        if kind in (CUSTOMER, SUPPLIER):
            look.uses.setdefault((kind, partner), account)
    return look


def is_aside(texts: Sequence[str]) -> bool:
    """Whether the record is one of WinBooks' own: an order of zero bytes, or neither book year nor period nor amount."""
    return texts[ORDER].startswith("\0") or not any(
        texts[READ.index(name)].strip(" 0.,\0") for name in ("BOOKYEAR", "PERIOD", "AMOUNTEUR", "DOCNUMBER")
    )


def read_pieces(table: Table, *, scattered: bool) -> Iterator[ActPiece]:
    """The pieces in the order in which they begin. Refuses a line that is wrong, a piece that does not balance."""
    rows = (row for row in table.rows(READ) if not is_aside(row[1]))
    yield from _grouped(parse(_sorted(rows) if scattered else rows))


def _sorted(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with each piece's together, pieces in the order in which they begin; sorted on disk."""
    with closing(sqlite3.connect("")) as disk:
        disk.execute("CREATE TABLE line (number INTEGER PRIMARY KEY, piece TEXT, text TEXT)")
        disk.executemany(
            "INSERT INTO line VALUES (?, ?, ?)",
            (
                (number, MARK.join([texts[place].strip(" ") for place in PIECE]), MARK.join(texts))
                for number, texts in rows
            ),
        )
        disk.execute("CREATE INDEX piece ON line (piece, number)")
        found = disk.execute(
            "SELECT number, text FROM line JOIN (SELECT piece, MIN(number) AS start FROM line GROUP BY piece)"
            " USING (piece) ORDER BY start, number"
        )
        for number, text in found:
            yield number, text.split(MARK)


def _grouped(lines: Iterable[ActLine]) -> Iterator[ActPiece]:
    """The pieces of lines that stand together."""
    key: tuple[str, str, str] | None = None
    piece: list[ActLine] = []
    for line in lines:
        told = (line.year, line.journal, line.number)
        if told != key:
            if piece:
                yield _closed(piece)
            key, piece = told, []
        piece.append(line)
    if piece:
        yield _closed(piece)


def _closed(piece: list[ActLine]) -> ActPiece:
    first = piece[0]
    facts = {"journal": first.journal, "number": first.number}
    for line in piece:
        if line.period != first.period:
            raise UnreadableRow(
                "The piece %(journal)s %(number)s is in period %(first)s in row %(start)s and in %(second)s here.",
                line.row,
                "PERIOD",
                first=first.period,
                start=first.row,
                second=line.period,
                **facts,
            )
    total = sum([line.cents for line in piece])
    if total:
        raise UnreadableRow(
            "The piece %(journal)s %(number)s does not balance: debit less credit is %(difference)s.",
            first.row,
            "AMOUNTEUR",
            difference=Cents(total),
            **facts,
        )
    return ActPiece(first.year, first.journal, first.number, tuple(piece))
