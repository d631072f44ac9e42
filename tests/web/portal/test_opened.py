"""A row opened: the document, what the books say of its payment, the entry's lines."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.archive.actions.handling import clear_handled, mark_handled
from comptoir.archive.models import LinkedDocument
from comptoir.documents.actions import keep
from comptoir.sync.models import Change, Run
from tests.firms.people import NOW, in_dossier, office, seated
from tests.formats.pdf.make import pdf
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import links, text_of, without_tokens

CONTENT = pdf()


@pytest.fixture
def booked(books):
    books.book("""
        2026-02-10 PUR 2  440000 Proximus   -121.00  B  due=2026-03-10
        2026-02-10 PUR 2  604000 -           100.00
        2026-02-10 PUR 2  411000 -            21.00
        2026-02-20 BNK 2  440000 Proximus     50.00  B
        2026-03-01 PUR 3  440000 Vivaqua     -80.00
    """)
    return books


@pytest.fixture
def address(booked, dossier) -> str:
    return f"/d/{dossier.pk}/archive/purchases/{booked.row('PUR 2').pk}/"


def test_the_payment_is_told_in_words_with_the_day_until_which_the_bank_is_booked(carl, address):
    page = text_of(carl.get(address).content.decode())

    assert "50.00 of 121.00 paid by statement BNK 2026/2." in page
    assert "71.00 is still open, as far as the books go: bank statements are booked up to 20/02/2026." in page


def test_the_entrys_lines_show_account_partner_debit_credit_due_and_lettering(carl, address):
    page = text_of(carl.get(address).content.decode())

    assert "440000 440000 Proximus 121.00 10/03/2026 B not yet settled" in page
    assert "604000 604000 100.00" in page


def test_the_list_stands_beside_the_row_with_its_filter(carl, address):
    page = carl.get(address + "?payment=unpaid")

    assert "PUR 3" in links(page)
    assert links(page)["PUR 3"].endswith("/?payment=unpaid")
    assert "<title>PUR 2 · Purchases · Atelier (0123456749)" in page.content.decode()


def test_htmx_gets_the_pane_alone_and_it_is_the_pane_of_the_page(carl, address):
    whole = without_tokens(carl.get(address).content.decode())
    part = carl.get(address, headers={"hx-request": "true", "hx-target": "pane"})

    assert without_tokens(part.content.decode()).strip() in whole


def test_a_row_costs_the_same_queries_with_few_lines_and_with_many(carl, address, booked, django_assert_num_queries):
    pane = {"hx-request": "true", "hx-target": "pane"}
    carl.get(address, headers=pane)
    with django_assert_num_queries(14):
        carl.get(address, headers=pane)


def test_the_whole_page_reads_columns_and_saved_views_once(carl, address, booked):
    with CaptureQueriesContext(connection) as asked:
        carl.get(address)

    read = [
        query["sql"] for query in asked if "archive_listlook" in query["sql"] or "archive_savedview" in query["sql"]
    ]
    assert len(read) == 2


@pytest.fixture
def document(booked, dossier):
    kept = keep(CONTENT, dossier=dossier, name="PUR-2026-2.pdf", by=office(dossier.firm, dossier), at=NOW)
    kept.facts = {"pages": 1}
    kept.save(update_fields=["facts"])
    row = booked.row("PUR 2")
    LinkedDocument.objects.create(dossier=dossier, invoice=row, document=kept, reason="piece", created_at=NOW)
    row.document = kept
    row.save(update_fields=["document"])
    return kept


def test_the_document_is_shown_beside_the_facts_and_served_as_it_was_received(carl, address, document, dossier):
    file = f"/d/{dossier.pk}/documents/{document.pk}/file"

    page = carl.get(address)
    served = carl.get(file)

    assert links(page)["Open the original"] == file
    assert links(page)["PUR-2026-2.pdf"] == file
    assert b"".join(served) == CONTENT
    assert served["Content-Type"] == "application/pdf"
    assert served["X-Frame-Options"] == "SAMEORIGIN"


def test_a_document_of_another_dossier_is_not_found(nora, other, document, dossier):
    assert nora.get(f"/d/{other.pk}/documents/{document.pk}/file").status_code == 404
    assert nora.get(f"/d/{dossier.pk}/documents/{document.pk}/file").status_code == 404


def test_an_entry_without_document_says_so(carl, address):
    assert "No document came with this entry." in carl.get(address).content.decode()


def test_who_handled_it_and_when_is_told(dossier, booked, address, carl):
    dora, at = seated("Dora", "full_access", dossier.firm, dossier), timezone.now()
    mark_handled(booked.row("PUR 2"), by=in_dossier(dora, dossier), at=at)
    day = f"{timezone.localdate(at):%d/%m}"

    assert f"You marked this as handled on {day}." in text_of(browser_of(dora).get(address).content.decode())
    assert f"Dora marked this as handled on {day}." in text_of(carl.get(address).content.decode())


def test_the_year_is_said_of_a_tick_of_another_year(dossier, booked, address):
    dora = seated("Dora", "full_access", dossier.firm, dossier)
    mark_handled(booked.row("PUR 2"), by=in_dossier(dora, dossier), at=datetime(2020, 3, 12, 12, tzinfo=UTC))

    page = text_of(browser_of(dora).get(address).content.decode())

    assert "You marked this as handled on 12/03/2020." in page


def section(page: str, title: str) -> str:
    """The words of a section of the pane."""
    return text_of(page.partition(f'aria-labelledby="{title}">')[2].partition("</section>")[0])


def test_the_lettering_group_stands_as_a_card_whose_other_invoices_are_links(carl, books, dossier):
    books.book("""
        2026-01-10 PUR 1  440000 Proximus  -121.00  A  due=2026-02-10
        2026-01-20 PUR 2  440000 Proximus   -79.00  A
        2026-02-20 BNK 4  440000 Proximus   150.00  A
        2026-02-28 OD 1   440000 Proximus    20.00  A
    """)
    first, second = books.row("PUR 1"), books.row("PUR 2")

    page = carl.get(f"/d/{dossier.pk}/archive/purchases/{first.pk}/")

    assert section(page.content.decode(), "settling-title") == (
        "Lettering A "
        "Invoices and credit notes PUR 2026/1 this one 121.00 booked 10/01/2026 · due 10/02/2026 "
        "PUR 2026/2 79.00 booked 20/01/2026 Total 200.00 "
        "Miscellaneous entries OD 2026/1 20.00 booked 28/02/2026 Total 20.00 "
        "Payments BNK 2026/4 150.00 booked 20/02/2026 Total 150.00 "
        "What remains 30.00"
    )
    assert links(page)["PUR 2026/2"] == f"/d/{dossier.pk}/archive/purchases/{second.pk}/"
    assert "PUR 2026/1" not in links(page)


def test_an_invoice_without_lettering_has_no_card(carl, booked, dossier):
    page = carl.get(f"/d/{dossier.pk}/archive/purchases/{booked.row('PUR 3').pk}/").content.decode()

    assert section(page, "settling-title") == ""


def test_a_large_group_says_how_much_of_it_is_shown(carl, books, dossier):
    rows = "\n".join(f"2026-03-01 BNK {number}  400000 Martin  -1.00  A" for number in range(1, 121))
    books.book(f"2026-02-10 SAL 1  400000 Martin  120.00  A\n{rows}")

    page = carl.get(f"/d/{dossier.pk}/archive/sales/{books.row('SAL 1').pk}/").content.decode()

    told = section(page, "settling-title")
    assert told.endswith("What remains 0.00 The first 50 of 121 lines are shown; the totals are those of all.")
    assert told.count("BNK 2026/") == 49


def test_the_history_tells_what_came_changed_and_was_ticked_newest_first(carl, dossier, booked, address, document):
    row = booked.row("PUR 2")
    run = Run.objects.create(
        dossier=dossier, kind="nightly", full=False, asked_at=NOW, finished_at=NOW - timedelta(days=2)
    )
    about = {"dossier": dossier, "entry_key": row.entry_key, "fiscal_year": "2026", "journal": "PUR", "number": "2"}
    Change.objects.create(run=run, kind="added", **about)
    later = Run.objects.create(
        dossier=dossier, kind="nightly", full=False, asked_at=NOW, finished_at=NOW - timedelta(days=1)
    )
    Change.objects.create(run=later, kind="changed", fields={"due_on": ["2026-03-10", "2026-03-20"]}, **about)
    dora = seated("Dora", "full_access", dossier.firm, dossier)
    mark_handled(row, by=in_dossier(dora, dossier), at=NOW + timedelta(days=1))

    assert section(carl.get(address).content.decode(), "past-title") == (
        "History "
        "02/11/2026 13:00 Dora marked this as handled. "
        "01/11/2026 13:00 The document PUR-2026-2.pdf was added: its file name says this piece. "
        "31/10/2026 13:00 The entry was changed in the books. Due date: 10/03/2026 → 20/03/2026 "
        "30/10/2026 13:00 The entry came with a synchronisation of the books."
    )


def test_a_long_history_says_that_it_is_cut(carl, dossier, booked, address):
    by = in_dossier(seated("Dora", "full_access", dossier.firm, dossier), dossier)
    for day in range(11):
        mark_handled(booked.row("PUR 2"), by=by, at=NOW + timedelta(days=day))
        clear_handled(booked.row("PUR 2"), by=by, at=NOW + timedelta(days=day, hours=1))

    told = section(carl.get(address).content.decode(), "past-title")

    assert told.count("Dora") == 20
    assert told.endswith("Older events are not shown.")
