"""Cursors with their overlap, and listings in pages that may not be what they seem."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.connectors.changes import OVERLAP, Mark, begin, walk
from comptoir.connectors.port import PassingFault

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MARK = Mark(NOON, 40)


def pages(rows, size=3):
    """What `walk` asks of a listing of these ids."""

    def page(after):
        return [row for row in rows if row > after][:size]

    return page, lambda upto: len([row for row in rows if row <= upto]), lambda: max(rows, default=0)


def test_a_cursor_is_read_back_as_it_was_written():
    assert Mark.from_text(MARK.to_text()) == MARK


@pytest.mark.parametrize("text", ["x", "2026-03-02T12:00:00+00:00", "2026-03-02T12:00:00|4", "|4", "2026-03-02|x"])
def test_a_text_that_is_no_cursor_makes_a_whole_reading(text):
    assert begin(text, MARK, NOON) is None


def test_a_reading_of_changes_begins_before_its_cursor():
    assert begin(MARK.to_text(), Mark(NOON + timedelta(days=1), 50), NOON + timedelta(days=1)) == NOON - OVERLAP


def test_a_cursor_ahead_of_the_clock_or_of_the_rows_makes_a_whole_reading():
    assert begin(MARK.to_text(), MARK, NOON - timedelta(hours=1)) is None
    assert begin(MARK.to_text(), Mark(NOON, 39), NOON) is None
    assert begin(MARK.to_text(), MARK, None) == NOON - OVERLAP


def test_a_mark_is_never_later_than_the_clock():
    assert MARK.not_after(NOON - timedelta(hours=1)) == Mark(NOON - timedelta(hours=1), 40)
    assert MARK.not_after(NOON + timedelta(hours=1)) == MARK
    assert MARK.not_after(None) == MARK


@pytest.mark.parametrize("number", [0, 1, 3, 4, 7])
def test_a_listing_is_walked_to_its_end(number):
    rows = list(range(10, 10 + number))

    assert list(walk(*pages(rows))) == rows


def test_a_row_that_is_added_at_the_end_meanwhile_is_walked_to_as_well():
    rows = [1, 2, 3]
    page, count, last = pages(rows)

    def growing(after):
        found = page(after)
        if not found and len(rows) == 3:
            rows.append(4)
        return found

    assert list(walk(growing, count, last)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "bad",
    [
        lambda page: lambda after: page(0),
        lambda page: lambda after: page(after)[::-1],
        lambda page: lambda after: page(after) * 2,
        lambda page: lambda after: page(after)[1:],
        lambda page: lambda after: [] if after == 3 else page(after),
        lambda page: lambda after: [],
    ],
    ids=["the first page again", "backwards", "twice", "with a gap", "without its second page", "with nothing"],
)
def test_a_listing_that_came_wrong_is_refused(bad):
    page, count, last = pages([1, 2, 3, 4, 5])

    with pytest.raises(PassingFault):
        walk(bad(page), count, last)
