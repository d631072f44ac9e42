"""Whatever the books say differently of an entry is noticed: no field is left out of the comparison."""

from dataclasses import fields, replace
from datetime import date

import pytest

from comptoir.ledger.models import StagedEntry
from comptoir.ledger.stage import Stage
from comptoir.records import books as records

OTHER_OF_ENTRY = {
    "fiscal_year": "2025",
    "journal": "SAL",
    "number": "13",
    "booked_on": date(2026, 3, 2),
    "document_on": date(2026, 3, 2),
    "period": "202604",
    "text": "another text",
    "document_number": "F13",
}
OTHER_OF_LINE = {
    "account": "499000",
    "cents": -1,
    "partner": "",
    "text": "another text",
    "due_on": date(2026, 4, 30),
    "reference": "another",
    "communication": "123456789012",
    "currency": "USD",
    "foreign_cents": 5,
    "vat_code": "21",
    "vat_base_cents": 100,
    "lettering": "B",
    "lettering_scope": "2025",
}


def read_again(books, entry: records.Entry) -> tuple[int, list[str]]:
    """Stage that entry beside the mirror; how many are said to have changed, and which fields."""
    stage = Stage(books.dossier, 99, books.basics(), roots=("400", "440"), lettering=True, heal=False)
    staged = stage.take([entry], whole=False, progress=lambda _: None)
    told = StagedEntry.objects.filter(batch=99).values_list("difference", flat=True).first()
    return staged.changed, sorted((told or {}).get("fields", {}))


@pytest.fixture
def entry(books):
    """An entry with a lettered line, as the mirror has it."""
    books.book("""
        2026-03-01 PUR 12  440000 Proximus   -121.00  A
        2026-03-09 BNK  4  440000 Proximus    121.00  A
    """)
    return next(entry for entry in books.entries() if entry.journal == "PUR")


def test_every_field_of_the_records_is_tried_here():
    assert set(OTHER_OF_ENTRY) == {field.name for field in fields(records.Entry)} - {"key", "lines"}
    assert set(OTHER_OF_LINE) == set(records.Line._fields)


def test_the_same_entry_is_no_difference(books, entry):
    assert read_again(books, entry) == (0, [])


@pytest.mark.parametrize("name", OTHER_OF_ENTRY)
def test_another_value_of_the_entry_is_noticed_and_named(books, entry, name):
    assert read_again(books, replace(entry, **{name: OTHER_OF_ENTRY[name]})) == (1, [name])


@pytest.mark.parametrize("name", OTHER_OF_LINE)
def test_another_value_of_a_line_is_noticed(books, entry, name):
    first, *rest = entry.lines
    changed, _ = read_again(books, replace(entry, lines=(first._replace(**{name: OTHER_OF_LINE[name]}), *rest)))
    assert changed == 1


def test_lines_in_another_order_are_noticed(books, entry):
    assert read_again(books, replace(entry, lines=tuple(reversed(entry.lines))))[0] == 1
