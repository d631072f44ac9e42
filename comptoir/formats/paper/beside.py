"""What stands beside a label: to its right in the same line, or below it in the same column."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from comptoir.formats.paper.labels import Label
from comptoir.formats.paper.lines import Box, Line

BELOW = 4
"""Lines below a label that are looked at."""

FAR = 900
"""Ten-thousandths of the page's height: further below, nothing belongs to a label any more."""

SLACK = 200
"""Ten-thousandths of the page's width by which a value may miss the column of its label."""


class Standing(Protocol):
    """A value between two places of a line."""

    @property
    def line(self) -> Line:
        """The line in which it stands."""

    @property
    def start(self) -> int:
        """Where in the line it begins."""

    @property
    def end(self) -> int:
        """Where in the line it ends."""


Value = TypeVar("Value", bound=Standing)


def to_the_right(label: Label, values: Sequence[Value], until: int) -> list[Value]:
    """Those of the line's values that stand after the label and before that place (of the next label)."""
    return [value for value in values if label.end <= value.start + 1 and value.start < until]


def below(label: Label, lines: Sequence[Line], values: Sequence[Sequence[Value]]) -> list[Value]:
    """The values of the lines below that stand in the label's column, until other words do."""
    start, end = label.line.column(label.start)
    head = label.line.box(start, end) if end - start < 40 else label.line.box(label.start, label.end)
    found: list[Value] = []
    for line in lines[label.line.index + 1 : label.line.index + 1 + BELOW]:
        if line.page != label.line.page or line.box().top - head.bottom > FAR:
            break
        under = [value for value in values[line.index] if _under(head, line.box(value.start, value.end))]
        if not under and any(_under(head, Box(word.left, word.top, word.right, word.bottom)) for word in line.words):
            break
        found += under
    return found


def _under(head: Box, value: Box) -> bool:
    return min(head.right, value.right) + SLACK > max(head.left, value.left) and value.top > head.top
