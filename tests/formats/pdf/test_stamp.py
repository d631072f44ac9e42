"""The stamp is at the top right of the first page as it is seen, whatever way the page was turned."""

import pytest

from comptoir.formats.pdf.stamp import stamp_pages
from comptoir.formats.pdf.text import read_words
from comptoir.formats.unreadable import Unreadable
from tests.formats.pdf.make import pdf, written

WORDS = "ACH 2026-117"


def words_of(content: bytes) -> dict[str, tuple[int, int]]:
    """The words of the first page, each with how far it is from the left and the top, in ten thousandths."""
    (lines,) = read_words(content)["pages"]
    return {text: (left, top) for line in lines for text, left, top, _, _ in line}


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_stamp_stands_at_the_top_right(turns):
    made = stamp_pages(written([(60, 700, "Facture")], turned=turns * 90), WORDS)

    words = words_of(made.content)
    assert set(words) == {"Facture", "ACH", "2026-117"}
    assert words["ACH"][0] > 7_000
    assert words["ACH"][1] < 500
    assert words["ACH"][1] == pytest.approx(words["2026-117"][1], abs=20)


def test_only_the_first_page_has_it_and_no_page_is_lost():
    made = stamp_pages(pdf(3), WORDS)

    assert made.pages == 3
    assert str(read_words(made.content)).count("2026-117") == 1


def test_the_same_document_is_stamped_to_the_same_bytes():
    assert stamp_pages(pdf(2), WORDS) == stamp_pages(pdf(2), WORDS)


def test_what_is_no_document_is_refused():
    with pytest.raises(Unreadable):
        stamp_pages(b"%PDF-1.7 nothing", WORDS)
