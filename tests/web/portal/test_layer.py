"""The text layer as markup: where words stand, and that nothing in them is markup."""

import pytest

from comptoir.documents.models import Document, Pages
from comptoir.documents.shown import folder_of, write_json
from comptoir.web.portal.documents.layer import layer_of

DIGEST = "ab" * 32


@pytest.fixture
def layer(tmp_path, settings):
    """The layer of a page of 1000 by 2000 pixels with these lines."""
    settings.DOCUMENTS = tmp_path

    def of(*lines):
        folder_of(DIGEST).mkdir(parents=True)
        write_json(folder_of(DIGEST) / "1.json", lines)
        return layer_of(Pages(document=Document(sha256=DIGEST), sizes=[[1000, 2000]]), 1)

    return of


def test_the_words_of_a_line_stand_on_one_line_each_as_wide_as_it_is_drawn(layer):
    written = layer([["Total", 1000, 5000, 500, 100], ["page", 1600, 5030, 400, 100]])

    assert written == (
        '<svg class="words" viewBox="0 0 1000 2000" preserveAspectRatio="none"><text>'
        '<tspan x="100" y="1020" font-size="26" textLength="50" lengthAdjust="spacingAndGlyphs">Total</tspan> '
        '<tspan x="160" y="1020" font-size="26" textLength="40" lengthAdjust="spacingAndGlyphs">page</tspan>'
        "</text></svg>"
    )


def test_words_that_are_no_line_keep_the_places_of_their_own(layer):
    written = layer([["up", 0, 1000, 100, 100], ["down", 0, 9000, 100, 100]])

    assert (' y="216"' in written, ' y="1816"' in written) == (True, True)


def test_a_word_is_never_markup(layer):
    assert "&lt;script&gt;" in layer([["<script>", 0, 0, 1, 1]])


def test_words_that_are_gone_leave_the_picture_alone(tmp_path, settings):
    settings.DOCUMENTS = tmp_path

    assert layer_of(Pages(document=Document(sha256=DIGEST), sizes=[[10, 20]]), 1) == (
        '<svg class="words" viewBox="0 0 10 20" preserveAspectRatio="none"></svg>'
    )
