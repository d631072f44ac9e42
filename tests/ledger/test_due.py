"""The due-date balance: of today what the history shows, of a day gone by what was booked until then."""

from datetime import date

import pytest

from comptoir.firms.access import machine
from comptoir.ledger.ageing import ageing
from comptoir.ledger.choices import AccountRole, Age
from comptoir.ledger.due import added, item_counts, items_due, partners_due

TODAY = date(2026, 4, 1)
CUSTOMER, SUPPLIER = AccountRole.CUSTOMER, AccountRole.SUPPLIER


@pytest.fixture
def access(dossier, books):
    """Books of two years with everything that can be open, and a standing to read them."""
    books.book("""
        2025-11-10 SAL 1  400000 C1        121.00  A  due=2025-12-10
        2025-12-20 SAL 2  400000 C1         50.00     due=2026-01-20
        2026-01-05 BNK 1  400000 C1        -21.00  B
        2026-01-10 SAL 3  400000 C1         21.00  B  due=2026-02-10
        2026-02-01 SCN 1  400000 C2        -40.00
        2026-03-01 SAL 4  400000 C2        500.00  C  due=2026-03-31
        2026-03-20 BNK 2  400000 C2       -200.00  C
        2026-02-01 PUR 1  440000 Engie    -242.00     due=2026-03-01
        2026-03-09 BNK 3  440000 -          -5.00
    """)
    return machine(dossier.firm_id, dossier.pk, "test")


@pytest.mark.parametrize("role", [CUSTOMER, SUPPLIER])
def test_of_today_the_sums_are_those_of_the_history(access, role):
    partners = partners_due(access, role, on=TODAY, today=TODAY)

    assert added(partner.ages for partner in partners) == ageing(access, role, on=TODAY)


@pytest.mark.parametrize("role", [CUSTOMER, SUPPLIER])
@pytest.mark.parametrize("on", [date(2025, 11, 30), date(2026, 1, 31), date(2026, 3, 10), date(2026, 3, 31), TODAY])
def test_the_items_of_each_partner_come_to_its_sums_on_every_day(access, role, on):
    partners = partners_due(access, role, on=on, today=TODAY)
    items = items_due(access, role, [partner.partner_id for partner in partners], on=on, today=TODAY)

    for partner in partners:
        for age in Age:
            own = sum(item.cents for item in items[partner.partner_id] if item.age == age)
            assert own == partner.ages.cents[age]
    assert item_counts(access, role, on=on, today=TODAY) == {pk: len(found) for pk, found in items.items()}


def test_a_day_gone_by_knows_no_payment_that_came_later(access):
    def told(on: date) -> dict[str, int]:
        return {partner.name: partner.ages.total for partner in partners_due(access, CUSTOMER, on=on, today=TODAY)}

    assert told(date(2025, 11, 30)) == {"C1": 12100}
    assert told(date(2026, 1, 31)) == {"C1": 17100}
    assert told(date(2026, 3, 10)) == {"C1": 17100, "C2": 46000}
    assert told(TODAY) == {"C1": 17100, "C2": 26000}


def test_the_days_late_are_counted_from_the_due_date(access):
    [partner] = [one for one in partners_due(access, SUPPLIER, on=TODAY, today=TODAY) if one.partner_id]
    [item] = items_due(access, SUPPLIER, [partner.partner_id], on=TODAY, today=TODAY)[partner.partner_id]

    assert (item.journal, item.number, item.late, item.age, item.cents) == ("PUR", "1", 31, Age.TO_60, 24200)


def test_another_dossier_sees_nothing_of_it(access, dossier):
    assert partners_due(machine(dossier.firm_id, dossier.pk + 1, "test"), CUSTOMER, on=TODAY, today=TODAY) == []
