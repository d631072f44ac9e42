"""What the connector makes of a folder: the demo year, several years, partners, due dates, faults with their place."""

import shutil
from datetime import date, timedelta

import pytest

from comptoir.connectors.port import Abilities, PassingFault, Place, WrongBooks
from comptoir.connectors.registry import package
from comptoir.kit.words import Cents
from comptoir.records.books import Account, Entry, Journal, JournalType, Line, Partner, Period
from tests.connectors.fec.folders import YEAR, connector, entries, put
from tests.formats.fec.texts import BOOKS, HEADER, PAYMENT, PURCHASE, fec, row
from tests.shared_data import shared


def test_the_demo_year_is_read_whole(tmp_path):
    shutil.copy2(shared("ours/ledger/tryton_demo/FEC20261231.txt"), tmp_path)
    opened = connector(tmp_path)

    basics = opened.read_basics()
    found = list(opened.read_entries())

    assert basics.company.country == "BE"
    assert basics.journals == (
        Journal("ACH", "Achats", JournalType.PURCHASE),
        Journal("BNK", "Financier", JournalType.BANK),
        Journal("VEN", "Ventes", JournalType.SALE),
    )
    assert (len(basics.periods), len(basics.accounts), len(basics.partners)) == (12, 15, 16)
    assert basics.periods[2] == Period("202603", "2026", date(2026, 3, 1), date(2026, 3, 31))
    assert Account("451000", "T.V.A. à payer") in basics.accounts
    assert Partner("197", "Immo Meuse SA", "400000") in basics.partners
    assert (len(found), sum(len(entry.lines) for entry in found)) == (233, 629)
    assert opened.findings() == []
    assert opened.cursor() == ""
    assert opened.abilities == Abilities(documents=True, bookings=True)
    assert 600 <= opened.size_hint() <= 660


def test_a_sale_of_the_demo_year_becomes_an_entry(tmp_path):
    shutil.copy2(shared("ours/ledger/tryton_demo/FEC20261231.txt"), tmp_path)

    entry = entries(tmp_path)[0]

    day = date(2026, 1, 2)
    assert (entry.key, entry.fiscal_year, entry.journal, entry.number) == ("2026|VEN|1", "2026", "VEN", "1")
    assert (entry.booked_on, entry.document_on, entry.period) == (day, day, "202601")
    assert (entry.text, entry.document_number) == ("Vente 1/0", "")
    assert entry.lines[3] == Line("451000", -52500, text="T.V.A. 21%", reference="1")
    assert entry.lines[4] == Line(
        account="400000",
        cents=302499,
        partner="197",
        text="Vente 1/0",
        due_on=date(2026, 2, 1),
        reference="1",
        lettering="2",
        lettering_scope="2026",
    )


def test_reading_twice_brings_the_same(tmp_path):
    put(tmp_path, YEAR, BOOKS)

    assert entries(tmp_path) == entries(tmp_path)


def test_an_invoice_is_dated_and_named_by_its_third_party_line_and_due_after_the_terms(tmp_path):
    lines = [
        row("ACH 7 20260103 610000 . 100,00", PieceDate="20260101", EcritureLib="Rent", PieceRef="X"),
        row("ACH 7 20260103 440000 F206 -100,00", PieceDate="20251230", EcritureLib="Landlord", PieceRef="R-99"),
    ]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))

    (entry,) = entries(tmp_path, supplier_terms=14)

    assert (entry.document_on, entry.text, entry.document_number) == (date(2025, 12, 30), "Landlord", "R-99")
    assert [line.due_on for line in entry.lines] == [None, date(2026, 1, 13)]
    assert [line.reference for line in entry.lines] == ["X", "R-99"]


def test_customers_and_suppliers_have_terms_of_their_own_and_payments_are_never_due(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE + PAYMENT + "VEN 1 20260103 400000 C1 5,00\nVEN 1 20260103 700000 . -5,00"))

    found = entries(tmp_path, customer_terms=10, supplier_terms=0)

    due = {entry.journal: {line.due_on for line in entry.lines if line.partner} for entry in found}
    assert due == {"ACH": {date(2026, 1, 3)}, "BNK": {None}, "VEN": {date(2026, 1, 13)}}


def test_an_entry_without_document_date_has_its_booking_date(tmp_path):
    lines = [row(text, PieceDate="") for text in ("OD 1 20260103 610000 . 1,00", "OD 1 20260103 620000 . -1,00")]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))

    (entry,) = entries(tmp_path)

    assert (entry.document_on, entry.document_number) == (date(2026, 1, 3), "")


def test_foreign_amounts_have_the_sign_of_the_amount(tmp_path):
    lines = [
        row("OD 1 20260103 610000 . 1,00", Montantdevise="1,10", Idevise="USD"),
        row("OD 1 20260103 440000 F -1,00", Montantdevise="1,10", Idevise="USD"),
    ]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))

    (entry,) = entries(tmp_path)

    assert [(line.foreign_cents, line.currency) for line in entry.lines] == [(110, "USD"), (-110, "USD")]


def test_years_follow_one_another_and_letterings_are_of_their_year(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE))
    put(tmp_path, "FEC20251231.txt", fec(PURCHASE.replace("2026", "2025")))

    found = entries(tmp_path)

    assert [entry.key for entry in found] == ["2025|ACH|7", "2026|ACH|7"]
    assert [entry.lines[2].lettering_scope for entry in found] == ["2025", "2026"]


