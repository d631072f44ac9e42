"""Writing and reading a FEC file: what is written is read back, in every variant."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.formats.fec.read import FecLine, FecPiece, read_lines, read_pieces
from comptoir.formats.fec.write import UnwritableFec, Variant, write
from tests.formats.fec.texts import BOOKS, write_file

LETTERS = st.characters(codec="iso-8859-15", exclude_characters="\t|", exclude_categories=["Cc"])


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Texts that a column can hold."""
    return st.text(LETTERS, max_size=most).map(lambda text: text.strip(" ")).filter(lambda text: len(text) >= least)


DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
CENTS = st.integers(-(10**14) + 1, 10**14 - 1)
LINES = st.builds(
    FecLine,
    journal=texts(20, 1),
    journal_name=texts(120),
    number=texts(60, 1),
    booked_on=DAYS,
    account=texts(20, 1),
    account_name=texts(200),
    auxiliary=texts(60),
    auxiliary_name=texts(200),
    reference=texts(80),
    document_on=st.none() | DAYS,
    text=texts(300),
    cents=CENTS,
    lettering=texts(80),
    lettered_on=st.none() | DAYS,
    validated_on=st.none() | DAYS,
    foreign_cents=CENTS,
    currency=texts(3),
)
ENCODINGS = st.sampled_from(["iso-8859-15", "utf-8", "utf-8-sig"])


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6), ENCODINGS, st.sampled_from(["\t", "|"]), st.sampled_from(Variant))
def test_any_lines_are_read_back_as_they_were_written(tmp_path_factory, lines, encoding, separator, variant):
    # Accents in every line: a file with one strange line alone would be told wrongly by any reader.
    lines = [line._replace(journal_name="é", line=at) for at, line in enumerate(lines, start=2)]
    path = tmp_path_factory.mktemp("written") / "FEC.txt"

    count = write(lines, path, encoding=encoding, separator=separator, variant=variant)

    assert count == len(lines)
    assert list(read_lines(path)) == lines


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_pieces_written_in_any_order_of_their_lines_are_read_back_as_pieces(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("written") / "FEC.txt"
    amounts = data.draw(
        st.lists(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=4), min_size=1, max_size=6)
    )
    lines = []
    for number, cents in enumerate(amounts):
        for amount in (*cents, -sum(cents)):
            lines.append(FecLine("OD", "é", str(number), date(2026, 1, 1 + number), "499000", "", cents=amount))
    shuffled = data.draw(st.permutations(lines))

    write(shuffled, path)
    pieces = list(read_pieces(path))

    assert sorted(piece.number for piece in pieces) == [str(number) for number in range(len(amounts))]
    for piece in pieces:
        written = [line.cents for line in shuffled if line.number == piece.number]
        assert [line.cents for line in piece.lines] == written
    starts = [piece.lines[0].line for piece in pieces]
    assert starts == sorted(starts)


def test_pieces_are_written_to_an_open_stream_which_stays_open(tmp_path):
    pieces = list(read_pieces(write_file(tmp_path, BOOKS)))
    stream = BytesIO()

    count = write(pieces, stream)

    assert count == 5
    assert stream.getvalue().decode("iso-8859-15") == BOOKS


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\x00", " a", "日本", "x" * 301])
def test_a_text_that_the_file_cannot_hold_is_refused(text):
    line = FecLine("OD", "", "1", date(2026, 1, 1), "499000", "", text=text)

    with pytest.raises(UnwritableFec):
        write([FecPiece("OD", "1", line.booked_on, (line,))], BytesIO())
