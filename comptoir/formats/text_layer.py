"""Words with their places, as the text over the picture of a page has them; and the same of a page that is turned."""

Word = tuple[str, int, int, int, int]
"""Text, then left, top, width and height in ten-thousandths of the page."""

WHOLE = 10_000
"""A box is told in parts of the page's width and height, of which there are so many."""

Place = tuple[int, int, int, int]
"""Left, top, width and height."""


def turned(place: Place, turn: int) -> Place:
    """Where a box of a page lies when the page is turned clockwise by so many degrees: a quarter, two, three, or none."""
    left, top, width, height = place
    if turn == 90:
        return WHOLE - top - height, left, height, width
    if turn == 180:
        return WHOLE - left - width, WHOLE - top - height, width, height
    if turn == 270:
        return top, WHOLE - left - width, height, width
    return place


def turned_back(place: Place, turn: int) -> Place:
    """Where a box of a page that was turned clockwise by so many degrees lies when it is turned back."""
    return turned(place, (360 - turn) % 360)
