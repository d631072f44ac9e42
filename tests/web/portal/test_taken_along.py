"""The list taken along: CSV and XLSX with every row and column, harmless in a spreadsheet, and the page to print."""

import csv
import io
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from comptoir.firms.models import Person
from comptoir.web.portal.lists import files, taken
from tests.web.portal.page import cells, text_of

BOOKS = """
    2026-01-10 PUR 1  440000 Engie     -1234.56  A  due=2026-02-10
    2026-01-20 BNK 1  440000 Engie      1234.56  A
    2026-02-10 PUR 2  440000 Proximus   -200.00  B  due=2026-03-10
    2026-02-20 BNK 2  440000 Proximus     50.00  B
    2026-04-01 PCN 1  440000 Proximus     60.50
"""


@pytest.fixture
def address(dossier) -> str:
    return f"/d/{dossier.pk}/archive/purchases/"


@pytest.fixture
def booked(books):
    books.book(BOOKS)
    return books


def whole(answer) -> bytes:
    return b"".join(answer.streaming_content)


def read_csv(answer, mark: str) -> list[list[str]]:
    text = whole(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def in_french(browser: Client) -> Client:
    Person.objects.update(language="fr")
    return browser


def test_a_csv_has_every_row_of_the_filter_and_every_column(carl, booked, address):
    lines = read_csv(carl.get(address + "?payment=paid&as=csv"), ",")

    assert lines == [
        ["Piece", "Period", "Date", "Due", "Number", "Partner", "Amount", "Paid", "Open", "Handled", "Document"],
        ["PUR 1", "202601", "10/01/2026", "10/02/2026", "", "Engie", "1234.56", "Paid", "0.00", "", ""],
    ]


def test_a_csv_in_french_has_semicolons_and_decimal_commas(carl, booked, address):
    lines = read_csv(in_french(carl).get(address + "?as=csv&sort=amount"), ";")

    assert [line[0] for line in lines[1:]] == ["PCN 1", "PUR 2", "PUR 1"]
    assert lines[1][6:9] == ["-60,50", "Impayé", "-60,50"]


def test_a_csv_begins_with_the_mark_of_utf_8_and_is_named_after_dossier_list_and_day(carl, booked, address):
    with time_machine.travel(datetime.fromisoformat("2026-05-04T10:00+02:00"), tick=False):
        answer = carl.get(address + "?as=csv")

    assert whole(answer).startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == 'attachment; filename="0123456749 Purchases 2026-05-04.csv"'


@pytest.mark.parametrize("text", ["=1+1", "+32 2", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe_in_csv(text):
    assert files.harmless(text) == f"'{text}"


def test_ordinary_text_stays_as_it_is():
    assert files.harmless("Engie – 12") == "Engie – 12"


def test_a_partner_named_like_a_formula_does_nothing_in_either_file(carl, books, address):
    books.names = {"Evil": '=HYPERLINK("http://x.example")'}
    books.book("2026-01-10 PUR 1  440000 Evil  -10.00")

    line = read_csv(carl.get(address + "?as=csv"), ",")[1]
    cell = load_workbook(io.BytesIO(whole(carl.get(address + "?as=xlsx")))).worksheets[0]["F2"]

    assert line[5] == '\'=HYPERLINK("http://x.example")'
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x.example")')


def test_an_xlsx_has_real_days_and_amounts_under_a_heading_that_stays(carl, booked, address):
    book = load_workbook(io.BytesIO(whole(carl.get(address + "?as=xlsx&sort=due"))))
    sheet = book.worksheets[0]

    assert (sheet.title, sheet.freeze_panes, sheet.max_row) == ("Purchases", "A2", 4)
    assert [cell.value for cell in sheet[2]][:9] == [
        *("PUR 1", "202601", datetime(2026, 1, 10), datetime(2026, 2, 10), None, "Engie", 1234.56, "Paid", 0),
    ]
    assert sheet["C2"].number_format == "dd/mm/yyyy"
    assert sheet["D4"].value is None
    assert sheet.column_dimensions["F"].width > 30


def test_the_second_sheet_says_what_the_first_is(carl, booked, address, dossier):
    book = load_workbook(io.BytesIO(whole(carl.get(address + "?as=xlsx&q=prox&min=100"))))
    about = {label.value: text.value for label, text in book.worksheets[1].iter_rows()}

    assert book.worksheets[1].title == "About this list"
    assert about["Dossier"] == "Atelier (0123456749)"
    assert about["Filtered by"] == "Contains “prox” · At least 100.00"
    assert about["Bank journals up to date until"] == "20/02/2026"


def test_more_rows_than_a_sheet_is_made_of_are_refused_and_offered_as_csv(carl, booked, address, monkeypatch):
    monkeypatch.setattr(files, "MAX_ROWS", 1)

    answer = carl.get(address + "?min=100&as=xlsx")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "The list has 2 rows, and an Excel file is made of at most 1. Take the list as CSV" in text_of(page)
    assert f'href="{address}?min=100&amp;as=csv"' in page
    assert f'href="{address}?min=100"' in page


def test_a_selection_of_more_rows_than_a_sheet_is_made_of_is_offered_as_csv(carl, booked, address, monkeypatch):
    monkeypatch.setattr(files, "MAX_ROWS", 1)

    answer = carl.post(address + "picked/list", {"all": "2", "q": "prox", "as": "xlsx"})

    assert answer.status_code == 422
    assert f'href="{address}?q=prox&amp;as=csv"' in answer.content.decode()


def test_the_page_to_print_shows_the_rows_and_says_what_they_are(carl, booked, address):
    page = carl.get(address + "?q=prox&as=print").content.decode()

    assert "Dossier Atelier (0123456749) List Purchases Filtered by Contains “prox”" in text_of(page)
    assert "PUR 2 202602 10/02/2026 10/03/2026 Proximus 200.00 Partly paid" in text_of(page)
    assert "2 pieces 139.50 Open 89.50" in text_of(page)
    assert "Only the first" not in page


def test_a_page_to_print_that_is_cut_says_so(carl, booked, address, monkeypatch):
    monkeypatch.setattr(taken, "PRINTED", 2)

    page = carl.get(address + "?as=print").content.decode()

    assert "Only the first 2 rows are on this page." in text_of(page)
    assert [cells(row)[0] for row in page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]] == [
        "PCN 1",
        "PUR 2",
    ]


def test_an_unknown_way_of_taking_it_along_is_the_list(carl, booked, address):
    assert 'id="list"' in carl.get(address + "?as=exe").content.decode()


def test_taking_the_list_along_needs_the_right_to_see_it(paul, nora, booked, address):
    assert paul.get(address + "?as=csv").status_code == 403
    assert nora.get(address + "?as=csv").status_code == 404


def test_a_partner_of_another_dossier_is_not_found_in_a_file_either(carl, booked, address):
    assert carl.get(address + "?as=csv&of=987654321").status_code == 404
