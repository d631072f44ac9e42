"""How past entries were treated is told from the amounts of their lines."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from comptoir.records.books import Line
from comptoir.worklist.shape import VAT_ROOTS, Frame, Part, Shape, shape_of
from comptoir.worklist.vat import NO_VAT, RATES, Treatment, VatKind, purchase

BELGIUM = Frame("BE", ("440", "400"), VAT_ROOTS["BE"])
DAY = date(2026, 3, 1)
FULL = Treatment(VatKind.DOMESTIC, 2100)


def shape(*lines: tuple[str, int], country: str = "", of_sale: bool = False) -> Shape:
    """The shape of an entry of these accounts and amounts, debit positive."""
    found = shape_of(
        [Line(account, cents) for account, cents in lines], DAY, "", of_sale=of_sale, frame=BELGIUM, country=country
    )
    assert found is not None
    return found


def treatments(found: Shape) -> list[tuple[str, int, Treatment | None]]:
    return [(part.account, part.base, part.treatment) for part in found.parts]


def test_a_purchase_at_one_rate():
    found = shape(("440000", -12_100), ("612300", 10_000), ("411000", 2_100))

    assert found == Shape(DAY, 12_100, (Part("612300", 10_000, FULL),))


def test_a_credit_note_looks_like_the_invoice():
    assert shape(("440000", 12_100), ("612300", -10_000), ("411000", -2_100)).parts == (Part("612300", 10_000, FULL),)


def test_two_rates_each_with_their_lines():
    found = shape(("440000", -22_700), ("604000", 10_000), ("612300", 10_000), ("411000", 2_100), ("411000", 600))

    assert treatments(found) == [
        ("604000", 10_000, FULL),
        ("612300", 10_000, Treatment(VatKind.DOMESTIC, 600)),
    ]


def test_a_line_without_vat_beside_one_with():
    found = shape(("440000", -17_100), ("612300", 10_000), ("616000", 5_000), ("411000", 2_100))

    assert treatments(found) == [("612300", 10_000, FULL), ("616000", 5_000, NO_VAT)]


def test_half_of_the_vat_is_deducted():
    assert treatments(shape(("440000", -12_100), ("612400", 11_050), ("411000", 1_050))) == [
        ("612400", 10_000, Treatment(VatKind.DOMESTIC, 2100, 50))
    ]


def test_vat_owed_and_recovered_says_by_the_partner_why():
    lines = (("440000", -10_000), ("612300", 10_000), ("411000", 2_100), ("451000", -2_100))

    assert treatments(shape(*lines, country="BE"))[0][2] == Treatment(VatKind.CO_CONTRACTOR, 2100)
    assert treatments(shape(*lines, country="FR"))[0][2] == Treatment(VatKind.INTRA_SERVICES, 2100)
    assert treatments(shape(*lines, country="US"))[0][2] == Treatment(VatKind.IMPORT, 2100)


def test_a_sale_at_one_rate_and_one_to_another_country():
    assert treatments(shape(("400000", 12_100), ("700000", -10_000), ("451000", -2_100), of_sale=True)) == [
        ("700000", 10_000, FULL)
    ]
    found = shape(("400000", 10_000), ("700000", -10_000), of_sale=True, country="NL")
    assert treatments(found) == [("700000", 10_000, Treatment(VatKind.INTRA_GOODS))]


def test_amounts_that_no_rate_makes_are_told_as_unknown():
    assert treatments(shape(("440000", -11_700), ("612300", 10_000), ("411000", 1_700)))[0][2] is None


def test_an_entry_without_a_partner_is_no_invoice():
    assert (
        shape_of([Line("550000", 100), Line("612300", -100)], DAY, "", of_sale=False, frame=BELGIUM, country="") is None
    )


@given(st.integers(5_000, 10**8), st.sampled_from(RATES), st.sampled_from([100, 50, 35, 75]))
def test_what_was_booked_so_is_told_so(base, rate, share):
    treatment = Treatment(VatKind.DOMESTIC, rate, share)
    taxed = purchase(base, treatment)

    found = shape(("440000", -(taxed.cost + taxed.deducted)), ("612300", taxed.cost), ("411000", taxed.deducted))

    (part,) = found.parts
    assert part.treatment is not None
    assert purchase(part.base, part.treatment).deducted in range(taxed.deducted - 1, taxed.deducted + 2)
