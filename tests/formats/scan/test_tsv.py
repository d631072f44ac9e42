"""The table that tesseract writes: words line by line, and nothing that makes no sense."""

from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.formats.scan.tsv import MOST, Seen, lines_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(text: str, *, line: int = 1, box: str = "10\t20\t30\t40", sure: str = "96.5", level: int = 5) -> str:
    return f"{level}\t1\t1\t1\t{line}\t1\t{box}\t{sure}\t{text}"


def table(*rows: str) -> str:
    return "\n".join([HEAD, *rows, ""])


def test_words_are_told_line_by_line_with_their_boxes():
    told = lines_of(table(row("Total"), row("dû", box="50\t20\t9\t40", sure="91"), row("172,00", line=2)))

    assert told == [
        [Seen("Total", 10, 20, 30, 40, 96), Seen("dû", 50, 20, 9, 40, 91)],
        [Seen("172,00", 10, 20, 30, 40, 96)],
    ]


def test_rows_that_are_no_words_and_specks_are_left_out():
    rows = [
        row("a block", level=2),
        row("   "),
        row("unsure", sure="9"),
        row("nowhere", box="10\t20\t0\t0"),
        row("minus", box="-1\t2\t3\t4"),
        row("huge", box="1\t2\t3\t99999999"),
        row("none", sure="-1"),
        "5\t1\t1",
        "",
    ]

    assert lines_of(table(*rows)) == []


def test_a_tab_within_a_word_and_words_without_end_are_bounded():
    told = lines_of(table(row("a\tb" * 500), *[row("x")] * (MOST + 10)))

    assert (len(told[0][0].text), sum(map(len, told))) == (200, MOST)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(st.one_of(st.text(max_size=8), st.integers().map(str)), max_size=14).map("\t".join)).map(
        "\n".join
    )
)
def test_any_table_is_read(told):
    for line in lines_of(told):
        for word in line:
            assert word.text
            assert word.width > 0
            assert 10 <= word.sure <= 100
