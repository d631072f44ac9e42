"""Which pieces of a file were seen already, in bounded memory."""

from array import array
from bisect import bisect_left

FRESH = 50_000
"""So many keys are held in a set before they join the sorted array."""


class SeenPieces:
    """Which pieces were seen, in eight bytes each. Two pieces may be taken for one: once in a billion files."""

    def __init__(self) -> None:
        self.sorted = array("q")
        self.fresh: set[int] = set()

    def add(self, *piece: str) -> bool:
        """Note the piece; tells whether it was there already."""
        key = hash(piece)
        if key in self.fresh:
            return True
        at = bisect_left(self.sorted, key)
        if at < len(self.sorted) and self.sorted[at] == key:
            return True
        self.fresh.add(key)
        if len(self.fresh) >= FRESH:
            self.sorted = array("q", sorted([*self.sorted, *self.fresh]))
            self.fresh.clear()
        return False
