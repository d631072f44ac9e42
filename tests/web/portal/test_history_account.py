"""One partner's account: its lines and the balance that runs, what is open, as of a day, and the entry beside it."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.ledger.models import Account, Entry, Partner
from tests.web.portal.page import cells, links, pieces, rows, text_of


@pytest.fixture(autouse=True)
def on_the_first_of_april():
    with time_machine.travel("2026-04-01T10:00:00+02:00", tick=False):
        yield


@pytest.fixture
def booked(books):
    books.book("""
        2025-11-10 PUR 9  440000 Engie    -100.00     due=2025-12-10 ref=F9
        2026-01-01 OPN 1  440000 Engie    -100.00  B  ref=F9
        2026-01-10 PUR 1  440000 Engie    -242.00  A  due=2026-02-10
        2026-02-01 BNK 1  440000 Engie     200.00  A
        2026-02-05 BNK 2  440000 Engie     100.00  B
        2026-03-01 OD  1  440000 Engie      -5.00
    """)
    return books


def account(dossier, word: str = "suppliers", key: str = "Engie") -> str:
    """The address of that partner's account."""
    return f"/d/{dossier.pk}/history/{word}/{Partner.objects.get(dossier=dossier, key=key).pk}/"


def brought(page) -> str:
    """The row with the balance before the first line."""
    html = page.content.decode()
    start = html.find('<tr class="brought">')
    return text_of(html[start : html.find("</tr>", start)]) if start >= 0 else ""


def test_every_line_stands_there_in_its_order_with_the_balance_we_owe(carl, booked, dossier):
    found = [cells(row) for row in rows(carl.get(account(dossier)))]

    assert [(row[0], row[1], row[2], row[6], row[7], row[8]) for row in found] == [
        ("PUR 9", "10/11/2025", "Purchases", "", "100.00", "100.00"),
        ("PUR 1", "10/01/2026", "Purchases", "", "242.00", "342.00"),
        ("BNK 1", "01/02/2026", "Bank", "200.00", "", "142.00"),
        ("BNK 2", "05/02/2026", "Bank", "100.00", "", "42.00"),
        ("OD 1", "01/03/2026", "Miscellaneous", "", "5.00", "47.00"),
    ]


def test_lettering_due_date_open_amount_and_place_in_the_archive_are_told(carl, booked, dossier):
    found = [cells(row) for row in rows(carl.get(account(dossier)))]

    assert [(row[0], row[5], row[9], row[10]) for row in found] == [
        ("PUR 9", "10/12/2025", "B settled", ""),
        ("PUR 1", "10/02/2026 overdue", "A", "42.00"),
        ("BNK 1", "", "A", ""),
        ("BNK 2", "", "B settled", ""),
        ("OD 1", "", "", "5.00"),
    ]
    html = carl.get(account(dossier)).content.decode()
    assert f'href="/d/{dossier.pk}/archive/purchases/{booked.row("PUR 1").pk}/"' in html


def test_a_period_begins_with_the_balance_before_it_and_ends_with_the_balance_after_it(carl, booked, dossier):
    page = carl.get(account(dossier) + "?from=02/2026&until=02/2026")

    assert pieces(page) == ["BNK 1", "BNK 2"]
    assert brought(page) == "Opening balance 342.00"
    assert "2 lines 300.00 0.00 42.00" in text_of(page.content.decode())


def test_a_period_in_which_nothing_is_booked_still_tells_its_balance(carl, booked, dossier):
    page = carl.get(account(dossier) + "?from=02/03/2026")

    assert (pieces(page), brought(page)) == ([], "Opening balance 47.00")


def test_open_only_leaves_what_is_open_without_a_balance_that_would_leave_something_out(carl, booked, dossier):
    page = carl.get(account(dossier) + "?open=yes")

    assert pieces(page) == ["PUR 1", "OD 1"]
    assert "2 lines 0.00 247.00 47.00" in text_of(page.content.decode())
    assert "Balance" not in [text_of(head) for head in page.content.decode().split("<thead>")[1].split("</th>")]


def test_as_of_a_day_shows_what_was_open_then_and_how_old_it_was(carl, booked, dossier):
    page = carl.get(account(dossier) + "?as_of=31/01/2026")
    text = text_of(page.content.decode())

    assert [(cells(row)[0], cells(row)[9]) for row in rows(page)] == [("PUR 9", "100.00"), ("PUR 1", "242.00")]
    assert "Open and overdue 100.00 Open, not yet due 242.00 Total open 342.00" in text
    assert "As of 31/01/2026." in text
    assert "Open on 31/01/2026" in text


