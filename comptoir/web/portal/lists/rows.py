"""Writes the rows of a list fast: the template once for each look, then each row's values into it.

A page has fifty rows and a handful of looks (paid, late, ticked, ...). Rendering the template for every row was more
than half of what a page costs; this way row.html stays the one place that says what a row is.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from comptoir.firms.paging import Row

MARK = "\ue000"
"""Stands round the name of a value in a look; a character that no template writes."""


class RowWriter:
    """Writes rows for one page.

    `shown` is the page's context: addresses, words, which columns `show`. `values` gives a row's texts by name, escaped,
    which stand as `row.<name>`; `flags` what else the template decides by, as `row.<name>` too: few and hashable.
    """

    def __init__(
        self,
        template: str,
        shown: Mapping[str, Any],
        *,
        values: Callable[[Row], Mapping[str, str]],
        flags: Callable[[Row], Mapping[str, Any]],
    ) -> None:
        self._template, self._shown, self._values, self._flags = template, shown, values, flags
        self._looks: dict[tuple[Any, ...], list[str]] = {}

    def write(self, row: Row, *, beside: bool = False) -> SafeString:
        """The row as markup; `beside` when htmx is to put it in its place next to what it asked for."""
        values, flags = self._values(row), self._flags(row)
        look = (*flags.values(), *(bool(value) for value in values.values()), beside)
        parts = self._looks.get(look)
        if parts is None:
            parts = self._looks[look] = self._look(values, flags, beside=beside)
        filled = [values[part] if index % 2 else part for index, part in enumerate(parts)]
        return mark_safe("".join(filled))  # noqa: S308  the parts are our template's, the values are escaped

    def _look(self, values: Mapping[str, str], flags: Mapping[str, Any], *, beside: bool) -> list[str]:
        """The template with marks for values, cut there: text and names by turns. An empty value stays empty."""
        marked = {name: f"{MARK}{name}{MARK}" if value else "" for name, value in values.items()}
        context = {**self._shown, "row": {**marked, **flags}, "beside": beside}
        return render_to_string(self._template, context).strip().split(MARK)
