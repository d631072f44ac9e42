"""Whatever stands on a page, it is read in bounded time, without an exception, and every place lies where a word lies."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.formats.invoice_json import to_json
from comptoir.formats.paper.found import places_to_json
from comptoir.formats.paper.lines import lines_of
from comptoir.formats.paper.read import read_paper

PIECES = st.sampled_from(
    [
        *(
            "Total",
            "TVA",
            "Total HT",
            "BTW",
            "Facture",
            "n°",
            "Numéro",
            "Date",
            "échéance",
            "du",
            "à payer",
            "IBAN",
            "Client",
        ),
        *(
            "121,00",
            "1 000,00",
            "21",
            "21%",
            "-",
            "+++",
            "0,00",
            "€",
            "1.234.567,89",
            "12,-",
            "(5,00)",
            "99999999999999999",
        ),
        *(
            "03/03/2026",
            "31/02/2026",
            "3 mars 2026",
            "071/1299/77132",
            "BE32 7351 6777 2602",
            "BE 0225.660.701",
            "RF18",
            "FR",
        ),
    ]
)
TEXTS = st.one_of(PIECES, st.text(min_size=1, max_size=30))
NUMBERS = st.integers(-100, 10_100)
WORDS = st.tuples(TEXTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
PAGES = st.lists(st.lists(st.lists(WORDS, max_size=8), max_size=25), max_size=3)


@settings(max_examples=200, deadline=None)
@given(PAGES)
def test_any_words_anywhere_are_read_or_left_alone(pages):
    paper = read_paper(pages, own="BE0200065765")

    places = places_to_json(paper.places)
    assert (paper.invoice is None) == (places == {})
    if paper.invoice:
        to_json(paper.invoice)
    for spots in places.values():
        assert all(
            spot["text"] and 0 <= spot["confidence"] <= 100 and 1 <= spot["page"] <= len(pages) for spot in spots
        )


@settings(max_examples=100, deadline=None)
@given(PAGES)
def test_every_line_holds_its_words_where_it_says(pages):
    for line in lines_of(pages):
        assert len(line.plain) == len(line.text)
        assert [line.text[at : at + len(word.text)] for word, at in zip(line.words, line.starts, strict=True)] == [
            word.text for word in line.words
        ]


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 10_000,
        "1.234.567" * 2000,
        "Total " * 4000,
        "Total 1,00 " * 2000,
        "TVA 21% 100,00 21,00 " * 1000,
        "facture n " * 2000,
        "du 03/03/2026 " * 1500,
        "BE32 " * 4000,
        "BE32 7351 6777 2602 " * 1000,
        "071/1299/77132 " * 2000,
        "a" * 60_000,
        "a " * 10_000,
        "+" * 60_000,
        "1,2,3,4,5,6,7,8,9," * 2000,
        "x, le " * 4000,
        "n° : . # " * 3000,
    ],
    ids=map(str, range(16)),
)
@pytest.mark.parametrize("down", [False, True])
def test_words_without_end_take_no_more_than_a_second_or_two(text, down):
    words = text.split(" ")
    across = [[word, place % 9000, 100, 90, 100] for place, word in enumerate(words)]
    under = [[[word, 100 + place % 5 * 900, place * 3 % 9900, 300, 90]] for place, word in enumerate(words)]
    started = time.process_time()

    read_paper([under if down else [across]] * 3)

    assert time.process_time() - started < 5
