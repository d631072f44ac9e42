"""How a person likes a list: the columns put away, the density, the views kept under a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from comptoir.archive.models import ListLook, SavedView
from comptoir.firms.access import Access


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view under a name: the query of its address, and whether the firm shares it."""

    pk: int
    name: str
    query: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Which columns of a list are put away, whether its rows stand close together, and which views there are."""

    hidden: frozenset[str] = frozenset()
    dense: bool = False
    views: tuple[KeptView, ...] = ()

    def shows(self, column: str) -> bool:
        """Whether the column is to be seen."""
        return column not in self.hidden


def look_of(access: Access, of_list: str, put_away: Iterable[str] = ()) -> Look:
    """How this person wants that list; until he says otherwise all is shown but what is `put_away`, and nothing dense."""
    if access.person_id is None:
        return Look(frozenset(put_away))
    kept = ListLook.objects.filter(person_id=access.person_id, of_list=of_list).values_list("hidden", "dense").first()
    hidden, dense = kept or (put_away, False)
    return Look(frozenset(hidden), dense, views_of(access, of_list))


def views_of(access: Access, of_list: str) -> tuple[KeptView, ...]:
    """The views of that list: the person's own, then those that the firm shares, each by name."""
    rows = SavedView.objects.visible_to(access).filter(of_list=of_list).order_by("name", "pk")
    kept = rows.values_list("pk", "name", "query", "person_id")
    views = [KeptView(pk, name, query, person is None) for pk, name, query, person in kept]
    return tuple(sorted(views, key=lambda view: view.shared))
