"""Many rows at once on the page: picked in a form that works alone, answered in words, undone, taken along."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from openpyxl import load_workbook

from comptoir.archive import bundle
from comptoir.archive.documents import link_document
from comptoir.archive.models import ArchivedInvoice
from comptoir.audit.models import Event
from comptoir.documents.actions import keep
from comptoir.documents.store import path_of
from tests.firms.people import NOW, office
from tests.formats.pdf.make import pdf
from tests.ledger.bookkeeping import TextBooks
from tests.web.portal.page import links, text_of


@pytest.fixture(autouse=True)
def booked(books) -> None:
    books.book("""
        2026-01-10 PUR 1  440000 Proximus  -121.00
        2026-02-10 PUR 2  440000 Vivaqua    -80.00
        2026-03-01 PUR 3  440000 =Engie     -50.00
        2026-03-02 SAL 1  400000 Dupont      10.00
        2026-03-03 SAL 2  400000 Dupont      20.00
    """)


@pytest.fixture
def prefix(dossier) -> str:
    return f"/d/{dossier.pk}/archive/purchases/"


@pytest.fixture
def foreign(other, booked) -> str:
    """The id of a purchase of another dossier."""
    theirs = TextBooks(other)
    theirs.book("2026-01-10 PUR 9  440000 Proximus  -7.00")
    return str(theirs.row("PUR 9").pk)


@pytest.fixture
def attach(books, dossier, tmp_path, settings):
    settings.DOCUMENTS = tmp_path / "documents"

    def attached(piece: str, content: bytes) -> Path:
        document = keep(content, dossier=dossier, name="scan", by=office(dossier.firm, dossier), at=NOW)
        link_document(books.row(piece), document, reason="piece", at=NOW)
        return path_of(document.sha256)

    return attached


def ids(books, *pieces: str) -> list[str]:
    return [str(books.row(piece).pk) for piece in pieces]


def ticked() -> list[str]:
    return [str(row)[:3] + row.number for row in ArchivedInvoice.objects.exclude(handled_at=None).order_by("number")]


def notice(page: HttpResponse) -> str:
    return text_of(page.content.decode().partition('id="notices"')[2].partition("</div>")[0].partition(">")[2])


def button_of(page: HttpResponse) -> str:
    """Where the notice's button leads."""
    return page.content.decode().partition('form="undo" formaction="')[2].partition('"')[0].replace("&amp;", "&")


def zip_of(answer: HttpResponse) -> dict[str, bytes]:
    content = b"".join(answer.streaming_content)
    assert int(answer["Content-Length"]) == len(content)
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_picked_rows_are_ticked_and_the_notice_says_how_many_and_what_they_sum_to(carl, books, prefix):
    carl.post(f"{prefix}{books.row('PUR 1').pk}/handled", {"handled": "yes"})

    page = carl.post(f"{prefix}picked/handled", {"ids": ids(books, "PUR 1", "PUR 2")}, follow=True)

    assert ticked() == ["PUR1", "PUR2"]
    assert notice(page) == (
        "Marked as handled: 1 piece. Unchanged: 1 piece. Selected in all: 201.00, of which 201.00 open. Undo"
    )


def test_the_form_goes_back_to_the_list_it_came_from_with_its_filter(carl, books, prefix):
    back = f"{prefix}?handled=no"

    answer = carl.post(f"{prefix}picked/handled", {"ids": ids(books, "PUR 2"), "next": back, "handled": "no"})
    elsewhere = carl.post(f"{prefix}picked/handled", {"ids": ids(books, "PUR 3"), "next": "https://evil.example"})

    assert (answer.status_code, answer["Location"]) == (302, back)
    assert elsewhere["Location"] == prefix


def test_the_notice_undoes_what_was_done(carl, books, prefix):
    page = carl.post(f"{prefix}picked/handled", {"ids": ids(books, "PUR 1", "PUR 2")}, follow=True)

    undone = carl.post(button_of(page), {"next": f"{prefix}?q=x"}, follow=True)

    assert ticked() == []
    assert undone.redirect_chain == [(f"{prefix}?q=x", 302)]
    assert notice(undone) == "Undone: 2 pieces."
    assert notice(carl.post(button_of(page), follow=True)) == "Unchanged: 2 pieces."


