"""Marks over the pages in the viewer: places become rectangles in parts of the page, each with the fields that it shows."""

from comptoir.web.portal.documents.marks import Mark, marks_of


def place(page: int, *box: int) -> dict[str, object]:
    return {"page": page, "box": list(box), "text": "121,00", "confidence": 90}


def test_a_place_is_marked_with_a_little_room_round_it_in_parts_of_the_page():
    assert marks_of({"gross": [place(2, 8000, 7000, 800, 110)]}) == {2: [Mark("gross", 7950, 6950, 900, 210)]}


def test_a_mark_never_goes_beyond_the_page():
    assert marks_of({"gross": [place(1, 0, 20, 10_000, 9_980)]}) == {1: [Mark("gross", 0, 0, 10_000, 10_000)]}


def test_a_place_with_the_values_of_several_fields_is_marked_once():
    base = place(1, 1000, 6000, 800, 110)

    (mark,) = marks_of({"base-0": [base], "base-1": [base]})[1]

    assert mark.fields == "base-0 base-1"


def test_a_value_that_stands_twice_is_marked_twice():
    marks = marks_of({"partner": [place(1, 700, 600, 1400, 160), place(3, 700, 9000, 1400, 160)]})

    assert [(page, len(each)) for page, each in marks.items()] == [(1, 1), (3, 1)]


def test_nothing_is_marked_where_no_places_are_known():
    assert marks_of({}) == {}
