"""The list of purchases and sales: rows, filters in the address, order, pages, totals, and what an empty list says."""

from datetime import date, timedelta

import pytest
import time_machine

from comptoir.archive.models import LinkedDocument
from comptoir.documents.models import Document
from comptoir.documents.texts import keep_text
from tests.firms.people import NOW
from tests.web.portal.page import cells, chips, links, pieces, rows, text_of, without_tokens

PURCHASES = "/d/{}/archive/purchases/"


@pytest.fixture
def address(dossier) -> str:
    return PURCHASES.format(dossier.pk)


@pytest.fixture
def booked(books):
    books.book("""
        2026-01-10 PUR 1  440000 Engie     -1234.56  A  due=2026-02-10
        2026-01-20 BNK 1  440000 Engie      1234.56  A
        2026-02-10 PUR 2  440000 Proximus   -200.00  B  due=2026-03-10
        2026-02-20 BNK 2  440000 Proximus     50.00  B
        2026-03-01 PUR 3  440000 Vivaqua     -80.00     due=2026-03-31
        2026-04-01 PCN 1  440000 Proximus     60.50
        2026-02-01 SAL 1  400000 Martin      242.00
    """)
    return books


def test_a_row_shows_piece_dates_partner_amount_payment_and_tick(carl, booked, address):
    row = rows(carl.get(address))[2]

    assert cells(row) == [
        *("PUR 2", "202602", "10/02/2026", "Due 10/03/2026 overdue"[4:], "", "Proximus", "200.00"),
        *("Partly paid open 150.00", "", ""),
    ]
    assert 'aria-pressed="false"' in row


def test_a_credit_note_says_so_in_words_and_with_a_minus(carl, booked, address):
    row = cells(rows(carl.get(address))[0])

    assert (row[5], row[6]) == ("Proximus Credit note", "\u221260.50")


def test_each_tab_lists_its_own_pieces_newest_first(carl, booked, address, dossier):
    assert pieces(carl.get(address)) == ["PCN 1", "PUR 3", "PUR 2", "PUR 1"]
    assert pieces(carl.get(f"/d/{dossier.pk}/archive/sales/")) == ["SAL 1"]


def test_the_foot_sums_what_the_filter_finds(carl, booked, address):
    page = text_of(carl.get(address + "?payment=partly&payment=unpaid&max=1000").content.decode())

    assert "3 pieces 219.50 Open 169.50" in page


def test_filters_stand_in_the_address_as_chips_that_remove_them(carl, booked, address):
    page = carl.get(address + "?q=proximus&payment=partly&from=02/2026")

    assert pieces(page) == ["PUR 2"]
    assert chips(page) == {
        "Contains “proximus”": "?from=02%2F2026&payment=partly",
        "From 01/02/2026": "?q=proximus&payment=partly",
        "Partly paid": "?q=proximus&from=02%2F2026",
    }


def test_a_value_that_cannot_be_read_limits_nothing_and_is_shown_as_wrong(carl, booked, address):
    page = carl.get(address + "?from=31/02/2026&min=abc&payment=perhaps&handled=x&overdue=1&of=me")

    assert len(pieces(page)) == 4
    assert sorted(chips(page)) == [
        "“1” is not one of the choices.",
        "“31/02/2026” is not a date; write it like 31/03/2026 or 03/2026.",
        "“abc” is not an amount.",
        "“me” is not one of the choices.",
        "“perhaps” is not one of the choices.",
        "“x” is not one of the choices.",
    ]
    assert 'aria-invalid="true"' in page.content.decode()


def test_ready_made_views_are_links_with_their_filter_and_count(carl, booked, address):
    found = links(carl.get(address))

    assert pieces(carl.get(address + found["Open 3"])) == ["PCN 1", "PUR 3", "PUR 2"]
    assert pieces(carl.get(address + found["Open and not handled 3"])) == ["PCN 1", "PUR 3", "PUR 2"]
    assert pieces(carl.get(address + found["Overdue 2"])) == ["PUR 3", "PUR 2"]
    assert pieces(carl.get(address + found["Handled, still open 0"])) == []


def test_what_was_paid_in_the_last_30_days_is_found_on_each_of_them(carl, booked, address):
    with time_machine.travel("2026-02-19T12:00+01:00"):
        found = links(carl.get(address))
        assert pieces(carl.get(address + found["Paid lately 1"])) == ["PUR 1"]

    with time_machine.travel("2026-02-20T12:00+01:00"):
        assert pieces(carl.get(address + "?paid=lately")) == []


