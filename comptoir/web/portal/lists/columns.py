"""The columns that a list can declare: heading, place, order, sum, and what an export writes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from comptoir.firms.paging import Row
from comptoir.web.portal.lists.filters import Word

Kind = Literal["text", "day", "moment", "cents"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `row.html` shows its cell inside `{% if show.<name> %}`.

    `meaning` says in a sentence what stands there. `css` are the classes of heading, cell and foot; `sort` the name of
    the order that its heading asks for. `always`: cannot be put away. `listed` false: only exports have it; `exported`
    false: exports and paper do not. `total` is the name of its sum in the foot, `total_label` the word before it. Exports
    write `of(row)`, or the row's value of the column's own name, as `kind` says. Without the right that it `needs` the
    column is nowhere, in no file either.
    """

    name: str
    label: Word
    meaning: Word = ""
    css: str = ""
    sort: str = ""
    icon: str = ""
    always: bool = False
    listed: bool = True
    exported: bool = True
    total: str = ""
    total_label: Word = ""
    kind: Kind = "text"
    of: Callable[[Row], Any] | None = None
    needs: str = ""

    @property
    def can_hide(self) -> bool:
        """Whether a reader may put it away."""
        return self.listed and not self.always

    def value(self, row: Row) -> Any:
        """What an export writes: a text, day, moment or cents."""
        return self.of(row) if self.of is not None else row[self.name]
