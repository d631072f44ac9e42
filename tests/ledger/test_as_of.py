"""What was open on a day gone by, worked out by hand."""

import random
from datetime import date

import pytest

from comptoir.firms.access import machine
from comptoir.kit.money import text_of
from comptoir.ledger.as_of import open_on
from comptoir.ledger.choices import AccountRole
from comptoir.ledger.models import Line, OpenItem, Partner
from comptoir.ledger.partner_account import account_lines
from tests.ledger.bookkeeping import TextBooks
from tests.ledger.test_check import random_piece


def opened(books: TextBooks, day: str, partner: str = "Martin", role: AccountRole = AccountRole.CUSTOMER) -> dict:
    """What was open of each piece."""
    by = machine(books.dossier.firm_id, books.dossier.pk, "test")
    pk = Partner.objects.get(dossier=books.dossier, key=partner).pk
    found = open_on(account_lines(by, role, pk), date.fromisoformat(day))
    lines = Line.objects.select_related("entry__journal").in_bulk(found)
    return {str(lines[pk].entry): text_of(cents) for pk, cents in found.items()}


@pytest.fixture
def settled(books):
    books.book("""
        2026-01-10 SAL 1  400000 Martin     100.00  A  due=2026-02-10
        2026-01-20 SAL 2  400000 Martin      50.00  A  due=2026-02-20
        2026-02-05 BNK 1  400000 Martin     -30.00  A
        2026-03-05 BNK 2  400000 Martin    -120.00  A
        2026-02-15 BNK 3  400000 Martin      -7.00
    """)
    return books


def test_before_the_first_booking_nothing_was_open(settled):
    assert opened(settled, "2026-01-09") == {}


def test_a_line_is_open_from_the_day_it_is_booked(settled):
    assert opened(settled, "2026-01-10") == {"SAL 2026/1": "100.00"}
    assert opened(settled, "2026-01-20") == {"SAL 2026/1": "100.00", "SAL 2026/2": "50.00"}


def test_a_payment_of_the_group_settles_the_oldest_due_first_from_its_own_day(settled):
    assert opened(settled, "2026-02-04") == {"SAL 2026/1": "100.00", "SAL 2026/2": "50.00"}
    assert opened(settled, "2026-02-05") == {"SAL 2026/1": "70.00", "SAL 2026/2": "50.00"}


def test_when_the_last_line_of_the_group_is_booked_nothing_of_it_is_open(settled):
    assert opened(settled, "2026-03-04") == {"SAL 2026/1": "70.00", "SAL 2026/2": "50.00", "BNK 2026/3": "-7.00"}
    assert opened(settled, "2026-03-05") == {"BNK 2026/3": "-7.00"}


def test_a_payment_booked_before_its_invoice_was_open_until_the_invoice_came(books):
    books.book("""
        2026-01-05 BNK 1  400000 Martin    -100.00  A
        2026-01-10 SAL 1  400000 Martin     100.00  A
    """)
    assert opened(books, "2026-01-07") == {"BNK 2026/1": "-100.00"}
    assert opened(books, "2026-01-10") == {}


@pytest.fixture
def restated(books):
    """An item of 2024, partly paid, restated in 2025 and in 2026, paid in 2026."""
    books.book("""
        2024-11-10 SAL 1  400000 Martin     100.00  A  due=2024-12-10 ref=F1
        2024-12-20 BNK 1  400000 Martin     -40.00  A
        2025-01-01 OPN 1  400000 Martin      60.00     ref=F1
        2026-01-01 OPN 1  400000 Martin      60.00  B  ref=F1
        2026-02-05 BNK 1  400000 Martin     -60.00  B
    """)
    assert books.restated.tied == 2
    return books


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-11-30", {"SAL 2024/1": "100.00"}),
        ("2024-12-20", {"SAL 2024/1": "60.00"}),
        ("2025-06-30", {"SAL 2024/1": "60.00"}),
        ("2026-01-01", {"SAL 2024/1": "60.00"}),
        ("2026-02-04", {"SAL 2024/1": "60.00"}),
        ("2026-02-05", {}),
    ],
)
def test_a_restated_item_is_open_once_on_every_day_until_it_is_paid(restated, day, expected):
    assert opened(restated, day) == expected


@pytest.mark.parametrize("seed", range(4))
def test_on_a_day_after_everything_what_was_open_is_what_is_open(books, seed):
    chance = random.Random(seed)
    for _ in range(4):
        books.book("\n".join(random_piece(chance, chance.choice([2024, 2025, 2026])) for _ in range(12)))
    by = machine(books.dossier.firm_id, books.dossier.pk, "test")
    for role in (AccountRole.CUSTOMER, AccountRole.SUPPLIER):
        for partner in [None, *Partner.objects.filter(dossier=books.dossier).values_list("pk", flat=True)]:
            items = OpenItem.objects.filter(dossier=books.dossier, role=role, partner=partner)
            stored = dict(items.values_list("line_id", "cents"))
            assert open_on(account_lines(by, role, partner), date(2027, 1, 1)) == stored
