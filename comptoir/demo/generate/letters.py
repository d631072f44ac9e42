"""Letters and contracts as PDF pages: a head, a title, and what they say line by line."""

from comptoir.demo.generate.pdf import BOLD, Page, written

TOP, LEFT, LINE = 780, 56, 16


Said = tuple[str, str, tuple[str, ...]]
"""Of one page: the sender, the title, and the lines."""


def letter(sender: str, title: str, lines: tuple[str, ...]) -> bytes:
    """One page; the same bytes for the same words."""
    return stack((sender, title, lines))


def stack(*said: Said) -> bytes:
    """A page for each, as a scanner makes one file of a stack of papers; the same bytes for the same words."""
    return written(*(_page(*each) for each in said))


def _page(sender: str, title: str, lines: tuple[str, ...]) -> Page:
    page = Page()
    page.text(LEFT, TOP, sender, font=BOLD, size=12)
    page.rule(TOP - 14)
    page.text(LEFT, TOP - 60, title, font=BOLD, size=16)
    for at, line in enumerate(lines):
        page.text(LEFT, TOP - 100 - LINE * at, line)
    return page
