"""Ages of what is open: their bounds to the day, and sums that agree with the lines."""

from datetime import date, timedelta

import pytest

from comptoir.firms.access import machine
from comptoir.ledger.ageing import age_of, ageing, overdue_by_partner
from comptoir.ledger.choices import AccountRole, Age
from comptoir.ledger.models import Partner
from comptoir.ledger.partner_account import ageing_of

ON = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        *((-400, Age.NOT_DUE), (-1, Age.NOT_DUE), (0, Age.NOT_DUE), (1, Age.TO_30), (30, Age.TO_30)),
        *((31, Age.TO_60), (60, Age.TO_60), (61, Age.TO_90), (90, Age.TO_90), (91, Age.OVER_90), (4000, Age.OVER_90)),
    ],
)
def test_an_age_begins_and_ends_on_its_day(days, age):
    assert age_of(ON - timedelta(days=days), 100, on=ON) == age
    assert age_of(ON - timedelta(days=days), -100, on=ON) == age


def test_without_a_due_date_nothing_is_overdue_and_what_is_the_other_way_round_is_not_matched():
    assert age_of(None, 100, on=ON) == Age.NOT_DUE
    assert age_of(None, -100, on=ON) == Age.UNMATCHED


def test_every_day_has_one_age_in_the_database_too(books):
    """An item a day, each of as many cents as it is days past due: the sums tell which days an age has."""
    rows = [
        f"2026-01-0{1 + day % 9} SAL {day} 400000 Martin 0.{day:02d} due={ON - timedelta(days=day)}"
        for day in range(1, 100)
    ]
    books.book(
        "\n".join(rows)
        + "\n2026-01-01 SAL 200 400000 Martin 5.00\n2026-01-01 SAL 201 400000 Martin 7.00 due=2026-04-01"
    )
    by = machine(books.dossier.firm_id, books.dossier.pk, "test")

    ages = ageing(by, AccountRole.CUSTOMER, on=ON)

    assert ages.cents == {
        Age.NOT_DUE: 1200,
        Age.TO_30: sum(range(1, 31)),
        Age.TO_60: sum(range(31, 61)),
        Age.TO_90: sum(range(61, 91)),
        Age.OVER_90: sum(range(91, 100)),
        Age.UNMATCHED: 0,
    }
    assert (ages.not_due, ages.overdue, ages.total) == (1200, sum(range(100)), 1200 + sum(range(100)))
    martin = Partner.objects.get().pk
    assert ageing_of(by, AccountRole.CUSTOMER, martin, on=ON) == ages
    assert overdue_by_partner(by, AccountRole.CUSTOMER, [martin, None], on=ON) == {martin: sum(range(100))}


def test_suppliers_are_owed_positive_amounts_and_their_credit_notes_are_negative(books):
    books.book("""
        2026-01-10 PUR 1  440000 Engie     -100.00  due=2026-03-31
        2026-02-10 PCN 1  440000 Engie       30.00  due=2026-05-01
        2026-02-11 BNK 1  440000 -           -4.00
        2026-02-12 BNK 2  440000 Engie       50.00
    """)
    by = machine(books.dossier.firm_id, books.dossier.pk, "test")

    ages = ageing(by, AccountRole.SUPPLIER, on=ON)

    assert (ages.overdue, ages.not_due, ages.unmatched, ages.total) == (10000, -2600, -5000, 2400)
    assert list(ages.told) == list(Age)
    engie = Partner.objects.get().pk
    parts = [ageing_of(by, AccountRole.SUPPLIER, partner, on=ON).cents for partner in (engie, None)]
    assert {age: sum(part[age] for part in parts) for age in Age} == ages.cents
    assert overdue_by_partner(by, AccountRole.SUPPLIER, [None], on=ON) == {}