def test_a_heading_sorts_up_then_down_then_no_more(carl, booked, address):
    first = carl.get(address)
    up = carl.get(address + links(first)["Amount"])
    down = carl.get(address + links(up)["Amount"])

    assert pieces(up) == ["PCN 1", "PUR 3", "PUR 2", "PUR 1"]
    assert '<th scope="col" class="amount" aria-sort="ascending">' in up.content.decode()
    assert pieces(down) == ["PUR 1", "PUR 2", "PUR 3", "PCN 1"]
    assert '<th scope="col" class="amount" aria-sort="descending">' in down.content.decode()
    assert links(down)["Amount"] == "?"


def test_pages_go_forward_and_back_and_keep_the_filter(carl, books, address):
    day = date(2026, 1, 1)
    books.book("\n".join(f"{day + timedelta(days=n)} PUR {n}  440000 Engie  -{n}.00" for n in range(1, 121)))

    first = carl.get(address + "?q=engie&sort=due")
    second = carl.get(address + links(first)["Next"])
    third = carl.get(address + links(second)["Next"])
    back = carl.get(address + links(third)["Previous"])

    assert [len(rows(page)) for page in (first, second, third)] == [50, 50, 20]
    assert len({*pieces(first), *pieces(second), *pieces(third)}) == 120
    assert pieces(back) == pieces(second)
    assert "Contains “engie”" in chips(second)
    assert "Next" not in links(third)
    assert "Previous" not in links(first)


@pytest.mark.parametrize("query", ["?after=nonsense", "?before=1~x", "?after=2026-13-01~4"])
def test_a_place_in_the_list_that_no_page_gave_is_not_found(carl, booked, address, query):
    assert carl.get(address + query).status_code == 404


def test_an_empty_archive_says_when_documents_arrive(carl, address):
    page = text_of(carl.get(address).content.decode())

    assert "Documents arrive here once your accountant has transferred them" in page


def test_a_filter_without_a_hit_offers_to_clear_it(carl, booked, address):
    page = carl.get(address + "?q=nobody")

    assert pieces(page) == []
    assert links(page)["Clear the filter"] == "?"
    assert "Contains “nobody”" in chips(page)


def test_htmx_gets_the_list_alone_and_it_is_the_list_of_the_page(carl, booked, address):
    whole = without_tokens(carl.get(address + "?q=prox").content.decode())
    part = carl.get(address + "?q=prox", headers={"hx-request": "true", "hx-target": "list"})

    section = without_tokens(part.content.decode()).partition("</section>")[0]
    assert section.startswith('<section id="list"')
    assert section in whole


def test_htmx_pushes_the_address_without_the_forms_empty_fields(carl, booked, address):
    part = carl.get(address + "?q=prox&from=&min=&year=", headers={"hx-request": "true", "hx-target": "list"})

    assert part["HX-Push-Url"] == f"{address}?q=prox"


def test_the_list_costs_the_same_queries_with_one_row_and_with_three(carl, books, address, django_assert_num_queries):
    books.book("2026-01-10 PUR 1  440000 Engie  -10.00")
    carl.get(address)
    with django_assert_num_queries(13):
        carl.get(address)

    books.book("""
        2026-01-11 PUR 2  440000 Engie    -20.00
        2026-01-12 PUR 3  440000 Vivaqua  -30.00
    """)
    carl.get(address + "?sort=amount")
    with django_assert_num_queries(13):
        assert len(rows(carl.get(address + "?sort=amount"))) == 3


def test_names_to_choose_from_are_offered_as_they_are_typed(carl, booked, dossier):
    answer = carl.get(f"/d/{dossier.pk}/archive/partners?partner=prox")

    assert answer.content.decode().strip() == '<option value="Proximus"></option>'


def test_a_row_found_by_its_document_alone_says_so_in_the_list_and_opened(carl, books, dossier):
    books.book("2026-02-10 PUR 2  440000 Proximus  -121.00")
    row = books.row("PUR 2")
    document = Document.objects.create(
        dossier=dossier, sha256="0" * 64, size=1, media_type="application/pdf", name="a.pdf", created_at=NOW
    )
    keep_text(document, "Fibre optique")
    LinkedDocument.objects.create(dossier=dossier, invoice=row, document=document, reason="piece", created_at=NOW)
    list_at = f"/d/{dossier.pk}/archive/purchases/"

    assert "found in the document" in carl.get(f"{list_at}?q=fibre").content.decode()
    assert "found in the document" not in carl.get(f"{list_at}?q=proximus").content.decode()
    assert "“fibre” was found in the document." in carl.get(f"{list_at}{row.pk}/?q=fibre").content.decode()
    assert "was found in the document" not in carl.get(f"{list_at}{row.pk}/").content.decode()
