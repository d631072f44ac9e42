"""The lists of customers and suppliers: what is open, overdue and how old, on which day."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.portal.page import cells, chips, links, rows, text_of

TODAY = "2026-04-01T10:00:00+02:00"


@pytest.fixture(autouse=True)
def on_the_first_of_april():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def booked(books):
    books.names |= {"C1": "Martin", "C2": "Émile Dubois"}
    books.book("""
        2026-01-10 SAL 1  400000 C1        121.00     due=2026-02-10
        2026-03-10 SAL 2  400000 C1         10.00     due=2026-04-10
        2026-03-15 BNK 1  400000 C1        -21.00
        2026-03-20 SAL 3  400000 C2        500.00  A  due=2026-03-31
        2026-03-31 BNK 2  400000 C2       -500.00  A
        2026-02-01 PUR 1  440000 Engie    -242.00     due=2026-03-01
        2026-03-02 PUR 2  440000 Vivaqua   -50.00     due=2026-04-01
        2026-03-09 BNK 3  440000 -          -5.00
    """)
    return books


@pytest.fixture
def customers(dossier) -> str:
    return f"/d/{dossier.pk}/history/customers/"


@pytest.fixture
def suppliers(dossier) -> str:
    return f"/d/{dossier.pk}/history/suppliers/"


def names(answer) -> list[str]:
    """The partners of the page."""
    return [cells(row)[0] for row in rows(answer)]


def test_a_customer_stands_there_with_oldest_due_last_movement_overdue_and_open(carl, booked, customers):
    found = rows(carl.get(customers))

    assert cells(found[0]) == ["Martin", "C1", "10/02/2026 overdue", "15/03/2026", "121.00", "110.00"]
    assert cells(found[1]) == ["Émile Dubois", "C2", "–", "31/03/2026", "", "0.00"]


def test_what_we_owe_suppliers_is_positive_and_lines_without_partner_have_a_row(carl, booked, suppliers):
    found = [cells(row) for row in rows(carl.get(suppliers))]

    assert found == [
        ["Engie", "Engie", "01/03/2026 overdue", "01/02/2026", "242.00", "242.00"],
        ["Vivaqua", "Vivaqua", "01/04/2026", "02/03/2026", "", "50.00"],
        ["Without partner", "", "–", "09/03/2026", "", "5.00"],
    ]


def test_the_three_figures_are_those_of_the_lines_whatever_the_filter(carl, booked, customers, suppliers):
    page = text_of(carl.get(customers + "?q=dubois").content.decode())
    assert (
        "Open and overdue 121.00 Open, not yet due 10.00 Payments and credits not lettered −21.00 Total open 110.00"
        in page
    )
    assert "Payments and credits that are not lettered to an invoice yet are taken off the total" in page
    assert "Age of what is open Not due 10.00 1–30 days 0.00 31–60 days 121.00 61–90 days 0.00" in page
    assert "Over 90 days 0.00 Not lettered −21.00 Total 110.00" in page
    assert "As of 01/04/2026. Payments are known as far as the bank journals are booked: until 31/03/2026." in page

    page = text_of(carl.get(suppliers).content.decode())
    assert "Open and overdue 242.00 Open, not yet due 55.00 Total open 297.00" in page
    assert "Payments and credits" not in page


def test_filters_find_by_name_number_what_is_open_overdue_and_of_an_age(carl, booked, customers, suppliers):
    assert names(carl.get(customers + "?q=emile")) == ["Émile Dubois"]
    assert names(carl.get(customers + "?q=c1")) == ["Martin"]
    assert names(carl.get(customers + "?open=yes")) == ["Martin"]
    assert names(carl.get(suppliers + "?open=yes")) == ["Engie", "Vivaqua", "Without partner"]
    assert names(carl.get(suppliers + "?overdue=yes")) == ["Engie"]
    assert names(carl.get(suppliers + "?age=30")) == []
    assert names(carl.get(suppliers + "?age=60")) == ["Engie"]
    assert names(carl.get(suppliers + "?age=current")) == ["Vivaqua", "Without partner"]
    assert list(chips(carl.get(suppliers + "?age=current"))) == ["Not due"]
    assert names(carl.get(customers + "?age=unmatched")) == ["Martin"]
    assert names(carl.get(suppliers + "?age=unmatched")) == []


def test_the_figures_and_ages_lead_to_what_they_count(carl, booked, suppliers):
    found = links(carl.get(suppliers))

    assert names(carl.get(suppliers + found["Open and overdue"])) == ["Engie"]
    assert names(carl.get(suppliers + found["31–60 days"])) == ["Engie"]
    assert names(carl.get(suppliers + found["Total open"])) == ["Engie", "Vivaqua", "Without partner"]


def test_the_list_sorts_by_partner_amount_as_shown_due_and_last_movement(carl, booked, suppliers):
    assert names(carl.get(suppliers + "?sort=partner")) == ["Without partner", "Engie", "Vivaqua"]
    assert names(carl.get(suppliers + "?sort=open")) == ["Without partner", "Vivaqua", "Engie"]
    assert names(carl.get(suppliers + "?sort=due")) == ["Engie", "Vivaqua", "Without partner"]
    assert names(carl.get(suppliers + "?sort=-last")) == ["Without partner", "Vivaqua", "Engie"]


def test_pages_by_key_show_every_partner_once(carl, books, customers):
    books.book("\n".join(f"2026-01-10 SAL {n} 400000 P{n:03d} {n % 7}.00" for n in range(1, 121)))

    seen, address = [], customers
    for size in (50, 50, 20):
        page = carl.get(address)
        assert len(rows(page)) == size
        seen += names(page)
        address = customers + links(page).get("Next", "")

    assert sorted(seen) == [f"P{n:03d}" for n in range(1, 121)]


def test_a_partner_without_a_name_is_called_by_his_number(carl, books, customers):
    books.names["C9"] = ""
    books.book("2026-01-10 SAL 1  400000 C9   121.00")

    assert names(carl.get(customers)) == ["C9"]


def test_an_empty_list_says_why(carl, dossier, customers):
    assert "No customer yet" in carl.get(customers).content.decode()


def test_the_list_costs_as_many_queries_with_one_partner_as_with_three(carl, books, customers):
    books.book("2026-01-10 SAL 1  400000 C1   121.00")
    carl.get(customers)
    books.book("""
        2026-01-10 SAL 2  400000 C2   121.00  due=2026-01-20
        2026-01-10 SAL 3  400000 C3   121.00
        2026-01-11 SAL 4  400000 -    121.00
    """)
    with CaptureQueriesContext(connection) as three:
        carl.get(customers)
    books.strike("SAL", "2")
    books.strike("SAL", "3")
    books.strike("SAL", "4")
    with CaptureQueriesContext(connection) as one:
        carl.get(customers)
    assert len(three) == len(one)


def test_the_export_has_every_partner_with_overdue_and_balance(carl, booked, suppliers):
    file = b"".join(carl.get(suppliers + "?as=csv&sort=partner").streaming_content).decode("utf-8-sig")

    assert [line.split(",")[0] for line in file.splitlines()] == ["Partner", "Without partner", "Engie", "Vivaqua"]
    assert "242.00,242.00,242.00" in file.splitlines()[2]


def test_another_role_than_the_two_is_nowhere(carl, dossier):
    assert carl.get(f"/d/{dossier.pk}/history/friends/").status_code == 404
    assert carl.get(f"/d/{dossier.pk}/history/")["Location"] == f"/d/{dossier.pk}/history/customers/"
