"""Lines become pieces: as they come where a piece's lines stand together, through a sort on disk where they do not."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import NoReturn

from comptoir.formats.fec.columns import FecLine, FecPiece, UnreadableFec
from comptoir.formats.fec.rows import Block, FecRows
from comptoir.formats.seen import SeenPieces
from comptoir.kit.words import Cents


def is_scattered(rows: FecRows) -> bool:
    """Whether a piece comes back after another one; reads the file to its end when none does."""
    seen, separator = SeenPieces(), rows.separator
    journal = number = ""
    for _, lines in rows.blocks():
        for text in lines:
            try:
                j, _, n, _ = text.split(separator, 3)
            except ValueError:  # too few columns: whoever reads the line refuses it
                return False
            if n != number or j != journal:
                journal, number = j, n
                if seen.add(j.strip(" "), n.strip(" ")):
                    return True
    return False


def sorted_blocks(rows: FecRows) -> Iterator[Block]:
    """The lines with each piece's together, pieces in the order in which they begin; sorted on disk."""
    separator = rows.separator
    with closing(sqlite3.connect("")) as disk:
        disk.execute("CREATE TABLE line (number INTEGER PRIMARY KEY, piece TEXT, text TEXT)")
        for first, lines in rows.blocks():
            keys = ([key.strip(" ") for key in text.split(separator, 3)[0:3:2]] for text in lines)
            disk.executemany(
                "INSERT INTO line VALUES (?, ?, ?)",
                (
                    (first + at, separator.join(key), text)
                    for at, (key, text) in enumerate(zip(keys, lines, strict=True))
                ),
            )
        disk.execute("CREATE INDEX piece ON line (piece, number)")
        found = disk.execute(
            "SELECT number, text FROM line JOIN (SELECT piece, MIN(number) AS start FROM line GROUP BY piece)"
            " USING (piece) ORDER BY start, number"
        )
        for number, text in found:
            yield number, [text]


def grouped(lines: Iterable[FecLine], rows: FecRows) -> Iterator[FecPiece]:
    """The pieces of lines that stand together. Refuses a piece with two dates, and one that does not balance."""
    journal = number = ""
    piece: list[FecLine] = []
    total = 0
    for line in lines:
        if line.number == number and line.journal == journal:
            if line.booked_on != piece[0].booked_on:
                _refuse_date(piece[0], line)
            total += line.cents
            piece.append(line)
            continue
        if piece:
            yield _closed(piece, total, rows)
        journal, number, total, piece = line.journal, line.number, line.cents, [line]
    if piece:
        yield _closed(piece, total, rows)


def _closed(piece: list[FecLine], total: int, rows: FecRows) -> FecPiece:
    first = piece[0]
    if total:
        _refuse_total(piece, total, rows)
    return FecPiece(first.journal, first.number, first.booked_on, tuple(piece))


def _refuse_total(piece: list[FecLine], total: int, rows: FecRows) -> NoReturn:
    first = piece[0]
    if piece[-1].line == rows.last:
        raise UnreadableFec(
            "The last piece of the file, %(journal)s %(number)s, does not balance: debit less credit is "
            "%(difference)s. The file may have been cut.",
            first.line,
            journal=first.journal,
            number=first.number,
            difference=Cents(total),
        )
    raise UnreadableFec(
        "The piece %(journal)s %(number)s does not balance: debit less credit is %(difference)s.",
        first.line,
        journal=first.journal,
        number=first.number,
        difference=Cents(total),
    )


def _refuse_date(first: FecLine, line: FecLine) -> NoReturn:
    raise UnreadableFec(
        "The piece %(journal)s %(number)s is dated %(first)s in line %(start)s and %(second)s here.",
        line.line,
        "EcritureDate",
        journal=first.journal,
        number=first.number,
        first=first.booked_on,
        start=first.line,
        second=line.booked_on,
    )
