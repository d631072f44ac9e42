"""What the form of a list's tick boxes says: which rows, and how many the person saw."""

from dataclasses import dataclass

from django.http import Http404, QueryDict

MOST = 250
"""More ids than a page has rows come from no page of ours, and a form may not have more fields."""


@dataclass(frozen=True, slots=True)
class Picked:
    """The rows that were ticked, or all of the list: then `seen` is how many there were. `sure`: it was asked and said."""

    ids: tuple[int, ...]
    seen: int | None
    sure: bool

    @property
    def every(self) -> bool:
        """Whether all rows of the list are meant."""
        return self.seen is not None

    @property
    def nothing(self) -> bool:
        """Whether no row is meant."""
        return not self.ids and not self.every


def read_picked(form: QueryDict) -> Picked:
    """Read the form; what no page of ours can have sent is answered like an id that nothing has (404)."""
    ids = form.getlist("ids")
    if len(ids) > MOST:
        raise Http404
    every = form.get("all", "")
    return Picked(
        ids=tuple(dict.fromkeys(map(_number, ids))),
        seen=_number(every) if every else None,
        sure=form.get("sure") == "yes",
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)