def test_ticks_are_taken_away(carl, books, prefix):
    carl.post(f"{prefix}picked/handled", {"ids": ids(books, "PUR 1", "PUR 2")})

    page = carl.post(f"{prefix}picked/unhandled", {"ids": ids(books, "PUR 1")}, follow=True)

    assert ticked() == ["PUR2"]
    assert "The tick was taken away: 1 piece." in notice(page)


def test_all_results_are_asked_for_by_number_and_amount_first(carl, books, prefix):
    wanted = {"all": "2", "min": "60", "next": f"{prefix}?min=60"}

    asked = carl.post(f"{prefix}picked/handled", wanted)
    assert (asked.status_code, ticked()) == (200, [])
    assert "Purchases 2 pieces Filter At least 60.00 Amount 201.00 Open 201.00" in text_of(asked.content.decode())

    carl.post(f"{prefix}picked/handled", {**wanted, "sure": "yes"})
    assert ticked() == ["PUR1", "PUR2"]


def test_a_list_that_has_changed_is_asked_for_again(carl, books, prefix):
    answer = carl.post(f"{prefix}picked/handled", {"all": "2", "sure": "yes"})

    assert (answer.status_code, ticked()) == (422, [])
    said = text_of(answer.content.decode())
    assert "The list has changed: it has 3 rows now, and had 2." in said
    assert 'name="all" value="3"' in answer.content.decode()


@pytest.mark.parametrize("act", ["handled", "documents.zip", "list"])
def test_nothing_picked_is_said(carl, prefix, act):
    page = carl.post(f"{prefix}picked/{act}", {"as": "csv"}, follow=True)

    assert notice(page) == "Nothing is selected: tick the rows first."


@pytest.mark.parametrize("act", ["handled", "unhandled", "documents.zip", "list"])
def test_a_foreign_id_among_ones_own_is_a_404_and_nothing_happens(carl, books, prefix, foreign, act):
    answer = carl.post(f"{prefix}picked/{act}", {"ids": [*ids(books, "PUR 1"), foreign], "as": "csv"})

    assert (answer.status_code, ticked()) == (404, [])


@pytest.mark.parametrize(
    "form",
    [
        {"ids": ["0"]},
        {"ids": ["x"]},
        {"ids": ["-1"]},
        {"ids": ["9" * 30]},
        {"ids": ["²"]},
        {"ids": [str(number) for number in range(1, 260)]},
        {"all": "many"},
        {"all": "-1", "sure": "yes"},
        {"all": "3", "of": "987654321"},
    ],
)
def test_what_no_page_of_ours_sends_is_a_404(carl, prefix, form):
    assert carl.post(f"{prefix}picked/handled", form).status_code == 404
    assert ticked() == []


def test_a_row_of_another_tab_or_a_tab_that_is_none_is_a_404(carl, books, prefix, dossier):
    sale = {"ids": ids(books, "SAL 1")}

    assert carl.post(f"{prefix}picked/handled", sale).status_code == 404
    assert carl.post(f"/d/{dossier.pk}/archive/nothing/picked/handled", sale).status_code == 404
    assert ticked() == []


@pytest.mark.parametrize("mark", ["1", "1-1", "0-99", "x"])
def test_a_mark_that_was_never_given_is_a_404(carl, prefix, mark):
    assert carl.post(f"{prefix}picked/undo?mark={mark}").status_code == 404


def test_somebody_elses_mark_is_a_404(carl, anne, books, prefix):
    page = carl.post(f"{prefix}picked/handled", {"ids": ids(books, "PUR 1")}, follow=True)

    assert anne.post(button_of(page)).status_code == 404
    assert ticked() == ["PUR1"]


def test_who_consults_only_may_take_along_but_changes_nothing(rita, books, prefix, attach):
    attach("PUR 1", pdf())
    page = rita.get(prefix).content.decode()

    assert "picked/documents.zip" in page
    assert "picked/handled" not in page
    assert rita.post(f"{prefix}picked/handled", {"ids": ids(books, "PUR 1")}).status_code == 403
    assert rita.post(f"{prefix}picked/documents.zip", {"ids": ids(books, "PUR 1")}).status_code == 200
    assert (ticked(), Event.objects.filter(action__startswith="archive.").count()) == ([], 0)


