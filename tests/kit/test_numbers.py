"""Numbers with check digits: right ones in one spelling, wrong ones refused."""

import pytest

from comptoir.kit.numbers import (
    belgian_number,
    enterprise_number,
    format_communication,
    iban,
    iban_of_belgian,
    structured_communication,
    vat_number,
)


@pytest.mark.parametrize("text", ["0123456749", "BE 0123.456.749", "be0123456749"])
def test_a_belgian_number_has_one_spelling(text):
    assert belgian_number(text) == "0123456749"


@pytest.mark.parametrize("text", ["0123456748", "123", "", "BE012345674X", "٠١٢٣٤٥٦٧٤٩"])
def test_a_wrong_belgian_number_is_none(text):
    assert belgian_number(text) is None


def test_foreign_enterprise_numbers_are_kept_as_letters_and_digits():
    assert enterprise_number("FR", "552 100 554") == "552100554"
    assert enterprise_number("FR", " ") is None


def test_a_vat_number_carries_its_country():
    assert vat_number("0123.456.749") == "BE0123456749"
    assert vat_number("FR 40 303 265 045") == "FR40303265045"
    assert vat_number("") == ""


@pytest.mark.parametrize("text", ["+++071/1299/77132+++", "***071/1299/77132***", "071129977132", "071 1299 77132"])
def test_a_structured_communication_is_twelve_digits(text):
    assert structured_communication(text) == "071129977132"
    assert format_communication("071129977132") == "+++071/1299/77132+++"


@pytest.mark.parametrize("text", ["+++071/1299/77133+++", "", "0711299771321", "+++/+++", "abcdefghijkl"])
def test_a_communication_with_wrong_check_digits_is_none(text):
    assert structured_communication(text) is None


def test_check_digits_of_nought_are_written_as_ninety_seven():
    assert structured_communication("000000009797") == "000000009797"
    assert structured_communication("000000009700") is None


def test_an_iban_is_checked():
    assert iban("BE54 3633 1851 4997") == "BE54363318514997"
    assert iban("BE54 3633 1851 4998") is None


@pytest.mark.parametrize("text", ["539-0075470-34", "539.0075470.34", "539007547034"])
def test_an_old_belgian_account_has_its_iban(text):
    assert iban_of_belgian(text) == "BE68539007547034"


@pytest.mark.parametrize("text", ["539-0075470-35", "", "539-0075470", "BE68539007547034"])
def test_what_is_no_old_belgian_account_has_none(text):
    assert iban_of_belgian(text) is None


def test_check_digits_of_an_old_account_write_nought_as_ninety_seven():
    assert iban_of_belgian("000-0000097-97") == "BE54000000009797"
