"""As the last booking: accounts, VAT and shares of the partner's last invoice, at this document's amounts."""

from dataclasses import replace
from datetime import date

import pytest

from comptoir.ledger.models import Partner
from comptoir.worklist import editing
from comptoir.worklist.choices import Status
from comptoir.worklist.editing import CannotChange, ChangedMeanwhile, Said
from comptoir.worklist.lastbooked import save_as_last_booked, spread
from comptoir.worklist.models import Proposal
from comptoir.worklist.shape import Part, Shape
from comptoir.worklist.vat import NO_VAT, Treatment, VatKind, purchase, sale
from tests.firms.people import trail
from tests.sync.exports import export
from tests.worklist.conftest import BOOKS, NOW

TWO_ACCOUNTS = (
    BOOKS
    + """
    2026-04-10 ACH 13  440000 F1 Proximus   -484.00
    2026-04-10 ACH 13  612300 -  -           300.00
    2026-04-10 ACH 13  613000 -  -           100.00
    2026-04-10 ACH 13  411000 -  -            84.00
"""
)
DOMESTIC, HALF = Treatment(VatKind.DOMESTIC, 2100), Treatment(VatKind.DOMESTIC, 2100, 50)
SIX, CO = Treatment(VatKind.DOMESTIC, 600), Treatment(VatKind.CO_CONTRACTOR, 2100)


def said_of(proposal: Proposal, **other: object) -> Said:
    return replace(editing.said_of(proposal), **other)


def booked(proposal: Proposal) -> list[tuple[str, str, int, int | None]]:
    return [(line["account"], line["vat"], line["base"], line["tax"]) for line in proposal.lines]


def test_the_lines_are_those_of_the_last_booking_at_this_documents_amounts(proposed, anne, atelier, tmp_path):
    found = proposed()
    export(tmp_path / "books", TWO_ACCOUNTS)
    atelier.run()

    saved = save_as_last_booked(found, said_of(found, number="F-7", lines=[]), seen=1, by=anne, at=NOW)

    assert booked(saved) == [("612300", "21", 22_500, 4_725), ("613000", "21", 7_500, 1_575)]
    assert (saved.number, saved.status, saved.version) == ("F-7", Status.OK, 2)
    assert [saved.evidence[f"line-{place}"]["text"] for place in (0, 1)] == [
        "As in the last booking of this partner, of %(day)s (%(piece)s)."
    ] * 2
    assert saved.evidence["line-0"]["facts"] == {"day": {"date": "2026-04-10"}, "piece": "ACH 13"}
    assert trail()[-1] == "worklist.changed"


def test_a_total_that_was_corrected_goes_before_what_the_document_says(proposed, anne):
    found = proposed()

    saved = save_as_last_booked(found, said_of(found, gross_cents=24_200, lines=[]), seen=1, by=anne, at=NOW)

    assert booked(saved) == [("612300", "21", 20_000, None)]


def test_it_is_refused_without_a_partner_a_total_a_booking_or_the_last_version(proposed, anne, atelier):
    found = proposed()
    stranger = Partner.objects.create(dossier=atelier.dossier, key="F9", name="Neuve", account="440000")

    for other, seen, why in (
        ({"partner": None}, 1, "Only a supplier or customer of the books has a last booking: say first who it is."),
        ({"partner": stranger}, 1, "Nothing of Neuve is booked yet."),
        ({}, 7, "Somebody has changed this proposal since you opened it; look at it again."),
    ):
        with pytest.raises(CannotChange, match=why.replace(".", "[.]")) as refused:
            save_as_last_booked(found, said_of(found, **other), seen=seen, by=anne, at=NOW)
        assert isinstance(refused.value, ChangedMeanwhile) == (seen == 7)
    assert Proposal.objects.values_list("version", flat=True).get() == 1


@pytest.mark.parametrize("gross", [1, 99, 12_100, 12_345, 999_999, -12_345])
@pytest.mark.parametrize("of_sale", [False, True])
def test_a_booking_at_another_total_comes_to_it_to_the_cent(gross, of_sale):
    parts = (
        Part("612300", 10_000, DOMESTIC),
        Part("613000", 3_333, HALF),
        Part("612300", 2_000, DOMESTIC),
        Part("604000", 777, SIX),
        Part("640000", 500, NO_VAT),
        Part("611000", 250, CO),
    )

    found = spread(Shape(date(2026, 4, 1), 1, parts), gross, of_sale=of_sale)

    assert [each.account for each in found] == ["612300", "613000", "604000", "640000", "611000"]
    work = sale if of_sale else purchase
    taxed = [work(each.base, each.treatment, each.tax) for each in found]
    assert sum(each.base + each.due if of_sale else each.cost + each.deducted - each.due for each in taxed) == gross
