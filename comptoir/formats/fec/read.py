"""Reads a FEC file: line by line, or piece by piece. A million lines pass in bounded memory.

What is read: 18 columns under a header with their names (any case), in the Debit/Credit or the Montant/Sens variant;
tab or pipe between them; ISO-8859-15, or UTF-8 with or without mark; any line ends; quotes are letters like others.
What cannot be read is refused with its place; nothing is skipped, cut or taken as zero.
"""

from collections.abc import Iterator
from pathlib import Path

from comptoir.formats.fec.columns import FecLine, FecPiece, UnreadableFec
from comptoir.formats.fec.lines import parse
from comptoir.formats.fec.pieces import grouped, is_scattered, sorted_blocks
from comptoir.formats.fec.rows import open_rows

__all__ = ["FecLine", "FecPiece", "UnreadableFec", "read_lines", "read_pieces"]


def read_lines(path: Path) -> Iterator[FecLine]:
    """The lines in the order of the file. Raises UnreadableFec at the first that is wrong, and OSError."""
    with open_rows(path) as rows:
        yield from parse(rows, rows.blocks())


def read_pieces(path: Path, *, scattered: bool | None = None) -> Iterator[FecPiece]:
    """The pieces (journal and number) with all their lines, in the order in which they begin.

    `scattered` says whether lines of a piece may stand apart; when it is not said, the file is looked through first.
    Raises UnreadableFec, also for a piece that does not balance or has two dates, and OSError.
    """
    with open_rows(path) as rows:
        if scattered is None:
            scattered = is_scattered(rows)
        blocks = sorted_blocks(rows) if scattered else rows.blocks()
        yield from grouped(parse(rows, blocks), rows)