def test_the_zip_has_the_documents_and_an_index_of_every_row(carl, books, prefix, attach):
    attach("PUR 1", pdf(1))
    attach("PUR 3", pdf(2)).unlink()

    answer = carl.post(f"{prefix}picked/documents.zip", {"all": "3", "sort": "date"})
    inside = zip_of(answer)

    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="0123456749 Purchases 20')
    assert list(inside) == ["index.csv", "index.xlsx", "PUR-1-Proximus.pdf"]
    assert inside["PUR-1-Proximus.pdf"] == pdf(1)
    index = list(csv.DictReader(StringIO(inside["index.csv"].decode("utf-8-sig"))))
    assert [(row["Piece"], row["Partner"], row["Amount"], row["Files"], row["Remark"]) for row in index] == [
        ("PUR 1", "Proximus", "121.00", "PUR-1-Proximus.pdf", ""),
        ("PUR 2", "Vivaqua", "80.00", "", "No document"),
        ("PUR 3", "'=Engie", "50.00", "", "The file of scan is missing from the store."),
    ]
    sheet = load_workbook(BytesIO(inside["index.xlsx"])).worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0][-2:] == ("Files", "Remark")
    assert [line[-1] for line in lines[1:]] == [None, "No document", "The file of scan is missing from the store."]


def test_a_zip_of_rows_without_documents_or_of_too_many_is_refused_in_words(carl, books, prefix, attach, monkeypatch):
    none = carl.post(f"{prefix}picked/documents.zip", {"ids": ids(books, "PUR 1")})
    attach("PUR 1", pdf())
    monkeypatch.setattr(bundle, "MOST_DOCUMENTS", 0)
    many = carl.post(f"{prefix}picked/documents.zip", {"ids": ids(books, "PUR 1")})

    assert (none.status_code, many.status_code) == (422, 422)
    assert "None of these rows has a document." in text_of(none.content.decode())
    assert "These are 1 documents; one ZIP takes at most 0." in text_of(many.content.decode())


def test_the_selection_is_taken_along_as_a_list(carl, books, prefix):
    answer = carl.post(f"{prefix}picked/list", {"ids": ids(books, "PUR 1", "PUR 3"), "as": "csv", "sort": "date"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [row["Piece"] for row in csv.DictReader(StringIO(text))] == ["PUR 1", "PUR 3"]


def test_picked_sales_go_on_to_the_mail_and_purchases_do_not(carl, rita, books, prefix, dossier):
    sales = f"/d/{dossier.pk}/archive/sales/"
    picked = ids(books, "SAL 1", "SAL 2")

    answer = carl.post(f"{sales}picked/mail", {"ids": picked, "sort": "date"})

    assert answer["Location"] == f"{sales}mail/?ids={picked[0]}&ids={picked[1]}"
    assert carl.post(f"{prefix}picked/mail", {"ids": ids(books, "PUR 1")}).status_code == 404
    assert rita.post(f"{sales}picked/mail", {"ids": picked}).status_code == 403
    assert "picked/mail" in carl.get(sales).content.decode()
    assert "picked/mail" not in carl.get(prefix).content.decode()


def test_the_page_offers_all_results_only_where_there_are_more_than_it_shows(carl, books, prefix):
    few = carl.get(f"{prefix}?q=proximus").content.decode()
    books.book("\n".join(f"2026-04-10 PUR {number}  440000 Proximus  -1.00" for number in range(10, 60)))
    page = carl.get(prefix).content.decode()

    assert 'name="all"' not in few
    assert 'name="all" value="53"' in page
    assert "All 53 results" in page


@pytest.mark.parametrize("act", ["handled", "unhandled", "undo", "documents.zip", "list", "mail"])
def test_a_link_does_nothing(carl, prefix, act):
    assert carl.get(f"{prefix}picked/{act}").status_code == 405


def test_the_list_still_links_to_its_rows(carl, prefix):
    assert {"PUR 1", "PUR 2", "PUR 3"} <= set(links(carl.get(prefix)))
