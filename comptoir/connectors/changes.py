"""Changes since a cursor, and long listings in pages: what no package may get wrong, whichever it is.

A cursor says how far *completed* work goes: the latest moment of writing that the package knew of when the reading began,
and its highest row then. The package's own clock writes these moments, often when a transaction begins, and the rows are
seen when it ends. A reading of changes therefore begins OVERLAP before its cursor; what it reads twice is the same entry
under the same key. A cursor that lies ahead of the package's clock, or of what the package holds, tells of another past (a
clock set back, a backup put back): then everything is read.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from comptoir.connectors.port import PassingFault

OVERLAP = timedelta(hours=2)
"""Transactions that take longer than this to commit, and clocks that are set back further, are seen by a whole reading."""

SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the package's writing: the latest moment (aware, UTC) and the highest row."""

    moment: datetime
    row: int

    def to_text(self) -> str:
        """As a cursor."""
        return f"{self.moment.astimezone(UTC).isoformat()}{SEPARATOR}{self.row}"

    @classmethod
    def from_text(cls, cursor: str) -> "Mark | None":
        """The mark of a cursor; None for text that is no cursor of ours: everything is read then."""
        moment, _, row = cursor.partition(SEPARATOR)
        try:
            read = datetime.fromisoformat(moment)
            return cls(read, int(row)) if read.tzinfo else None
        except ValueError:
            return None

    def not_after(self, clock: datetime | None) -> "Mark":
        """The mark, its moment no later than the package's clock: a moment ahead of it would hide what is written next."""
        return self if clock is None or self.moment <= clock else Mark(clock, self.row)


def begin(cursor: str, now: Mark, clock: datetime | None) -> datetime | None:
    """From which moment on to read the changes since a cursor; None when everything is to be read.

    `now`: how far the package's writing goes at present; `clock`: what its clock says, where it tells.
    """
    since = Mark.from_text(cursor) if cursor else None
    if since is None or now.row < since.row or (clock is not None and since.moment > clock + timedelta(seconds=1)):
        return None
    return since.moment - OVERLAP


def walk(page: Callable[[int], Sequence[int]], count: Callable[[int], int], last: Callable[[], int]) -> "array[int]":
    """Every id of a listing, ascending, in pages by key.

    `page` gives ids beyond the given one, `count` how many there are up to and including it, `last` the highest of all (0
    for none). A page that repeats, leaves out or disorders rows, or is cut short, raises PassingFault.
    """
    found = array("q")
    after, doubted = 0, False
    while True:
        ids = page(after)
        for key in ids:
            if key <= after:
                raise PassingFault("A page of the books came twice or out of order.")
            after = key
        found.extend(ids)
        if ids:
            doubted = False
            continue
        if last() <= after:
            break
        if doubted:
            raise PassingFault("The books were listed with gaps, or changed while they were listed.")
        doubted = True
    if found and count(after) != len(found):
        raise PassingFault("The books were listed with gaps, or changed while they were listed.")
    return found
