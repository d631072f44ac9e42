"""Due-date balances, trial balance and result by period: on the page, as Excel and as PDF, as of two dates."""

import io
import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from comptoir.figures.periods import years_of
from comptoir.figures.results import added, year_figures
from comptoir.figures.schemes import SCHEMES
from comptoir.firms.models import Dossier, Person
from comptoir.ledger.models import Books, Entry, Period
from comptoir.records.books import JournalType
from comptoir.web.portal.reports import answer as answer_module
from tests.firms.people import in_dossier, seated
from tests.web.portal.page import links, text_of

BOOKS = """
    2025-03-10 SAL 1  400000 C1       1210.00  A  due=2025-04-10
    2025-03-10 SAL 1  700000 -       -1210.00
    2025-05-02 BNK 1  400000 C1      -1210.00  A
    2025-05-02 BNK 1  550000 -        1210.00
    2025-06-01 PUR 1  440000 Engie    -300.00     due=2025-07-01
    2025-06-01 PUR 1  612000 -         300.00
    2026-01-10 SAL 2  400000 C1        121.00     due=2026-02-10
    2026-01-10 SAL 2  700000 -        -121.00
    2026-03-10 SAL 3  400000 C1         10.00  B  due=2026-04-10
    2026-03-10 SAL 3  700000 -         -10.00
    2026-03-15 BNK 2  400000 C1        -21.00
    2026-03-15 BNK 2  550000 -          21.00
    2026-03-20 SAL 4  400000 C2        500.00  C  due=2026-03-31
    2026-03-20 SAL 4  700000 -        -500.00
    2026-03-31 BNK 3  400000 C2       -500.00  C
    2026-03-31 BNK 3  550000 -         500.00
    2026-03-31 BNK 4  612000 -         100.00
    2026-03-31 BNK 4  550000 -        -100.00
"""
DUE, TRIAL, RESULT = "reports/due/customers/", "reports/trial/", "reports/result/"


@pytest.fixture(autouse=True)
def on_the_first_of_april():
    with time_machine.travel("2026-04-01T10:00:00+02:00", tick=False):
        yield


@pytest.fixture
def booked(books):
    """Two years of books."""
    books.names |= {"C1": "Martin", "C2": "=Émile"}
    books.book(BOOKS)
    return books


@pytest.fixture
def here(dossier) -> str:
    """Where the dossier's portal begins."""
    return f"/d/{dossier.pk}/"


