"""Possible duplicates: against the archive, other entries of the books, and what is in progress; and what is told apart."""

import pytest

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.worklist.models import Proposal
from comptoir.worklist.telling_apart import tell_apart
from comptoir.worklist.transferring import transfer
from comptoir.worklist.twins import TwinKind, compared, twin_of, twins_of, with_twins
from tests.firms.people import in_dossier, seated
from tests.sync.exports import export
from tests.worklist.conftest import BOOKS, NOW

OF_APRIL = {
    "totals": {"net": "200.00", "tax": "42.00", "gross": "242.00"},
    "vat": [{"category": "S", "rate": "21", "base": "200.00", "tax": "42.00"}],
}
BOOKED_ELSEWHERE = """
    2026-04-15 OD 3   440000 F1 Proximus   -363.00
    2026-04-15 OD 3   612300 -  -           300.00
    2026-04-15 OD 3   411000 -  -            63.00
"""
SETTLED = """
    2026-04-15 OD 4   440000 F1 Proximus    363.00
    2026-04-15 OD 4   580000 -  -          -363.00
"""


def everything() -> list[Proposal]:
    return list(Proposal.objects.select_related("partner", "submission").order_by("pk"))


def booked_too(atelier, more: str) -> None:
    """The books have these entries as well."""
    export(atelier.folder, BOOKS + more)
    atelier.run()


def test_an_invoice_with_the_amount_and_day_of_a_booked_one(proposed):
    found = proposed(issue_date="2026-04-01", **OF_APRIL)

    (twin,) = twins_of(found)

    assert (twin.kind, twin.name, twin.cents, twin.partner) == (TwinKind.ARCHIVE, "ACH 12", 24_200, "Proximus")
    assert with_twins(everything()) == {found.pk}


def test_an_invoice_of_another_day_is_none(proposed):
    found = proposed(**OF_APRIL)

    assert (twins_of(found), with_twins(everything())) == ([], set())


def test_an_invoice_that_is_booked_in_a_journal_of_its_own(proposed, atelier):
    booked_too(atelier, BOOKED_ELSEWHERE)
    found = proposed()

    (twin,) = twins_of(found)

    assert (twin.kind, twin.name, twin.cents) == (TwinKind.BOOKS, "OD 3", 36_300)
    assert with_twins(everything()) == {found.pk}


def test_what_settles_an_invoice_is_no_duplicate_of_it(proposed, atelier):
    booked_too(atelier, SETTLED)
    found = proposed()

    assert (twins_of(found), with_twins(everything())) == ([], set())


def test_two_proposals_with_one_number_name_each_other(proposed, anne):
    first = proposed("2026-117")
    second = proposed("2026-118", issue_date="2026-04-16")
    Proposal.objects.filter(pk=second.pk).update(number="2026-117")
    second.refresh_from_db()

    assert [(twin.kind, twin.pk) for twin in twins_of(second)] == [(TwinKind.DOCUMENT, first.submission_id)]
    assert with_twins(everything()) == {first.pk, second.pk}

    transfer(Proposal.objects.filter(pk=first.pk), by=anne, at=NOW)
    assert [twin.pk for twin in twins_of(second)] == [first.submission_id]
    assert with_twins([second]) == {second.pk}


def test_two_proposals_of_one_amount_and_day_name_each_other(proposed):
    first, second = proposed("1"), proposed("2")

    assert [twin.pk for twin in twins_of(second)] == [first.submission_id]
    assert with_twins(everything()) == {first.pk, second.pk}


def test_purchases_and_sales_are_each_looked_at(proposed):
    sale = proposed("7", mailbox="sales", issue_date="2026-04-02", totals={"gross": "605.00"}, vat=[])
    purchase = proposed(issue_date="2026-04-01", **OF_APRIL)

    assert with_twins([sale, purchase]) == {sale.pk, purchase.pk}


def test_of_two_partners_the_same_number_is_none(proposed):
    proposed("2026-117")
    other = proposed("2026-117 ", supplier={"name": "Neuve", "vat": "BE0466279295"})

    assert twins_of(other) == []


def test_field_by_field_it_is_told_what_is_the_same(proposed):
    found = proposed(issue_date="2026-04-01", due_date="2026-05-15", **OF_APRIL)
    (twin,) = twins_of(found)

    assert compared(found, twin) == {"partner": True, "number": None, "on": True, "due_on": False, "cents": True}


def test_what_is_told_apart_is_named_no_more_and_nothing_else_changes(proposed, anne):
    found = proposed(issue_date="2026-04-01", **OF_APRIL)
    (twin,) = twins_of(found)

    tell_apart(found, twin, by=anne, at=NOW)
    tell_apart(found, twin, by=anne, at=NOW)

    found.refresh_from_db()
    assert (twins_of(found), twin_of(found, twin.key), with_twins(everything())) == ([], None, set())
    assert (found.version, found.touched) == (1, False)
    assert Event.objects.get(action="worklist.told_apart").facts == {"name": "ACH 12"}


def test_of_two_documents_that_are_told_apart_both_know_it(proposed, anne):
    first, second = proposed("1"), proposed("2")
    (twin,) = twins_of(second)

    tell_apart(second, twin, by=anne, at=NOW)

    assert with_twins(everything()) == set()
    first.refresh_from_db()
    assert first.told_apart == [f"document-{second.submission_id}"]


def test_a_third_one_is_named_all_the_same(proposed, anne):
    first, second = proposed("1"), proposed("2")
    tell_apart(second, twins_of(second)[0], by=anne, at=NOW)

    third = proposed("3")

    assert {twin.pk for twin in twins_of(third)} == {first.submission_id, second.submission_id}


def test_who_does_not_check_tells_nothing_apart(proposed, atelier):
    first, second = proposed("1"), proposed("2")
    (twin,) = twins_of(second)
    carl = in_dossier(seated("Carl", "full_access", atelier.dossier.firm, atelier.dossier), atelier.dossier)

    with pytest.raises(NotAllowed):
        tell_apart(second, twin, by=carl, at=NOW)

    assert with_twins(everything()) == {first.pk, second.pk}