def test_the_balance_runs_on_over_pages_and_back(carl, books, dossier):
    books.book("\n".join(f"2026-01-{1 + n // 9:02d} OD {n} 400000 Martin {n}.00" for n in range(1, 131)))
    address = account(dossier, "customers", "Martin")

    first = carl.get(address)
    second = carl.get(address + links(first)["Next"])
    third = carl.get(address + links(second)["Next"])
    again = carl.get(address + links(third)["Previous"])

    assert [len(rows(page)) for page in (first, second, third)] == [50, 50, 30]
    assert (brought(first), brought(second), brought(third)) == (
        "",
        "Brought forward 1,275.00",
        "Brought forward 5,050.00",
    )
    assert cells(rows(third)[-1])[8] == "8,515.00"
    assert [cells(row)[8] for row in rows(again)] == [cells(row)[8] for row in rows(second)]


def test_the_three_figures_are_of_this_partner_alone(carl, booked, dossier):
    booked.book("2026-03-01 PUR 77  440000 Vivaqua  -1000.00")

    assert "Open and overdue 42.00 Open, not yet due 5.00 Total open 47.00" in text_of(
        carl.get(account(dossier)).content.decode()
    )


def test_lines_that_name_no_partner_have_an_account_too(carl, books, dossier):
    books.book("2026-03-09 BNK 3  440000 -   -5.00")

    page = carl.get(f"/d/{dossier.pk}/history/suppliers/0/")

    assert pieces(page) == ["BNK 3"]
    assert "Without partner" in page.content.decode()


def test_the_partners_facts_stand_at_the_head(carl, booked, dossier):
    Partner.objects.update(vat="BE0403019261", ibans=["BE68539007547034"], email="facture@engie.example")

    page = text_of(carl.get(account(dossier)).content.decode())

    assert "Engie BE0403019261 BE68 5390 0754 7034 facture@engie.example" in page


def test_a_row_opens_its_entry_with_all_lines(carl, booked, dossier):
    entry = Entry.objects.get(number="1", journal__code="PUR")
    address = account(dossier) + f"entries/{entry.pk}/"

    page, pane = carl.get(address), carl.get(address, headers={"HX-Request": "true", "HX-Target": "pane"})

    assert pieces(page) == ["PUR 9", "PUR 1", "BNK 1", "BNK 2", "OD 1"]
    assert "440000 440000 Engie 242.00 10/02/2026 A not yet settled" in text_of(page.content.decode())
    assert "499000 499000 242.00" in text_of(pane.content.decode())
    assert "<html" not in pane.content.decode()


def test_an_entry_or_partner_of_another_dossier_is_nowhere(carl, booked, dossier, other):
    foreign = type(booked)(other, batch=500)
    foreign.book("2026-01-10 PUR 1  440000 Fremd    -1.00")
    entry, partner = Entry.objects.get(dossier=other).pk, Partner.objects.get(dossier=other).pk
    general = Account.objects.get(dossier=other, code="440000").pk

    for address in (
        account(dossier) + f"entries/{entry}/",
        f"/d/{dossier.pk}/history/suppliers/{partner}/",
        f"/d/{dossier.pk}/history/suppliers/{partner}/statement",
        f"/d/{dossier.pk}/history/accounts/{general}/",
        f"/d/{dossier.pk}/history/accounts/{Account.objects.get(dossier=dossier, code='440000').pk}/entries/{entry}/",
    ):
        assert carl.get(address).status_code == 404


def test_who_hands_in_sees_no_history(paul, booked, dossier):
    assert paul.get(account(dossier)).status_code == 403


def test_an_account_costs_as_many_queries_with_one_line_as_with_five(carl, booked, dossier):
    address = account(dossier)
    carl.get(address)
    with CaptureQueriesContext(connection) as five:
        carl.get(address)
    with CaptureQueriesContext(connection) as one:
        carl.get(address + "?until=31/12/2025")
    assert len(five) == len(one)


def test_the_export_has_the_lines_with_their_balance(carl, booked, dossier):
    answer = carl.get(account(dossier) + "?as=csv&from=02/2026")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert [line.split(",")[0] for line in lines] == ["Piece", "BNK 1", "BNK 2", "OD 1"]
    assert [line.split(",")[8] for line in lines[1:]] == ["142.00", "42.00", "47.00"]
