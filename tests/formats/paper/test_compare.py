"""The data of an e-invoice against its paper: each difference in a sentence with both values, and none that is not one."""

import pytest

from comptoir.formats.paper.compare import differences
from comptoir.kit.words import Cents
from tests.formats.paper.make import page

PAPER = """
FACTURE n° F-2026/117
Date de facture : 03/03/2026
IBAN BE32 7351 6777 2602
Prestation              50,00
Total HT               100,00
TVA 21 %                21,00
Total TTC              121,00
"""


def data(**changes):
    totals = {"net": "100.00", "tax": "21.00", "gross": "121.00", "payable": "121.00"} | changes.pop("totals", {})
    return {
        "number": "F-2026/117",
        "issue_date": "2026-03-03",
        "ibans": ["BE32735167772602"],
        "totals": totals,
    } | changes


def said(told, paper: str = PAPER) -> list[tuple[str, str]]:
    return [(found.rule, str(found.sentence)) for found in differences(told, [page(paper)]) or ()]


def test_a_paper_that_says_the_same_is_no_difference():
    assert differences(data(), [page(PAPER)]) == []


@pytest.mark.parametrize(
    ("changes", "rule", "sentence"),
    [
        ({"number": "118"}, "PDF-NUMBER", "The PDF says the number is F-2026/117, the electronic invoice 118."),
        ({"issue_date": "2026-03-04"}, "PDF-DATE", "The PDF is dated 2026-03-03, the electronic invoice 2026-03-04."),
        (
            {"totals": {"gross": "131.00", "payable": "131.00"}},
            "PDF-TOTAL",
            "The PDF says the total is 121.00, the electronic invoice 131.00.",
        ),
        ({"totals": {"tax": "31.00"}}, "PDF-VAT", "The PDF says the VAT is 21.00, the electronic invoice 31.00."),
        (
            {"ibans": ["BE07735840202466"]},
            "PDF-IBAN",
            "The PDF asks to pay to the account BE32735167772602, the electronic invoice to BE07735840202466.",
        ),
    ],
)
def test_what_the_paper_says_otherwise_is_told_with_both_values(changes, rule, sentence):
    assert said(data(**changes)) == [(rule, sentence)]


def test_amounts_are_told_in_cents_for_every_reader():
    (found,) = differences(data(totals={"tax": "31"}), [page(PAPER)]) or ()

    assert found.sentence.facts == {"pdf": Cents(2100), "data": Cents(3100)}
    assert found.severity == "difference"


def test_a_total_that_stands_there_too_is_still_a_difference_when_the_arithmetic_of_the_paper_leaves_no_doubt():
    assert [rule for rule, _ in said(data(totals={"gross": "50.00", "payable": "50.00"}))] == ["PDF-TOTAL"]


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "F 2026-117"},
        {"number": "2026/117"},
        {"totals": {"gross": "121.00", "payable": "21.00"}},
        {"totals": {"gross": None, "payable": "121"}},
        {"totals": {"tax": None}},
        {"totals": {"gross": "-121.00", "payable": "-121.00", "tax": "-21.00"}},
        {"issue_date": None},
        {"ibans": []},
        {"ibans": ["BE07735840202466", "BE32 7351 6777 2602"]},
    ],
)
def test_another_spelling_and_what_one_of_them_does_not_say_are_no_differences(changes):
    assert said(data(**changes)) == []


@pytest.mark.parametrize("paper", ["Conditions générales\nTotal 5,00", ""])
def test_a_paper_that_is_no_invoice_is_not_compared(paper):
    assert differences(data(number="999"), [page(paper)]) is None
