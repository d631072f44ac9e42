"""The general accounts: of a fiscal year with opening, debit, credit and balance, and one account's lines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.ledger.models import Account
from tests.web.portal.page import cells, links, pieces, rows, text_of


@pytest.fixture
def booked(books):
    books.book("""
        2025-03-01 OD  1  550000 -      100.00
        2025-03-01 OD  1  700000 -     -100.00
        2026-02-01 SAL 1  400000 Martin 121.00  A
        2026-02-01 SAL 1  700000 -     -121.00
        2026-03-01 BNK 1  400000 Martin -121.00 A
        2026-03-01 BNK 1  550000 -      121.00
    """)
    return books


@pytest.fixture
def accounts(dossier) -> str:
    return f"/d/{dossier.pk}/history/accounts/"


def test_the_newest_year_comes_first_with_its_opening_movements_and_balance(carl, booked, accounts):
    page = carl.get(accounts)

    assert [cells(row) for row in rows(page)] == [
        ["400000", "400000", "", "121.00", "121.00", "0.00"],
        ["550000", "550000", "100.00", "121.00", "", "221.00"],
        ["700000", "700000", "", "", "121.00", "−121.00"],
    ]
    assert "3 accounts 100.00 242.00 242.00 100.00" in text_of(page.content.decode())
    assert "The year has no opening entry" in page.content.decode()


def test_the_year_is_chosen_by_a_link_and_another_year_is_nowhere(carl, booked, accounts):
    page = carl.get(accounts + links(carl.get(accounts))["2025"])

    assert [cells(row)[0] for row in rows(page)] == ["550000", "700000"]
    assert carl.get(accounts + "?year=1999").status_code == 404


def test_opening_entries_are_told(carl, booked, accounts):
    booked.book("2026-01-01 OPN 1  550000 -  90.00")

    page = carl.get(accounts)

    assert cells(rows(page)[2]) == ["550000", "550000", "90.00", "121.00", "", "211.00"]
    assert "those of the year’s opening entries" in page.content.decode()


def test_one_account_has_its_lines_with_opening_and_running_balance_and_lettering(carl, booked, dossier, accounts):
    booked.book("2026-04-01 OD 2  550000 -  -21.00")
    pk = Account.objects.get(code="550000").pk

    page = carl.get(f"{accounts}{pk}/")
    text = text_of(page.content.decode())

    assert [(cells(row)[0], cells(row)[5], cells(row)[6], cells(row)[7]) for row in rows(page)] == [
        ("BNK 1", "121.00", "", "221.00"),
        ("OD 2", "", "21.00", "200.00"),
    ]
    assert "Opening balance 100.00" in text
    assert "2 lines 121.00 21.00 200.00" in text

    period = text_of(carl.get(f"{accounts}{pk}/?from=04/2026").content.decode())
    assert "Opening balance 221.00" in period
    assert "1 line 0.00 21.00 200.00" in period


def test_the_balance_of_an_account_runs_on_over_pages(carl, books, accounts):
    books.book("\n".join(f"2026-{1 + n // 40:02d}-{1 + n % 27:02d} OD {n} 550000 - {n}.00" for n in range(1, 121)))
    address = f"{accounts}{Account.objects.get(code='550000').pk}/"

    seen, page = [], carl.get(address)
    while True:
        seen += [cells(row) for row in rows(page)]
        if "Next" not in links(page):
            break
        page = carl.get(address + links(page)["Next"])

    done = 0
    assert len(seen) == 120
    for row in seen:
        done += int(row[0].split()[1])
        assert row[7] == f"{done:,}.00"


def test_an_entry_opens_beside_the_account(carl, booked, dossier, accounts):
    pk = Account.objects.get(code="550000").pk
    page = carl.get(f"{accounts}{pk}/")
    opened = carl.get(links(page)["BNK 1"])

    assert pieces(opened) == ["BNK 1"]
    assert "400000 400000 Martin 121.00" in text_of(opened.content.decode())


def test_nothing_booked_yet_is_said(carl, dossier, accounts):
    assert "Nothing is booked yet" in carl.get(accounts).content.decode()


def test_the_list_costs_as_many_queries_with_one_account_as_with_three(carl, booked, accounts):
    carl.get(accounts)
    with CaptureQueriesContext(connection) as three:
        carl.get(accounts)
    with CaptureQueriesContext(connection) as one:
        carl.get(accounts + "?q=55")
    assert len(three) == len(one)


def test_the_export_has_every_account(carl, booked, accounts):
    lines = b"".join(carl.get(accounts + "?as=csv").streaming_content).decode("utf-8-sig").splitlines()

    assert lines[1:] == [
        "400000,400000,0.00,121.00,121.00,0.00",
        "550000,550000,100.00,121.00,0.00,221.00",
        "700000,700000,0.00,0.00,121.00,-121.00",
    ]
