"""Figures in words: complete in every language, and printed as each language is."""

import pytest

from comptoir.firms.choices import Language
from comptoir.guide.words import all_words, explained
from tests.house.test_messages import FOREIGN_TO_FRENCH


def test_every_figure_is_explained_in_every_language():
    assert len(all_words()) == 20
    assert [key for key, told in all_words().items() if list(told) != list(Language.values)] == []
    assert [
        (key, language)
        for key, told in all_words().items()
        for language, each in told.items()
        if not (each.term and each.says.endswith("."))
    ] == []


def test_french_is_printed_with_its_spaces_and_apostrophes():
    said = [text for told in all_words().values() for text in (told["fr"].term, told["fr"].says)]

    assert [text for text in said if FOREIGN_TO_FRENCH.search(text)] == []


def test_an_explanation_has_its_term_and_says_what_it_means():
    told = explained("overdue", "en")

    assert (told.term, told.says) == (
        "Overdue",
        "The due date has passed, and the books still have an open amount.",
    )
    with pytest.raises(KeyError):
        explained("nothing", "en")
