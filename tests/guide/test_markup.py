"""The small language of answers: what it knows, and that everything else stays text."""

from comptoir.guide.markup import Block, Span, blocks_of, marked, written


def test_paragraphs_lists_and_bold_are_told_apart():
    blocks = blocks_of("First line\nsecond **line**.\n\n- one\n- **two**\n\nEnd.")

    assert blocks == (
        Block("text", ((Span("First line"),), (Span("second "), Span("line", strong=True), Span(".")))),
        Block("list", ((Span("one"),), (Span("two", strong=True),))),
        Block("text", ((Span("End."),),)),
    )


def test_a_list_that_follows_a_line_at_once_is_a_list():
    assert [(block.kind, len(block.lines)) for block in blocks_of("Two:\n- a\n- b\nrest")] == [
        ("text", 1),
        ("list", 2),
        ("text", 1),
    ]


def test_paragraphs_stay_apart():
    assert [block.kind for block in blocks_of("a\n\nb")] == ["text", "text"]


def test_words_of_the_screen_are_filled_in_only_where_that_is_asked_for():
    assert blocks_of("See {{Paid}}.", str.upper) == (
        Block("text", ((Span("See "), Span("PAID", strong=True), Span(".")),)),
    )
    assert written(blocks_of("See {{Paid}}.")) == "See {{Paid}}."


def test_markup_of_others_is_text():
    hostile = '<script>alert(1)</script> #eval("1") *x* `y` [a](javascript:b) {% debug %} ** **'

    assert written(blocks_of(hostile)) == hostile


def test_nothing_is_no_block():
    assert (blocks_of(""), blocks_of(" \n \n")) == ((), ())


def test_what_is_looked_for_is_marked_without_accents_and_case():
    line = (Span("Échéance "), Span("passée", strong=True))

    assert marked(line, ("echeance", "passee")) == (
        Span("Échéance", found=True),
        Span(" "),
        Span("passée", strong=True, found=True),
    )


def test_letters_that_become_several_are_marked_whole():
    assert marked((Span("Straße, ﬁn"),), ("strasse", "fi")) == (
        Span("Straße", found=True),
        Span(", "),
        Span("ﬁ", found=True),
        Span("n"),
    )
