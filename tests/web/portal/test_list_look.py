"""Columns put away and density: kept for the person, in every dossier, and for that list alone."""

import pytest

from comptoir.archive.models import ListLook
from comptoir.audit.models import Event
from tests.web.portal.page import cells, rows, text_of

ALL = ["Piece", "Period", "Date", "Due", "Number", "Partner", "Amount", "Paid", "Handled", "Document"]
HIDEABLE = ["period", "date", "due", "number", "amount", "payment", "handled", "document"]


@pytest.fixture
def address(dossier, books) -> str:
    books.book("2026-01-10 PUR 1  440000 Engie  -10.00  due=2026-02-10 ref=E1")
    return f"/d/{dossier.pk}/archive/purchases/"


@pytest.fixture
def look(dossier) -> str:
    return f"/d/{dossier.pk}/lists/purchases/look"


def headings(page) -> list[str]:
    head = page.content.decode().partition("<thead>")[2].partition("</thead>")[0]
    return [text_of(cell) for cell in head.split("</th>")[:-1] if "at-pick" not in cell]


def test_every_column_is_shown_until_it_is_put_away(carl, address):
    assert headings(carl.get(address)) == ALL


def test_columns_that_are_not_ticked_go_from_heading_row_and_foot(carl, address, look):
    answer = carl.post(look, {"show": ["date", "amount"], "next": address})

    page = carl.get(address)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert headings(page) == ["Piece", "Date", "Partner", "Amount"]
    assert cells(rows(page)[0]) == ["PUR 1", "10/01/2026", "Engie", "10.00"]
    assert "1 piece 10.00" in text_of(page.content.decode().partition("<tfoot>")[2].partition("</tfoot>")[0])


def test_a_file_has_the_columns_that_are_put_away_too(carl, address, look):
    carl.post(look, {"show": ["date"]})

    answer = carl.get(address + "?as=csv")
    assert b"Period,Date,Due" in b"".join(answer.streaming_content)


def test_rows_close_together_are_kept_until_they_are_set_apart_again(carl, address, look):
    carl.post(look, {"show": HIDEABLE, "dense": "yes"})
    assert 'class="table-books cards dense"' in carl.get(address).content.decode()

    carl.post(look, {"show": HIDEABLE})
    assert 'class="table-books cards"' in carl.get(address).content.decode()
    assert headings(carl.get(address)) == ALL


def test_the_look_is_the_persons_own_and_that_lists_alone(carl, rita, address, look, dossier):
    carl.post(look, {"show": ["date"]})

    assert headings(rita.get(address)) == ALL
    assert list(ListLook.objects.values_list("of_list", "dense")) == [("purchases", False)]


def test_a_column_that_cannot_be_put_away_and_one_that_is_none_are_not_kept(carl, look):
    carl.post(look, {"show": [*HIDEABLE, "nonsense"]})

    assert ListLook.objects.get().hidden == []


def test_what_is_kept_stands_in_the_trail(carl, look):
    carl.post(look, {"show": HIDEABLE[1:]})

    event = Event.objects.get(action="list.look_kept")
    assert event.facts == {"of_list": "purchases", "hidden": ["period"], "dense": False}


def test_a_list_that_is_none_is_not_found_and_one_that_may_not_be_seen_is_refused(carl, paul, look, dossier):
    assert carl.post(f"/d/{dossier.pk}/lists/nonsense/look").status_code == 404
    assert paul.post(look).status_code == 403
    assert not ListLook.objects.exists()