def table(answer) -> list[list[str]]:
    """The rows of the report, without empty cells."""
    body = answer.content.decode().partition('report">')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr class=\"is-\w+\">(.*?)</tr>", body, re.DOTALL)
    return [[text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def said(answer) -> str:
    return text_of(answer.content.decode())


def sheet(answer) -> list[list[object]]:
    """The cells of the workbook."""
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [[cell for cell in row if cell is not None] for row in book.worksheets[0].iter_rows(values_only=True)]


def pdf_text(answer) -> str:
    """The words of the PDF."""
    document = PdfDocument(answer.content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_the_balance_of_today_has_a_row_for_every_customer_and_the_sums_of_the_history(carl, booked, here):
    answer = carl.get(here + DUE)

    assert table(answer) == [
        ["Martin", "10.00", "", "121.00", "", "", "−21.00", "110.00"],
        ["Total", "10.00", "0.00", "121.00", "0.00", "0.00", "−21.00", "110.00"],
    ]
    assert "Total open 110.00" in said(carl.get(here + "history/customers/"))
    assert "As of 01/04/2026 Accounts up to date until not yet known Bank journals up to date until 31/03/2026" in said(
        answer
    )
    assert links(answer)["Martin"].startswith(f"{here}history/customers/")


def test_a_day_gone_by_counts_what_was_booked_until_then(carl, booked, here):
    answer = carl.get(here + DUE + "?on=2025-04-30")
    assert table(answer) == [
        ["Martin", "", "1,210.00", "", "", "", "1,210.00"],
        ["Total", "0.00", "1,210.00", "0.00", "0.00", "0.00", "1,210.00"],
    ]
    assert links(answer)["Martin"].endswith("?as_of=2025-04-30")
    assert "Nothing was open on that day." in said(carl.get(here + DUE + "?on=2024-12-31"))


def test_every_open_item_stands_below_its_partner(carl, booked, here):
    answer = carl.get(here + DUE + "?items=yes")
    assert table(answer)[:4] == [
        ["Martin", "", "", "", "", "10.00", "", "121.00", "", "", "−21.00", "110.00"],
        ["SAL 2", "", "10/01/2026", "10/02/2026", "50", "", "", "121.00", "", "", "", "121.00"],
        ["SAL 3", "", "10/03/2026", "10/04/2026", "", "10.00", "", "", "", "", "", "10.00"],
        ["BNK 2", "", "15/03/2026", "", "", "", "", "", "", "", "−21.00", "−21.00"],
    ]


def test_what_we_owe_suppliers_is_positive(carl, booked, here):
    assert table(carl.get(here + "reports/due/suppliers/")) == [
        ["Engie", "", "", "", "", "300.00", "300.00"],
        ["Total", "0.00", "0.00", "0.00", "0.00", "300.00", "300.00"],
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-04-02", "02/04/2026 is still to come: what will be open then, nobody knows yet."),
        ("soon", "“soon” is not a date; write it like 31/03/2026 or 03/2026."),
        ("2026-02-30", "“2026-02-30” is not a date; write it like 31/03/2026 or 03/2026."),
    ],
)
def test_a_day_to_come_and_what_is_no_day_is_refused_in_words(carl, booked, here, typed, sentence):
    for wanted in ("", "&as=xlsx", "&as=pdf"):
        answer = carl.get(f"{here}{DUE}?on={typed}{wanted}")
        assert answer.status_code == 422
        assert sentence in said(answer)


def test_with_limited_reporting_there_are_no_due_dates_and_the_rest_is_there(carl, booked, here, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(limited_reporting=True)
    assert carl.get(here + DUE).status_code == 403
    assert carl.get(here + DUE + "?as=xlsx").status_code == 403
    index = said(carl.get(here + "reports/"))
    assert "Due-date balance" not in index
    assert "Trial balance" in index
    answer = carl.get(here + TRIAL)
    assert answer.status_code == 200
    assert "history/accounts" not in answer.content.decode()


def test_the_trial_balance_has_the_year_before_at_the_same_moment_beside_it(carl, booked, here):
    answer = carl.get(here + TRIAL)
    assert table(answer) == [
        ["400000", "400000", "", "631.00", "521.00", "110.00", "1,210.00"],
        ["440000", "440000", "−300.00", "", "", "−300.00", "0.00"],
        ["Class 4", "", "−300.00", "631.00", "521.00", "−190.00", "1,210.00"],
        ["550000", "550000", "1,210.00", "521.00", "100.00", "1,631.00", "0.00"],
        ["Class 5", "", "1,210.00", "521.00", "100.00", "1,631.00", "0.00"],
        ["612000", "612000", "", "100.00", "", "100.00", "0.00"],
        ["Class 6", "", "0.00", "100.00", "0.00", "100.00", "0.00"],
        ["700000", "700000", "", "", "631.00", "−631.00", "−1,210.00"],
        ["Class 7", "", "0.00", "0.00", "631.00", "−631.00", "−1,210.00"],
        ["Total", "", "910.00", "1,252.00", "1,252.00", "910.00", "0.00"],
    ]
    page = said(answer)
    assert "Balance on 31/03/2026 Balance on 31/03/2025" in page
    assert "Debit and credit agree: 1,252.00 on each side." in page
    assert "The opening balances come to 910.00: the result of the year before is not among them" in page


def test_the_trial_balance_until_a_period_and_of_the_first_year(carl, booked, here):
    assert table(carl.get(here + TRIAL + "?year=2026&until=202602"))[-1] == [
        "Total",
        *("", "910.00", "121.00", "121.00", "910.00", "0.00"),
    ]
    first = carl.get(here + TRIAL + "?year=2025")
    assert table(first)[-1] == ["Total", "", "0.00", "2,720.00", "2,720.00", "0.00"]
    assert "The books hold no year that ends where this one begins" in said(first)
    for wrong in ("?year=2019", "?until=209901", "?year=2025&until=202601"):
        assert carl.get(here + TRIAL + wrong).status_code == 404


def test_entries_that_close_a_year_are_left_out_of_the_trial_balance(carl, booked, here):
    booked.types["CLO"] = JournalType.CLOSING
    booked.book("""
        2025-12-31 CLO 1  700000 -       1210.00
        2025-12-31 CLO 1  612000 -       -300.00
        2025-12-31 CLO 1  140000 -       -910.00
    """)
    answer = carl.get(here + TRIAL + "?year=2025&until=202512")
    assert table(answer)[-1] == ["Total", "", "0.00", "2,720.00", "2,720.00", "0.00"]
    assert "The entries that close a year are left out" in said(answer)


def test_the_result_stands_beside_the_same_months_a_year_earlier(carl, booked, here):
    rows = table(carl.get(here + RESULT))
    assert [(row[0], row[-1]) for row in rows] == [
        *(("70 Turnover", "631.00"), ("2025", "1,210.00")),
        *(("Operating income", "631.00"), ("2025", "1,210.00")),
        *(("Total income", "631.00"), ("2025", "1,210.00")),
        *(("61 Services and other goods", "100.00"), ("2025", "0.00")),
        *(("Operating costs", "100.00"), ("2025", "0.00")),
        *(("Total costs", "100.00"), ("2025", "0.00")),
        *(("Result before taxes", "531.00"), ("2025", "1,210.00")),
    ]
    assert rows[-2][1:] == ["121.00", "0.00", "410.00", "531.00"]
    assert rows[-1][1:] == ["0.00", "0.00", "1,210.00", "1,210.00"]


def test_the_result_agrees_with_the_key_figures_to_the_cent(carl, booked, here, dossier):
    last = {"2025": date(2025, 6, 1), "2026": date(2026, 3, 1)}
    access = in_dossier(seated("Eva", "full_access", dossier.firm, dossier), dossier)
    for year in years_of(access):
        figures = year_figures(access, SCHEMES["BE"], year, None)
        rows = table(carl.get(f"{here}{RESULT}?year={year.name}"))
        result = next(row for row in rows if row[0] == "Result before taxes")
        told = [int(text.replace(",", "").replace(".", "").replace("−", "-")) for text in result[1:]]
        booked = [column.sums.result for column in figures.columns if column.span.first <= last[year.name]]
        assert told == [*booked, added(figures.columns).result]


def test_accounts_stand_below_their_heading_and_provisional_periods_are_said(carl, booked, here):
    answer = carl.get(here + RESULT + "?accounts=yes")
    assert [row[0] for row in table(answer) if row[0].startswith("612")] == ["612000 612000"]
    assert "* These periods are provisional" in said(answer)


def test_only_processed_periods_are_told_where_the_dossier_is_set_so(carl, booked, here, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(only_processed=True)
    assert "No period of this year is processed yet." in said(carl.get(here + RESULT))
    Books.objects.filter(dossier=dossier).update(accounts_until=date(2026, 3, 31))
    answer = carl.get(here + RESULT)
    assert [row[1:] for row in table(answer) if row[0] == "Result before taxes"] == [
        ["121.00", "0.00", "410.00", "531.00"]
    ]
    assert "Only periods that your accountant has processed are shown." in said(answer)


def test_a_dossier_without_books_and_one_of_another_country_say_what_is_missing(carl, here, dossier, books):
    for report in (TRIAL, RESULT):
        assert "Nothing is booked yet." in said(carl.get(here + report))
    assert "Nothing was open on that day." in said(carl.get(here + DUE))
    books.book(BOOKS)
    Dossier.objects.filter(pk=dossier.pk).update(country="NL")
    assert "does not say by its numbers what is income" in said(carl.get(here + RESULT))
    assert carl.get(here + TRIAL).status_code == 200


def test_books_without_periods_are_told_by_calendar_month(carl, booked, here, dossier):
    Entry.objects.filter(dossier=dossier).update(period=None)
    Period.objects.filter(dossier=dossier).delete()
    answer = carl.get(here + TRIAL)
    assert table(answer)[-1] == ["Total", "", "910.00", "1,252.00", "1,252.00", "910.00"]
    assert "nothing stands beside it" in said(answer)
    assert [row[-1] for row in table(carl.get(here + RESULT)) if row[0] == "Result before taxes"] == ["531.00"]


@pytest.mark.parametrize("report", [DUE, DUE + "?items=yes", "reports/due/suppliers/", TRIAL, RESULT])
def test_the_workbook_says_as_of_when_it_is_and_has_the_figures_of_the_page(carl, booked, here, report):
    mark = "&" if "?" in report else "?"
    rows = sheet(carl.get(f"{here}{report}{mark}as=xlsx"))
    flat = [cell for row in rows for cell in row]
    assert {"As of", "Accounts up to date until", "Bank journals up to date until", "31/03/2026"} <= set(flat)
    last = [float(text.replace(",", "").replace("−", "-")) for text in table(carl.get(here + report))[-1][1:] if text]
    assert [cell for row in rows if row and len(row) > len(last) - 1 for cell in row[-len(last) :]][
        -len(last) :
    ] == last


def test_a_name_like_a_formula_stays_a_text(carl, booked, here):
    rows = sheet(carl.get(here + DUE + "?on=2026-03-25&as=xlsx"))
    assert "=Émile" in [row[0] for row in rows if row]


@pytest.mark.parametrize("report", [DUE, DUE + "?items=yes", "reports/due/suppliers/", TRIAL, RESULT])
def test_the_pdf_says_as_of_when_it_is_and_has_the_last_sum_of_the_page(carl, booked, here, report):
    mark = "&" if "?" in report else "?"
    answer = carl.get(f"{here}{report}{mark}as=pdf")
    assert answer["Content-Type"] == "application/pdf"
    words = pdf_text(answer)
    assert "Accounts up to date until not yet known" in words
    assert "Bank journals up to date until 31/03/2026" in words
    assert table(carl.get(here + report))[-1][-1] in words


def test_a_long_report_stops_on_the_page_with_its_sums_and_the_workbook_has_it_all(carl, booked, here, monkeypatch):
    monkeypatch.setattr(answer_module, "MOST_SHOWN", 4)
    monkeypatch.setattr(answer_module, "MOST_IN_PDF", 4)
    booked.book("\n".join(f"2026-02-01 SAL 5{n} 400000 N{n} 1.00 due=2026-03-01" for n in range(5)))
    for report in (DUE + "?", DUE + "?items=yes&"):
        page = carl.get(here + report)
        assert [row[0] for row in table(page)][-1] == "Total"
        assert "The page stops here:" in said(page)
        assert len(table(page)) < 7
        assert carl.get(f"{here}{report}as=pdf").status_code == 422
        names = [row[0] for row in sheet(carl.get(f"{here}{report}as=xlsx")) if row]
        assert {f"N{n}" for n in range(5)} < set(names)


@pytest.mark.parametrize(("language", "word"), [("fr", "Balance échéancée clients"), ("nl", "Vervaldagbalans klanten")])
def test_page_and_pdf_speak_the_language_of_the_reader(carl, booked, here, language, word):
    Person.objects.update(language=language)
    assert word in said(carl.get(here + DUE))
    assert word in pdf_text(carl.get(here + DUE + "?as=pdf"))


@pytest.mark.parametrize("report", [DUE, DUE + "?items=yes", DUE + "?on=2026-03-30", TRIAL, RESULT])
def test_a_report_costs_the_same_with_more_rows(carl, booked, here, report):
    def cost() -> int:
        carl.get(here + report)
        with CaptureQueriesContext(connection) as asked:
            carl.get(here + report)
        return len(asked)

    few = cost()
    booked.book(
        "\n".join(f"2026-02-{day:02d} SAL 1{day} 400000 N{day} {day}.00 due=2026-03-{day:02d}" for day in range(1, 28))
        + "\n2026-02-10 PUR 90 440000 Luminus -50.00\n2026-02-10 PUR 90 613000 - 50.00"
    )
    assert cost() == few


def test_a_fiscal_year_that_is_not_the_calendar_year_has_its_own_year_beside_it(carl, booked, here, dossier):
    dossier.entries.update(period=None)
    Period.objects.filter(dossier=dossier).delete()
    for year, code, first, last in (
        ("2025", "2025H1", "2024-07-01", "2024-12-31"),
        ("2025", "2025H2", "2025-01-01", "2025-06-30"),
        ("2026", "2026H1", "2025-07-01", "2025-12-31"),
        ("2026", "2026H2", "2026-01-01", "2026-06-30"),
    ):
        span = {"start_on": date.fromisoformat(first), "end_on": date.fromisoformat(last)}
        Period.objects.create(dossier=dossier, code=code, fiscal_year=year, **span)

    result = carl.get(here + RESULT)
    assert table(result)[-2:] == [
        ["Result before taxes", "0.00", "531.00", "531.00"],
        ["2025", "0.00", "910.00", "910.00"],
    ]
    assert "01/07/2025 – 31/12/2025" in said(result)
    assert table(carl.get(here + TRIAL))[3] == [
        "550000",
        "550000",
        "1,210.00",
        "521.00",
        "100.00",
        "1,631.00",
        "1,210.00",
    ]
    assert "Balance on 30/06/2026 Balance on 30/06/2025" in said(carl.get(here + TRIAL))