def test_a_month_that_two_years_share_is_a_period_of_each(tmp_path):
    put(tmp_path, "FEC20260315.txt", fec(PURCHASE))
    put(tmp_path, "FEC20270315.txt", fec(PURCHASE.replace("20260103", "20260320")))
    opened = connector(tmp_path)

    periods = {period.code: period for period in opened.read_basics().periods}
    found = [entry.period for entry in opened.read_entries() if isinstance(entry, Entry)]

    assert len(periods) == 26
    assert periods["202603"] == Period("202603", "2026", date(2026, 3, 1), date(2026, 3, 15))
    assert periods["202603-2027"] == Period("202603-2027", "2027", date(2026, 3, 16), date(2026, 3, 31))
    assert found == ["202601", "202603-2027"]


def test_an_entry_outside_its_year_is_refused_with_its_place(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE + PAYMENT.replace("2026", "2027")))

    with pytest.raises(WrongBooks) as refused:
        entries(tmp_path)

    assert refused.value.place == Place(YEAR, 5, "EcritureDate")
    assert str(refused.value) == (
        "The piece BNK 4 is dated 2027-01-20, outside the fiscal year from 2026-01-01 to 2026-12-31."
    )


def test_a_line_that_cannot_be_read_is_refused_with_file_line_and_column(tmp_path):
    put(tmp_path, YEAR, BOOKS.replace("20260120", "20260230"))
    opened = connector(tmp_path)
    opened.read_basics()

    with pytest.raises(WrongBooks) as refused:
        list(opened.read_entries())

    assert refused.value.place == Place(YEAR, 5, "EcritureDate")
    assert str(refused.value) == "“20260230” is no date (YYYYMMDD)."


def test_a_piece_that_does_not_balance_is_refused_with_the_difference(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE.replace("620,00", "620,01") + PAYMENT))

    with pytest.raises(WrongBooks) as refused:
        entries(tmp_path)

    assert refused.value.place == Place(YEAR, 2, "")
    assert refused.value.sentence.facts["difference"] == Cents(1)


def test_a_file_cut_in_a_line_is_refused_before_anything_is_read(tmp_path):
    put(tmp_path, YEAR, BOOKS[:-30])

    with pytest.raises(WrongBooks) as refused:
        package("fec").open({"folder": str(tmp_path)}).read_basics()

    assert refused.value.place == Place(YEAR, 6, "")


def test_a_file_that_changes_between_basics_and_entries_is_read_another_time(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    opened = connector(tmp_path)
    opened.read_basics()
    put(tmp_path, YEAR, fec(PURCHASE), seconds_ago=30)

    with pytest.raises(PassingFault, match=r"The file FEC20261231.txt was changed while it was read."):
        list(opened.read_entries())


def test_a_fault_in_a_file_that_has_changed_meanwhile_is_a_passing_one(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    opened = connector(tmp_path)
    opened.read_basics()
    put(tmp_path, YEAR, BOOKS[:-30], seconds_ago=30)

    with pytest.raises(PassingFault):
        list(opened.read_entries())


def test_a_file_that_is_gone_is_a_passing_fault(tmp_path):
    path = put(tmp_path, YEAR, BOOKS)
    opened = connector(tmp_path)
    opened.read_basics()
    path.unlink()

    with pytest.raises(PassingFault):
        list(opened.read_entries())


def test_scattered_pieces_are_read_whole(tmp_path):
    rows = [row(text) for text in (PURCHASE + PAYMENT).splitlines() if text.strip()]
    put(tmp_path, YEAR, "\n".join([HEADER, *sorted(rows, key=lambda text: text.split("\t")[4])]))

    assert [(entry.key, len(entry.lines)) for entry in entries(tmp_path)] == [("2026|ACH|7", 3), ("2026|BNK|4", 2)]


def test_a_journal_that_was_not_in_the_settings_is_told_and_reported(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE + PAYMENT + "ZZ 1 20260103 610000 . 1,00\nZZ 1 20260103 620000 . -1,00"))
    opened = connector(tmp_path, journals={"ACH": "purchase"}, untold=[])

    journals = opened.read_basics().journals

    assert [(journal.code, journal.type, journal.told) for journal in journals] == [
        ("ACH", JournalType.PURCHASE, True),
        ("BNK", JournalType.BANK, True),
        ("ZZ", JournalType.MISCELLANEOUS, False),
    ]
    assert [str(finding) for finding in opened.findings()] == [
        "The journal BNK is new; it is taken as a bank journal.",
        "The type of journal ZZ could not be told; it is taken as miscellaneous.",
    ]


def test_the_settings_say_what_a_journal_is_for(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE))

    (entry,) = entries(tmp_path, journals={"ACH": "miscellaneous"})

    assert [line.due_on for line in entry.lines] == [None, None, None]


def test_a_long_export_streams(tmp_path):
    text = "".join(
        f"ACH {n} 20260103 610000 . {n},00\nACH {n} 20260103 440000 F{n % 50} -{n},00\n" for n in range(1, 3001)
    )
    put(tmp_path, YEAR, fec(text))
    opened = connector(tmp_path)
    opened.read_basics()

    stream = opened.read_entries()
    first = next(stream)
    rest = sum(1 for _ in stream)

    assert isinstance(first, Entry)
    assert (first.number, rest) == ("1", 2999)
    assert first.lines[1].due_on == date(2026, 1, 3) + timedelta(days=30)
