"""Belgian VAT to the cent: charged, self-assessed, partly deductible; and the grids of the return."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.worklist.vat import NO_VAT, SHARES, Taxed, Treatment, VatKind, adds, grids, per_cent, purchase, sale

FULL = Treatment(VatKind.DOMESTIC, 2100)
HALF = Treatment(VatKind.DOMESTIC, 2100, 50)
CO = Treatment(VatKind.CO_CONTRACTOR, 2100)


def test_what_is_charged_is_recovered():
    assert purchase(10_000, FULL) == Taxed(10_000, 10_000, 2_100, 0)


def test_what_the_invoice_says_goes_before_what_is_worked_out():
    assert purchase(9_999, FULL, charged=2_101) == Taxed(9_999, 9_999, 2_101, 0)


def test_what_is_not_deductible_is_a_cost():
    assert purchase(10_000, HALF) == Taxed(10_000, 11_050, 1_050, 0)


def test_a_co_contractor_owes_the_vat_and_recovers_it():
    assert purchase(10_000, CO) == Taxed(10_000, 10_000, 2_100, 2_100)


def test_on_a_sale_only_domestic_vat_is_owed():
    assert sale(10_000, FULL) == Taxed(10_000, 10_000, 0, 2_100)
    assert sale(10_000, Treatment(VatKind.INTRA_GOODS, 2100)).due == 0


def test_half_cents_go_away_from_zero():
    assert (per_cent(250, 600), per_cent(-250, 600), per_cent(50, 2100)) == (15, -15, 11)


@given(
    st.integers(1, 10**9),
    st.sampled_from([2100, 1200, 600, 0]),
    st.sampled_from(SHARES),
    st.sampled_from([VatKind.DOMESTIC, VatKind.CO_CONTRACTOR, VatKind.INTRA_SERVICES]),
)
def test_a_purchase_comes_to_what_the_supplier_is_owed(base, rate, share, kind):
    taxed = purchase(base, Treatment(kind, rate, share))

    charged = per_cent(base, rate) if kind == VatKind.DOMESTIC else 0
    assert taxed.cost + taxed.deducted - taxed.due == base + charged


@pytest.mark.parametrize(
    ("treatment", "account", "of_sale", "credit", "expected"),
    [
        (FULL, "604000", False, False, ("81", "59")),
        (FULL, "612300", False, False, ("82", "59")),
        (FULL, "240000", False, False, ("83", "59")),
        (FULL, "612300", False, True, ("82", "85", "63")),
        (NO_VAT, "616000", False, False, ("82",)),
        (CO, "611000", False, False, ("82", "87", "56", "59")),
        (Treatment(VatKind.INTRA_GOODS, 2100), "604000", False, False, ("81", "86", "55", "59")),
        (Treatment(VatKind.INTRA_SERVICES, 2100), "612300", False, False, ("82", "88", "55", "59")),
        (Treatment(VatKind.INTRA_SERVICES, 2100), "612300", False, True, ("82", "88", "84", "63")),
        (Treatment(VatKind.IMPORT, 2100), "604000", False, False, ("81", "87", "57", "59")),
        (FULL, "700000", True, False, ("03", "54")),
        (Treatment(VatKind.DOMESTIC, 600), "700000", True, False, ("01", "54")),
        (FULL, "700000", True, True, ("49", "64")),
        (Treatment(VatKind.CO_CONTRACTOR), "700000", True, False, ("45",)),
        (Treatment(VatKind.INTRA_GOODS), "700000", True, False, ("46",)),
        (Treatment(VatKind.INTRA_SERVICES), "700000", True, True, ("48",)),
        (Treatment(VatKind.EXPORT), "700000", True, False, ("47",)),
    ],
)
def test_each_line_has_its_grids(treatment, account, of_sale, credit, expected):
    assert grids(treatment, account, of_sale=of_sale, credit=credit) == expected


@pytest.mark.parametrize("kind", list(VatKind))
@pytest.mark.parametrize("rate", [0, 600, 2100])
@pytest.mark.parametrize("deductible", [0, 50, 100])
def test_vat_adds_to_the_total_of_an_invoice_where_it_is_charged(kind, rate, deductible):
    treatment = Treatment(kind, rate, deductible)
    bought, sold = purchase(10_050, treatment), sale(10_050, treatment)
    tax = per_cent(10_050, rate)

    assert bought.cost + bought.deducted - bought.due == 10_050 + (tax if adds(treatment, of_sale=False) else 0)
    assert sold.base + sold.due == 10_050 + (tax if adds(treatment, of_sale=True) else 0)
