"""Lists by key: walked forward and back they are the sorted list, whatever the ties and empty values."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.invoices import ORDERS
from comptoir.firms.paging import BadMark, Order, Page, page_of
from tests.firms.people import new_dossier, new_firm

DAY = date(2026, 1, 1)
FEW_DAYS = st.integers(0, 3).map(lambda days: DAY + timedelta(days=days))
ROWS = st.lists(
    st.tuples(FEW_DAYS, st.none() | FEW_DAYS, st.sampled_from(["", "a", "b~c"]), st.integers(-2, 2)), max_size=14
)


@pytest.fixture
def dossier(db):
    return new_dossier(new_firm())


def fill(dossier, rows) -> None:
    ArchivedInvoice.objects.all().delete()
    ArchivedInvoice.objects.bulk_create(
        ArchivedInvoice(
            dossier=dossier,
            tab="purchases",
            entry_key=str(index),
            fiscal_year="2026",
            journal="PUR",
            number=str(index),
            date=day,
            due_on=due,
            document_number=name,
            partner_name=name,
            amount_cents=cents,
            open_cents=0,
            payment="paid",
        )
        for index, (day, due, name, cents) in enumerate(rows)
    )


def listed(order: Order) -> list[int]:
    """The whole list, sorted here: rows without a value last."""
    rows = list(ArchivedInvoice.objects.values("id", order.column))
    rows.sort(key=lambda row: row["id"], reverse=order.descending)
    valued = [row for row in rows if row[order.column] is not None]
    valued.sort(key=lambda row: row[order.column], reverse=order.descending)
    return [row["id"] for row in valued + [row for row in rows if row[order.column] is None]]


def turn(order: Order, **place: str) -> Page:
    return page_of(ArchivedInvoice.objects.values("id", order.column), order, size=3, **place)


def ids(page: Page) -> list[int]:
    return [row["id"] for row in page.rows]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(rows=ROWS, name=st.sampled_from(sorted(ORDERS)), descending=st.booleans())
def test_pages_forward_are_the_sorted_list_and_pages_back_are_the_same_pages(dossier, rows, name, descending):
    fill(dossier, rows)
    order = replace(ORDERS[name], descending=descending)
    whole = listed(order)

    page = turn(order)
    pages = [page]
    while page.after:
        page = turn(order, after=page.after)
        pages.append(page)

    assert [pk for each in pages for pk in ids(each)] == whole
    for at in range(len(pages) - 1, 0, -1):
        back = turn(order, before=pages[at].before)
        assert ids(back) == ids(pages[at - 1])
        assert back.after == pages[at - 1].after
    assert pages[0].before == ""


def test_a_mark_whose_row_is_gone_still_shows_the_place_in_the_list(dossier):
    fill(dossier, [(DAY + timedelta(days=day), None, "", 0) for day in range(6)])
    order = ORDERS["date"]
    first = turn(order)
    ArchivedInvoice.objects.filter(pk=first.rows[-1]["id"]).delete()

    assert ids(turn(order, after=first.after)) == listed(order)[2:5]


def test_where_nothing_is_left_beyond_the_mark_the_first_page_is_shown(dossier):
    fill(dossier, [(DAY, None, "", 0)])

    assert ids(turn(ORDERS["date"], after="2030-01-01~1")) == listed(ORDERS["date"])


@pytest.mark.parametrize("mark", ["", "x", "2026-01-01", "2026-13-01~1", "2026-01-01~-1", "~1", "2026-01-01~²"])
def test_a_mark_that_no_page_gave_is_refused(mark):
    with pytest.raises(BadMark):
        ORDERS["date"].mark_from(mark)
