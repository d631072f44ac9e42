"""Financial: the bank's transactions, what they are lettered with, their accounts and curve; and where it is not."""

import pytest
from django.test import Client

from comptoir.archive.models import BankTransaction
from comptoir.firms.models import Dossier
from comptoir.ledger.models import Journal
from tests.web.portal.page import cells, chips, links, rows, text_of, without_tokens


@pytest.fixture
def shown(dossier: Dossier) -> Dossier:
    """The dossier with Financial switched on."""
    dossier.shows_financial = True
    dossier.save()
    return dossier


@pytest.fixture
def address(shown) -> str:
    return f"/d/{shown.pk}/financial/"


@pytest.fixture
def booked(books):
    books.book("""
        2026-01-10 PUR 12  440000 Proximus   -121.00  A
        2026-01-11 SAL  1  400000 Martin      242.00
        2026-02-01 BNK 1  440000 Proximus     121.00  A
        2026-02-01 BNK 1  550000 -           -121.00
        2026-02-05 BNK 2  400000 Martin      -242.00
        2026-02-05 BNK 2  550000 -            242.00
        2026-03-01 BN2 1  650000 -              3.00
        2026-03-01 BN2 1  551000 -             -3.00
    """)
    return books


def statements(response) -> list[str]:
    return [cells(row)[0] for row in rows(response)]


def page(browser: Client, address: str) -> str:
    return text_of(browser.get(address).content.decode())


def test_a_row_shows_statement_day_counterparty_communication_amount_balance_and_status(carl, booked, address):
    first = rows(carl.get(address))[2]

    assert cells(first) == [
        *("BNK 2026/1", "01/02/2026", "Proximus", "", "BNK 1"),
        *("\u2212121.00", "\u2212121.00", "Lettered PUR 12"),
    ]


def test_what_it_is_lettered_with_leads_into_the_archive(carl, booked, address, shown):
    row = booked.row("PUR 12")

    assert links(carl.get(address))["PUR 12"] == f"/d/{shown.pk}/archive/purchases/{row.pk}/"


def test_the_status_is_lettered_not_lettered_or_nothing_to_letter(carl, booked, address):
    assert [cells(row)[7] for row in rows(carl.get(address))] == [
        *("Nothing to letter", "Not lettered", "Lettered PUR 12"),
    ]


def test_of_many_pieces_two_are_named_and_the_rest_counted(carl, books, address):
    books.book("""
        2026-01-10 PUR 1  440000 Proximus   -10.00  A
        2026-01-10 PUR 2  440000 Proximus   -10.00  A
        2026-01-10 PUR 3  440000 Proximus   -10.00  A
        2026-01-10 PUR 4  440000 Proximus   -10.00  A
        2026-02-01 BNK 1  440000 Proximus    40.00  A
        2026-02-01 BNK 1  550000 -          -40.00
    """)

    assert cells(rows(carl.get(address))[0])[7] == "Lettered PUR 1 PUR 2 and 2 more"


def test_accounts_stand_above_with_iban_day_and_balance_and_choose(carl, booked, address):
    Journal.objects.filter(code="BNK").update(name="Current account", iban="BE68539007547034")
    whole = carl.get(address)
    told = text_of(whole.content.decode())

    assert "All accounts 118.00 EUR" in told
    assert (
        "Current account 121.00 EUR BE68\u00a05390\u00a00754\u00a07034 after its last transaction, 05/02/2026".replace(
            "\u00a0", " "
        )
        in told
    )
    chosen = next(link for name, link in links(whole).items() if name.startswith("Current account"))
    assert statements(carl.get(address + chosen)) == ["BNK 2026/2", "BNK 2026/1"]
    assert "Account BNK Current account" in chips(carl.get(address + chosen))


def test_choosing_an_account_keeps_the_other_filters(carl, booked, address):
    found = links(carl.get(address + "?way=out&sort=amount"))

    chosen = next(link for name, link in found.items() if name.startswith("BNK "))
    assert statements(carl.get(address + chosen)) == ["BNK 2026/1"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?way=in", ["BNK 2026/2"]),
        ("?way=out", ["BN2 2026/1", "BNK 2026/1"]),
        ("?state=open", ["BNK 2026/2"]),
        ("?from=02/2026&until=02/2026", ["BNK 2026/2", "BNK 2026/1"]),
        ("?min=121&max=121,00", ["BNK 2026/1"]),
        ("?q=martin", ["BNK 2026/2"]),
        ("?sort=amount", ["BNK 2026/1", "BN2 2026/1", "BNK 2026/2"]),
        ("?way=sideways&from=x", ["BN2 2026/1", "BNK 2026/2", "BNK 2026/1"]),
    ],
)
def test_filters_stand_in_the_address(carl, booked, address, query, found):
    assert statements(carl.get(address + query)) == found


def test_the_foot_counts_and_sums_what_is_wanted(carl, booked, address):
    assert "2 transactions \u2212124.00" in page(carl, address + "?way=out")


def test_the_curve_has_its_figures_as_a_table_behind_it(carl, booked, address):
    account = Journal.objects.get(code="BNK").pk
    answer = carl.get(f"{address}?account={account}")
    told = text_of(answer.content.decode())

    assert "From 01/02/2026 to 05/02/2026. The figures as a table" in told
    assert "01/02 \u2212121.00 02/02 \u2212121.00 03/02 \u2212121.00 04/02 \u2212121.00 05/02 121.00" in told
    assert "<polyline" in answer.content.decode()
    assert "<polyline" not in carl.get(f"{address}?account={account}&from=2027").content.decode()


