"""Invoices in another currency: checked with a rate, booked in euros, told to the package in both."""

from dataclasses import replace

import pytest

from comptoir.worklist.booking import booking_of
from comptoir.worklist.choices import Status
from comptoir.worklist.currency import NoRate, in_euros, rate_from, text_of_rate
from comptoir.worklist.editing import said_of, save
from tests.worklist.conftest import NOW


@pytest.mark.parametrize(
    ("text", "rate"),
    [("1,0834", 1_083_400), ("1.083400", 1_083_400), ("0,85", 850_000), (" 162 ", 162_000_000), ("", None)],
)
def test_a_rate_is_read_as_people_write_it(text, rate):
    assert rate_from(text) == rate
    assert rate is None or rate_from(text_of_rate(rate)) == rate


@pytest.mark.parametrize("text", ["0", "-1,1", "x", "1,2,3", "1.12345678", "nan", "inf", "1e3000", "999999999"])
def test_what_is_no_rate_is_refused_with_what_was_typed(text):
    with pytest.raises(NoRate) as refusal:
        rate_from(text)
    assert refusal.value.sentence.facts == {"rate": text}


@pytest.mark.parametrize(("cents", "euros"), [(10_834, 10_000), (1, 1), (-10_835, -10_001), (0, 0)])
def test_cents_become_the_nearest_cents_of_euros(cents, euros):
    assert in_euros(cents, 1_083_400) == euros


def test_without_a_rate_it_is_not_ready_and_with_one_it_is_booked_in_euros(proposed, anne):
    proposal = proposed(currency="USD")
    assert (proposal.status, list(proposal.reasons)) == (Status.NOK, ["rate"])
    assert proposal.reasons["rate"]["facts"] == {"currency": "USD"}

    saved = save(proposal, replace(said_of(proposal), rate=1_083_400), seen=1, check=True, by=anne, at=NOW)
    assert (saved.status, saved.gross_cents) == (Status.CHECKED, 36_300)

    saved.piece = "14"
    third, *others = booking_of(saved, token="t").entry.lines
    assert (third.currency, third.foreign_cents) == ("USD", -36_300)
    assert [(line.account, line.cents, line.vat_base_cents) for line in others] == [
        ("612300", 27_691, 0),
        ("411000", 5_815, 27_691),
    ]
    assert third.cents == -(27_691 + 5_815)
    assert {line.currency for line in others} == {""}


def test_an_invoice_in_euros_has_no_other_currency_on_its_lines(proposed):
    proposal = proposed()
    proposal.piece = "14"
    third, *_ = booking_of(proposal, token="t").entry.lines
    assert (third.cents, third.currency, third.foreign_cents) == (-36_300, "", 0)
