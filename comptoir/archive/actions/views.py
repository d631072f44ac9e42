"""How people keep their lists: columns and density, and views under a name, their own or shared by the firm."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, models, transaction

from comptoir.archive.models import ListLook, SavedView
from comptoir.audit.trail import record
from comptoir.firms.access import Access, NotAllowed
from comptoir.kit.words import Refusal

MOST_VIEWS = 50
"""A person keeps no more views of one list in one dossier; the firm shares no more of one list."""

LONGEST_NAME, LONGEST_QUERY = 60, 1000


class BadView(Refusal):
    """The view cannot be kept so."""


@transaction.atomic
def keep_look(of_list: str, *, hidden: Iterable[str], dense: bool, by: Access, at: datetime) -> ListLook:
    """Show this person that list so from now on, in every dossier. Refuses (NotAllowed) who is no person."""
    wanted = {"hidden": sorted(set(hidden)), "dense": dense}
    look, _ = ListLook.objects.update_or_create(person_id=_person(by), of_list=of_list, defaults=wanted)
    record("list.look_kept", look, by=by, at=at, of_list=of_list, **wanted)
    return look


@transaction.atomic
def keep_view(of_list: str, *, name: str, query: str, by: Access, at: datetime) -> SavedView:
    """Keep the query of that list's address under a name, for this person in this dossier.

    Refuses (BadView) no name, one that is taken, no filter, and too many; (NotAllowed) who is no person.
    """
    view = SavedView(
        firm_id=by.firm_id, dossier_id=by.dossier_id, person_id=_person(by), of_list=of_list, created_at=at
    )
    view.name, view.query = _named(name), _asked(query)
    if _beside(view, by).count() >= MOST_VIEWS:
        raise BadView("There are %(most)s views already; remove one first.", most=MOST_VIEWS)
    _save(view, by)
    record("view.kept", view, by=by, at=at, of_list=of_list, name=view.name, query=view.query)
    return view


@transaction.atomic
def change_view(view: SavedView, *, name: str, query: str, by: Access, at: datetime) -> SavedView:
    """Give the view another name, or another filter. Refuses (BadView, NotAllowed) as keeping and sharing do."""
    view = _held(view, by)
    before = {"name_before": view.name, "query_before": view.query}
    view.name, view.query = _named(name), _asked(query)
    _save(view, by)
    record("view.changed", view, by=by, at=at, name=view.name, query=view.query, **before)
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: Access, at: datetime) -> None:
    """Remove the view; one that the firm shares, for everybody. Refuses (NotAllowed)."""
    view = _held(view, by)
    record("view.removed", view, by=by, at=at, of_list=view.of_list, name=view.name, query=view.query)
    view.delete()


@transaction.atomic
def share_view(view: SavedView, *, own_ids: Iterable[str], by: Access, at: datetime) -> SavedView:
    """Share a view of one's own in all dossiers of the firm.

    `own_ids` are the filters whose values are ids of this dossier's rows (a partner's): they are left out. Refuses
    (NotAllowed), and (BadView) when the name is shared already or nothing would be left of the filter.
    """
    by.demand("views.share")
    view = _held(view, by)
    left_out = set(own_ids)
    kept = [pair for pair in parse_qsl(view.query) if pair[0] not in left_out]
    if not kept:
        raise BadView("This view holds in this dossier alone: there is nothing in it to share.")
    view.person_id, view.dossier_id, view.query = None, None, urlencode(kept)
    if _beside(view, by).count() >= MOST_VIEWS:
        raise BadView("There are %(most)s views already; remove one first.", most=MOST_VIEWS)
    _save(view, by)
    record("view.shared", view, by=by, at=at, of_list=view.of_list, name=view.name, query=view.query)
    return view


@transaction.atomic
def take_back_view(view: SavedView, *, by: Access, at: datetime) -> SavedView:
    """Share the view no more: it becomes one's own in this dossier. Refuses (NotAllowed, BadView)."""
    by.demand("views.share")
    view = _held(view, by)
    view.person_id, view.dossier_id = _person(by), by.dossier_id
    _save(view, by)
    record("view.taken_back", view, by=by, at=at, of_list=view.of_list, name=view.name, query=view.query)
    return view


def _person(by: Access) -> int:
    if by.person_id is None:
        raise NotAllowed("Your profile does not allow this.")
    return by.person_id


def _held(view: SavedView, by: Access) -> SavedView:
    """The view as it is now, held; a shared one for those alone who may share."""
    view = SavedView.objects.select_for_update().visible_to(by).get(pk=view.pk)
    if view.person_id is None:
        by.demand("views.share")
    return view


def _named(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise BadView("Give the view a name.")
    if len(name) > LONGEST_NAME:
        raise BadView("A name has %(most)s characters at most.", most=LONGEST_NAME)
    return name


def _asked(query: str) -> str:
    if not query:
        raise BadView("Filter or sort the list first: there is nothing to keep yet.")
    if len(query) > LONGEST_QUERY:
        raise BadView("This filter is too long to be kept.")
    return query


def _beside(view: SavedView, by: Access) -> models.QuerySet[SavedView]:
    """The other views of the same list and owner."""
    rows = SavedView.objects.visible_to(by).filter(of_list=view.of_list, person__isnull=view.person_id is None)
    return rows.exclude(pk=view.pk)


def _save(view: SavedView, by: Access) -> None:
    """Write the view; refuses (BadView) a name that another one has."""
    taken = BadView("There is a view “%(name)s” already.", name=view.name)
    if _beside(view, by).filter(name=view.name).exists():
        raise taken
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise taken from None
