"""What past invoices of a partner say about the next one."""

from datetime import date

from comptoir.worklist.habits import Told, suggest, words_of
from comptoir.worklist.shape import Part, Shape
from comptoir.worklist.vat import NO_VAT, Treatment, VatKind

DAY = date(2026, 3, 1)
FULL, SIX = Treatment(VatKind.DOMESTIC, 2100), Treatment(VatKind.DOMESTIC, 600)


def booked(*parts: tuple[str, int, Treatment], text: str = "") -> Shape:
    """A past invoice of these accounts, bases and treatments."""
    return Shape(DAY, sum(base for _, base, _ in parts), tuple(Part(*part, "", text) for part in parts), text)


def accounts(found: list) -> list[tuple[str, int, int, int]]:
    return [(each.account, each.base, each.agreed, each.looked_at) for each in found]


def test_without_a_history_nothing_is_suggested():
    assert suggest([Told(10_000, 2100, 2_100)], [], gross=12_100, words=frozenset()) == []


def test_the_account_of_most_of_the_last_invoices_with_their_count():
    history = [booked(("612300", 900, FULL))] * 14 + [booked(("604000", 900, FULL))]

    found = suggest([Told(10_000, 2100, 2_100)], history, gross=12_100, words=frozenset())

    assert accounts(found) == [("612300", 10_000, 14, 15)]
    assert (found[0].treatment, found[0].tax) == (FULL, 2_100)


def test_an_invoice_of_the_same_amount_weighs_more():
    history = [booked(("604000", 40_000, FULL)), booked(("604000", 7_000, FULL)), booked(("613200", 12_100, FULL))]

    assert suggest([Told(10_000, 2100)], history, gross=12_100, words=frozenset())[0].account == "613200"


def test_an_invoice_with_the_same_words_weighs_more():
    history = [
        booked(("604000", 5_000, FULL), text="Panneaux de bois"),
        booked(("604000", 6_000, FULL), text="Panneaux de chêne"),
        booked(("612400", 7_000, FULL), text="Location remorque"),
    ]

    found = suggest([Told(10_000, 2100)], history, gross=12_100, words=words_of(["Location d’une remorque"]))

    assert found[0].account == "612400"


def test_each_rate_has_its_own_account():
    history = [booked(("612300", 10_000, FULL), ("604000", 5_000, SIX))]

    found = suggest([Told(2_000, 600, 120), Told(8_000, 2100, 1_680)], history, gross=11_800, words=frozenset())

    assert accounts(found) == [("604000", 2_000, 1, 1), ("612300", 8_000, 1, 1)]


def test_accounts_that_share_an_invoice_share_the_next_one_as_they_did():
    history = [booked(("612300", 7_500, FULL), ("416000", 2_500, FULL))] * 3

    found = suggest([Told(10_001, 2100, 2_100)], history, gross=12_101, words=frozenset())

    assert [(each.account, each.base) for each in found] == [("612300", 7_501), ("416000", 2_500)]
    assert sum(each.tax or 0 for each in found) == 2_100


def test_a_rate_that_was_never_met_has_the_account_and_the_vat_of_the_document():
    history = [booked(("612300", 10_000, FULL))]

    found = suggest([Told(1_000, 1200, 120)], history, gross=1_120, words=frozenset())

    assert (found[0].account, found[0].treatment) == ("612300", Treatment(VatKind.DOMESTIC, 1200))


def test_an_invoice_without_vat_is_as_the_partner_had_it():
    co = Treatment(VatKind.CO_CONTRACTOR, 2100)

    assert suggest([Told(1_000, 0, 0)], [booked(("611000", 9, co))], gross=1_000, words=frozenset())[0].treatment == co
    assert (
        suggest([Told(1_000, 0, 0)], [booked(("616000", 9, NO_VAT))], gross=1_000, words=frozenset())[0].treatment
        == NO_VAT
    )


def test_of_a_total_alone_the_base_is_worked_out():
    found = suggest([], [booked(("612300", 10_000, FULL))], gross=12_100, words=frozenset())

    assert accounts(found) == [("612300", 10_000, 1, 1)]