def test_of_several_accounts_there_is_the_line_of_all_together_too(carl, booked, address):
    told = page(carl, address)

    assert "Period Together BNK BN2 01/02 \u2212121.00 \u2212121.00" in told
    assert "01/03 118.00 121.00 \u22123.00" in told


def test_a_row_opens_beside_the_list_with_its_group_and_its_entry(carl, booked, address):
    row = BankTransaction.objects.get(statement="BNK 2026/1")
    whole = carl.get(f"{address}{row.pk}/?way=out")
    told = text_of(whole.content.decode())
    part = carl.get(f"{address}{row.pk}/?way=out", headers={"hx-request": "true", "hx-target": "pane"})

    assert (
        "Lettering A Invoices and credit notes PUR 2026/12 121.00 booked 10/01/2026 Total 121.00 "
        "Payments BNK 2026/1 this one 121.00 booked 01/02/2026 Total 121.00 What remains 0.00"
    ) in told
    assert links(whole)["PUR 2026/12"] == f"/d/{row.dossier_id}/archive/purchases/{booked.row('PUR 12').pk}/"
    assert "440000 440000 Proximus 121.00 A settled 550000 550000 121.00" in told
    assert statements(whole) == ["BN2 2026/1", "BNK 2026/1"]
    assert without_tokens(part.content.decode()).strip() in without_tokens(whole.content.decode())


def test_an_opened_row_says_why_it_is_not_lettered(carl, booked, address):
    open_row, general = (BankTransaction.objects.get(statement=name) for name in ("BNK 2026/2", "BN2 2026/1"))

    assert "the books do not say which invoice this belongs to" in page(carl, f"{address}{open_row.pk}/")
    assert "it is booked on a general account" in page(carl, f"{address}{general.pk}/")


def test_a_hidden_journal_is_gone_and_the_page_says_why(carl, booked, address):
    row = BankTransaction.objects.get(statement="BN2 2026/1")
    journal = Journal.objects.get(code="BN2")
    Journal.objects.filter(pk=journal.pk).update(shown=False)

    assert statements(carl.get(address)) == ["BNK 2026/2", "BNK 2026/1"]
    assert "BN2 BN2 not shown: it is hidden in the configuration of the dossier" in page(carl, address)
    assert "CAS CAS not shown: its type is not bank" in page(carl, address)
    assert carl.get(f"{address}{row.pk}/").status_code == 404
    assert carl.get(f"{address}?account={journal.pk}").status_code == 404


def test_without_a_bank_journal_the_page_tells_which_journals_there_are(carl, anne, books, address, shown):
    books.book("2026-01-10 PUR 12  440000 Proximus   -121.00")
    told = page(carl, address)

    assert "No bank journal to show yet" in told
    assert "PUR PUR not shown: its type is not bank" in told
    assert "BNK BNK not shown yet: nothing is booked in it" in told
    assert "Your accounting firm can correct the type" in told
    setting = links(anne.get(address))["Correct a type, show or hide a journal"]
    assert setting == f"/office/{shown.firm_id}/dossiers/{shown.pk}/configuration/#journals"


def test_where_it_is_not_switched_on_it_is_neither_in_the_menu_nor_anywhere(carl, anne, booked, dossier):
    row = BankTransaction.objects.first()

    for browser in (carl, anne):
        assert browser.get(f"/d/{dossier.pk}/financial/").status_code == 404
        assert browser.get(f"/d/{dossier.pk}/financial/{row.pk}/").status_code == 404
        assert "Financial" not in links(browser.get(f"/d/{dossier.pk}/archive/purchases/"))


def test_where_it_is_switched_on_the_menu_leads_there(carl, rita, booked, address, shown):
    for browser in (carl, rita):
        assert links(browser.get(f"/d/{shown.pk}/archive/purchases/"))["Financial"] == address


def test_who_hands_in_only_is_refused(paul, booked, address):
    assert paul.get(address).status_code == 403


def test_a_neighbour_finds_nothing_of_it(nora, other, booked, address):
    other.shows_financial = True
    other.save()
    row, journal = BankTransaction.objects.first(), Journal.objects.get(code="BNK")

    assert nora.get(address).status_code == 404
    assert nora.get(f"/d/{other.pk}/financial/{row.pk}/").status_code == 404
    assert nora.get(f"/d/{other.pk}/financial/?account={journal.pk}").status_code == 404
    assert "Proximus" not in page(nora, f"/d/{other.pk}/financial/")


def test_the_list_costs_the_same_queries_with_two_rows_and_with_four(carl, books, address, django_assert_num_queries):
    books.book("""
        2026-02-01 PUR 1  440000 Proximus   -121.00  A
        2026-02-01 BNK 1  440000 Proximus    121.00  A
        2026-02-01 BNK 1  550000 -          -121.00
        2026-02-04 BNK 4  650000 -             1.00
        2026-02-04 BNK 4  550000 -            -1.00
    """)
    carl.get(address)
    with django_assert_num_queries(17):
        carl.get(address)

    books.book("""
        2026-02-02 PUR 2  440000 Engie   -10.00  B
        2026-02-02 BNK 2  440000 Engie    10.00  B
        2026-02-02 BNK 2  550000 -       -10.00
        2026-02-03 BNK 3  650000 -         1.00
        2026-02-03 BNK 3  550000 -        -1.00
    """)
    carl.get(address)
    with django_assert_num_queries(17):
        assert len(rows(carl.get(address))) == 4


def test_a_file_has_every_row_with_the_pieces_that_it_is_lettered_with(carl, booked, address):
    answer = carl.get(address + "?as=csv&way=out")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()

    assert lines[0].split(",")[:4] == ["Statement", "Date", "Counterparty", "IBAN"]
    assert "BNK 2026/1" in lines[2]
    assert "PUR 12" in lines[2]
    assert len(lines) == 3
