"""What a cell may be: text as it stands, or a number or day that the workbook itself knows as one."""

from collections.abc import Iterator

from comptoir.formats.unreadable import UnreadableRow

NUMBER, DAY = "\x01", "\x02"
"""The first sign of a cell that a workbook holds as number ("\\x01-12.5") or day ("\\x022026-04-03"); no text has them."""

MOST_COLUMNS = 200
LONGEST = 1 << 16
"""No line, and no cell, is as long."""

Row = tuple[int, list[str]]
"""The number of the row in its file, 1-based, and its cells."""

Rows = Iterator[Row]


class UnreadableTable(UnreadableRow):
    """The table cannot be read."""


def shown(cell: str) -> str:
    """The cell as a person reads it, at most 60 signs."""
    text = cell[1:] if cell[:1] in (NUMBER, DAY) else cell
    return text if len(text) <= 60 else f"{text[:59]}…"
