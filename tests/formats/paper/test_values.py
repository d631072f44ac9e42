"""Amounts, dates and checked numbers in every spelling that invoices use; what is none is not taken for one."""

from datetime import date
from decimal import Decimal

import pytest

from comptoir.formats.paper.amounts import amounts_of, rates_of
from comptoir.formats.paper.codes import (
    accounts_of,
    broken_accounts_of,
    communications_of,
    enterprise_numbers_of,
    vat_numbers_of,
)
from comptoir.formats.paper.days import days_of
from comptoir.formats.paper.kinds import titles_of
from comptoir.formats.paper.number import numbers_of
from tests.formats.paper.make import line, lines


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.234,56", ["1234.56"]),
        ("1,234.56", ["1234.56"]),
        ("1 234,56 €", ["1234.56", "234.56"]),
        ("1'234.56", ["1234.56"]),
        ("1234,5", ["1234.5"]),
        ("EUR 12,-", ["12.00"]),
        ("€12.50", ["12.50"]),
        ("12,50EUR", ["12.50"]),
        ("1.234.567,89", ["1234567.89"]),
        ("1.000", ["1000"]),
        ("-20,48 €", ["-20.48"]),
        ("20,48-", ["-20.48"]),
        ("(20,48)", ["-20.48"]),
        ("€ -20,48", ["-20.48"]),
        ("10 300", ["10300"]),
        ("0,79 € 316,00 €", ["0.79", "316.00"]),
        ("9,9000", []),
        ("21 %", []),
        ("03/03/2026", []),
        ("03.03.2026", []),
        ("2018-51112", []),
        ("0225.660.701", []),
        ("VF22939", []),
        ("1.234.56,7.8", []),
    ],
)
def test_an_amount_is_read_in_every_spelling(text, values):
    assert [str(amount.value) for amount in amounts_of(line(text))] == values


def test_an_amount_tells_its_currency_and_the_text_as_it_stands():
    (amount,) = amounts_of(line("Total : 1.234,56 €"))

    assert (amount.currency, amount.text, amount.sure) == ("€", "1.234,56 €", True)


def test_a_percentage_is_a_rate_and_no_amount():
    found = line("TVA 5,5 % sur 100,00")

    assert [(rate.value, rate.marked) for rate in rates_of(found)] == [(Decimal("5.5"), True)]
    assert [str(amount.value) for amount in amounts_of(found)] == ["100.00"]


@pytest.mark.parametrize(
    "text",
    [
        "03/03/2026",
        "3/3/26",
        "03.03.26",
        "03-03-2026",
        "2026-03-03",
        "2026/03/03",
        "3 mars 2026",
        "3 MARS 2026",
        "3 maart 2026",
        "3 March 2026",
        "March 3, 2026",
        "3rd of March 2026",
        "3. März 2026",
        "03-mrt-2026",
        "3 mars 26",
    ],
)
def test_a_date_is_read_in_every_spelling(text):
    assert [day.value for day in days_of(line(f"Bruxelles, le {text}"))] == [date(2026, 3, 3)]


def test_days_stand_before_months_unless_only_the_other_way_round_there_is_such_a_day():
    assert [day.value for day in days_of(line("01/02/2026 12/31/2026"))] == [date(2026, 2, 1), date(2026, 12, 31)]


@pytest.mark.parametrize(
    "text", ["31/02/2026", "99/99/2026", "1.2.3.4", "03/03/1899", "12/2026", "103/03/2026", "2026-13-01"]
)
def test_what_is_no_day_is_not_taken_for_one(text):
    assert days_of(line(text)) == []


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("IBAN : BE32 7351 6777 2602 BIC GEBABEBB", "BE32735167772602"),
        ("Rekening BE32-7351-6777-2602", "BE32735167772602"),
        ("BE32735167772602", "BE32735167772602"),
        ("IBAN DE88200800000970375700", "DE88200800000970375700"),
        ("FR20 1242 1242 1242 1242 1242 124", "FR2012421242124212421242124"),
        ("BE3Z 735I 6777 26O2", "BE32735167772602"),
    ],
)
def test_an_account_is_found_whatever_stands_behind_it(text, account):
    assert [code.value for code in accounts_of(line(text))] == [account]


def test_two_accounts_beside_one_another_are_two():
    found = accounts_of(line("BE32735167772602 BE07735840202466"))

    assert [code.value for code in found] == ["BE32735167772602", "BE07735840202466"]


def test_an_account_with_wrong_check_digits_is_none_and_is_told_apart():
    text = line("IBAN : BE33 7351 6777 2602")

    assert list(accounts_of(text)) == []
    assert [code.value for code in broken_accounts_of(text)] == ["BE33735167772602"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("+++071/1299/77132+++", ["071129977132"]),
        ("***071/1299/77132***", ["071129977132"]),
        ("+++ 071 / 1299 / 77132 +++", ["071129977132"]),
        ("Communication 071129977132", ["071129977132"]),
        ("+++071/1299/77133+++", []),
        ("Tel. 071129977132", []),
        ("RF18 5390 0754 7034", ["RF18539007547034"]),
        ("RF19 5390 0754 7034", []),
    ],
)
def test_a_structured_communication_counts_when_its_check_is_right(text, values):
    assert [code.value for code in communications_of(line(text))] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("TVA BE 0225.660.701", ["BE0225660701"]),
        ("BTW BE0225660701", ["BE0225660701"]),
        ("T.V.A. : BE-0225.660.701", ["BE0225660701"]),
        ("VAT 225 660 701", ["BE0225660701"]),
        ("TVA BE O225.66O.7O1", ["BE0225660701"]),
        ("0225.660.701", []),
        ("TVA BE 0225.660.702", []),
        ("USt-IdNr.: DE123456789", ["DE123456789"]),
        ("DE123456789", []),
        ("TVA FR11999999998", ["FR11999999998"]),
        ("btw NL123456782B90", ["NL123456782B90"]),
    ],
)
def test_a_vat_number_counts_with_its_check_or_with_a_word_beside_it(text, values):
    assert [code.value for code in vat_numbers_of(line(text))] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("RPM Bruxelles 0225.660.701", ["0225660701"]),
        ("0225.660.701", ["0225660701"]),
        ("KBO 0225660701", ["0225660701"]),
        ("0225660701", []),
        ("Tel 02 256 60 70", []),
    ],
)
def test_an_enterprise_number_is_told_by_its_points_or_by_a_word_beside_it(text, values):
    assert [code.value for code in enterprise_numbers_of(line(text))] == values


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Numéro   LX 88114", "LX 88114"),
        ("Facture n° : LX 88114", "LX 88114"),
        ("Facture n° : 88114", "88114"),
        ("FACTURE NR 88114", "88114"),
        ("Facture n° LX88114", "LX88114"),
        ("Factuurnummer: VF 2026/114", "VF 2026/114"),
    ],
)
def test_letters_before_a_space_belong_to_the_number_unless_they_announce_it(text, number):
    found = lines(text)
    days = [days_of(each) for each in found]
    assert [each.text for each in numbers_of(found, days, titles_of(found))][:1] == [number]
