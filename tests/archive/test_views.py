"""Views kept under a name: one's own in one dossier, or shared by the firm with all its dossiers."""

import re
from datetime import UTC, datetime

import pytest

from comptoir.archive.actions import views as actions
from comptoir.archive.actions.views import (
    BadView,
    change_view,
    keep_look,
    keep_view,
    remove_view,
    share_view,
    take_back_view,
)
from comptoir.archive.models import SavedView
from comptoir.archive.queries.views import look_of, views_of
from comptoir.audit.models import Event
from comptoir.firms.access import Access, NotAllowed, machine
from comptoir.firms.models import Dossier
from tests.firms.people import in_dossier, new_dossier, new_firm, seated

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def anne(dossier) -> Access:
    """The firm's administrator, in the dossier."""
    return in_dossier(seated("Anne", "administrator", dossier.firm), dossier)


@pytest.fixture
def other(dossier) -> Dossier:
    return new_dossier(dossier.firm, "Boulangerie", "0403019261")


def keep(by: Access, name: str = "To pay", query: str = "payment=unpaid") -> SavedView:
    return keep_view("purchases", name=name, query=query, by=by, at=NOW)


def told(access: Access, of_list: str = "purchases") -> list[tuple[str, str, bool]]:
    return [(view.name, view.query, view.shared) for view in views_of(access, of_list)]


def test_a_view_is_the_persons_own_in_that_dossier_and_list(client_access, reader_access, anne, other):
    keep(client_access)

    assert told(client_access) == [("To pay", "payment=unpaid", False)]
    assert told(client_access, "sales") == []
    assert told(reader_access) == told(anne) == []


def test_views_of_one_person_in_two_dossiers_are_apart(dossier, other, anne):
    elsewhere = Access(**{**{name: getattr(anne, name) for name in Access.__slots__}, "dossier_id": other.pk})
    keep(anne)

    assert told(elsewhere) == []


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        ("  ", "q=a", "Give the view a name."),
        ("x" * 61, "q=a", "A name has 60 characters at most."),
        ("To pay", "", "Filter or sort the list first: there is nothing to keep yet."),
        ("To pay", "q=" + "a" * 1000, "This filter is too long to be kept."),
    ],
)
def test_a_view_without_a_fitting_name_or_filter_is_refused(client_access, name, query, sentence):
    with pytest.raises(BadView, match=re.escape(sentence)):
        keep(client_access, name, query)

    assert not SavedView.objects.exists()


def test_a_name_that_is_taken_is_refused_and_that_of_another_person_is_free(client_access, reader_access):
    keep(client_access)
    keep(reader_access)

    with pytest.raises(BadView, match="There is a view “To pay” already"):
        keep(client_access, " To  pay ", "q=b")

    assert SavedView.objects.count() == 2


def test_there_is_an_end_to_how_many_are_kept(client_access, monkeypatch):
    monkeypatch.setattr(actions, "MOST_VIEWS", 1)
    keep(client_access)

    with pytest.raises(BadView, match="There are 1 views already; remove one first"):
        keep(client_access, "Another")


def test_a_view_gets_another_name_and_filter_and_the_trail_tells_both(client_access):
    view = keep(client_access)

    change_view(view, name="To do", query="handled=no", by=client_access, at=NOW)

    assert told(client_access) == [("To do", "handled=no", False)]
    assert Event.objects.get(action="view.changed").facts == {
        "name": "To do",
        "query": "handled=no",
        "name_before": "To pay",
        "query_before": "payment=unpaid",
    }


def test_a_removed_view_is_gone_and_stands_in_the_trail(client_access):
    remove_view(keep(client_access), by=client_access, at=NOW)

    assert told(client_access) == []
    assert Event.objects.get(action="view.removed").facts["name"] == "To pay"


def test_nobody_changes_or_removes_the_view_of_another_person(client_access, reader_access):
    view = keep(client_access)

    for act in (
        lambda: change_view(view, name="Mine", query="q=a", by=reader_access, at=NOW),
        lambda: remove_view(view, by=reader_access, at=NOW),
    ):
        with pytest.raises(SavedView.DoesNotExist):
            act()
    assert told(client_access) == [("To pay", "payment=unpaid", False)]


def test_a_shared_view_is_seen_in_every_dossier_of_the_firm_without_the_ids_of_this_one(
    client_access, anne, dossier, other
):
    view = keep(anne, query="of=12&payment=unpaid&sort=due")
    neighbour = in_dossier(seated("Nora", "full_access", other.firm, other), other)
    stranger = new_dossier(new_firm("Another firm"), "Elsewhere", "0200065765")
    foreign = in_dossier(seated("Olga", "full_access", stranger.firm, stranger), stranger)

    share_view(view, own_ids=["of"], by=anne, at=NOW)

    shared = [("To pay", "payment=unpaid&sort=due", True)]
    assert told(client_access) == told(neighbour) == told(anne) == shared
    assert told(foreign) == []


def test_what_holds_in_this_dossier_alone_is_not_shared(anne):
    view = keep(anne, query="of=12")

    with pytest.raises(BadView, match="This view holds in this dossier alone: there is nothing in it to share"):
        share_view(view, own_ids=["of"], by=anne, at=NOW)

    assert told(anne) == [("To pay", "of=12", False)]


def test_a_client_shares_nothing_and_changes_nothing_that_is_shared(client_access, anne):
    own = keep(client_access, "Mine")
    shared = share_view(keep(anne), own_ids=[], by=anne, at=NOW)

    for act in (
        lambda: share_view(own, own_ids=[], by=client_access, at=NOW),
        lambda: take_back_view(shared, by=client_access, at=NOW),
        lambda: change_view(shared, name="Other", query="q=a", by=client_access, at=NOW),
        lambda: remove_view(shared, by=client_access, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert told(client_access) == [("Mine", "payment=unpaid", False), ("To pay", "payment=unpaid", True)]


def test_what_is_taken_back_becomes_ones_own(client_access, anne):
    view = share_view(keep(anne), own_ids=[], by=anne, at=NOW)

    take_back_view(view, by=anne, at=NOW)

    assert told(client_access) == []
    assert told(anne) == [("To pay", "payment=unpaid", False)]


def test_what_is_shared_under_a_name_already_is_refused(anne):
    share_view(keep(anne), own_ids=[], by=anne, at=NOW)
    second = keep(anne)

    with pytest.raises(BadView, match="There is a view “To pay” already"):
        share_view(second, own_ids=[], by=anne, at=NOW)
    with pytest.raises(BadView, match="There is a view “To pay” already"):
        take_back_view(SavedView.objects.get(person=None), by=anne, at=NOW)

    assert told(anne) == [("To pay", "payment=unpaid", False), ("To pay", "payment=unpaid", True)]


def test_the_machine_keeps_neither_views_nor_looks(dossier):
    by = machine(dossier.firm_id, dossier.pk, "night")

    for act in (lambda: keep(by), lambda: keep_look("purchases", hidden=[], dense=True, by=by, at=NOW)):
        with pytest.raises(NotAllowed):
            act()
    assert look_of(by, "purchases").views == ()
