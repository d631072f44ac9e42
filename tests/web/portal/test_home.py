"""The first page: what to do first, key figures with until when they count, charts, and what is missing in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache

from comptoir.archive.models import ArchivedInvoice
from comptoir.figures.models import CostCategory
from comptoir.firms.models import Person
from comptoir.intake.actions.sending import send
from comptoir.intake.models import Submission
from comptoir.ledger.models import Books, Period
from tests.firms.people import NOW, in_dossier
from tests.formats.pdf.make import pdf
from tests.web.portal.handed import handing_by
from tests.web.portal.page import links, text_of

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture(autouse=True)
def today():
    """A day of which the pages tell."""
    with time_machine.travel(datetime(2026, 6, 15, 12, 0, tzinfo=BRUSSELS), tick=False):
        cache.clear()
        yield


@pytest.fixture
def booked(books):
    """Two years of sales and costs, something overdue on both sides, a bank until 31 May."""
    books.book("""
        2025-01-10 SAL 1  400000 Martin     1210.00  due=2025-02-10
        2025-01-10 SAL 1  700000 -         -1210.00
        2026-01-10 SAL 1  400000 Martin      605.00  due=2026-02-10
        2026-01-10 SAL 1  700000 -          -605.00
        2026-02-10 PUR 1  440000 Proximus   -121.00  due=2026-03-10
        2026-02-10 PUR 1  612000 -           100.00
        2026-02-10 PUR 1  650000 -            21.00
        2026-04-10 PUR 2  440000 Engie       -50.00  due=2026-07-10
        2026-04-10 PUR 2  610000 -            50.00
        2026-05-31 BNK 1  550000 -           300.00
    """)
    until(books, date(2026, 3, 31))
    return books


def until(books, day: date | None) -> None:
    Books.objects.filter(dossier=books.dossier).update(accounts_until=day)
    cache.clear()


def page_of(browser, dossier, query: str = "") -> str:
    answer = browser.get(f"/d/{dossier.pk}/{query}")
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def test_what_to_do_first_leads_to_its_ready_made_view(carl, dossier, booked):
    page = page_of(carl, dossier)
    found = links(carl.get(f"/d/{dossier.pk}/"))

    assert "Purchases to pay, overdue Open, and the due date has passed. 1 121.00" in page
    assert "Sales to be paid, overdue Open, and the due date has passed. 2 1,815.00" in page
    assert "Purchases open and not handled Open, without your tick. 2 171.00" in page
    assert "handled, still open" not in page
    overdue = next(address for words, address in found.items() if words.startswith("Purchases to pay"))
    assert overdue == f"/d/{dossier.pk}/archive/purchases/?overdue=yes"


def test_a_tick_that_the_books_do_not_follow_is_told(carl, dossier, booked):
    ticked = datetime(2026, 5, 1, 12, 0, tzinfo=BRUSSELS)
    ArchivedInvoice.objects.filter(number="2", tab="purchases").update(handled_at=ticked)
    cache.clear()

    assert "Purchases handled, still open" in page_of(carl, dossier)


def test_nothing_to_do_is_said_in_words(carl, dossier, books):
    books.book("2026-01-10 OD 1 700000 - -10.00")

    assert "Nothing to do: no invoice is overdue" in page_of(carl, dossier)


def test_the_key_figures_are_those_of_the_active_year_with_what_is_provisional(carl, dossier, booked):
    page = page_of(carl, dossier)

    assert "Key figures 01/01/2026 – 31/12/2026" in page
    assert "Operating income 70–74 605.00" in page
    assert "Operating costs 60–64 150.00" in page
    assert "Other costs 65–66 21.00" in page
    assert "Operating result 455.00" in page
    assert "Result before taxes 434.00" in page
    assert "What is booked after 31/03/2026 is provisional" in page
    assert "On 31/05/2026, the last day that the bank journals tell" in page


def test_a_year_that_is_done_says_until_when_the_accounts_are(carl, dossier, booked):
    page = page_of(carl, dossier, "?year=2025")

    assert "The accounts are up to date until 31/03/2026." in page
    assert "is provisional: your accountant" not in page


def test_only_processed_periods_stop_at_the_first_date_and_stand_beside_the_year_before(carl, dossier, booked):
    dossier.only_processed = True
    dossier.save()

    page = page_of(carl, dossier)

    assert "Operating costs 60–64 100.00 0.00" in page
    assert "Operating income 70–74 605.00 1,210.00" in page
    assert (
        "Key figures count the periods until 31/03/2026, for the accounts are up to date until 31/03/2026. Later periods "
        "are drawn grey." in page
    )
    assert "Apr provisional" in page
    assert "Mar provisional" not in page


def test_with_the_option_and_no_first_date_there_are_no_key_figures_but_words(carl, dossier, booked):
    dossier.only_processed = True
    dossier.save()
    until(booked, None)

    page = page_of(carl, dossier)

    assert "your accountant has not said yet until when the accounts are up to date" in page
    assert "Result before taxes" not in page
    assert "No costs are booked in these periods." in page


def test_a_year_and_a_period_are_chosen_in_the_address(carl, dossier, booked):
    assert "Operating income 70–74 1,210.00" in page_of(carl, dossier, "?year=2025")
    assert "Operating costs 60–64 50.00" in page_of(carl, dossier, "?year=2026&period=202604")
    assert 'href="?year=2025" title="The year before"' in carl.get(f"/d/{dossier.pk}/").content.decode()


def test_a_year_or_period_that_is_not_there_is_said(carl, dossier, booked):
    assert "There is no fiscal year “1999” in the books; this is 2026." in page_of(carl, dossier, "?year=1999")
    assert "There is no period “x” in 2026; this is the whole year." in page_of(carl, dossier, "?year=2026&period=x")


def test_costs_stand_under_their_categories_and_what_none_covers_by_itself(carl, dossier, booked):
    CostCategory.objects.create(firm=dossier.firm, name_en="Rent", roots=["610"])
    CostCategory.objects.create(firm=dossier.firm, name_en="Services", roots=["61"])

    page = page_of(carl, dossier)

    assert "Services 100.00 58 % Rent 50.00 29 % Without category 21.00 12 % Total 171.00" in page
    assert "Accounts without category 650000 650000 21.00" in page


def test_receivables_and_payables_lead_to_the_history_of_that_age(carl, dossier, booked):
    answer = carl.get(f"/d/{dossier.pk}/")

    assert f'href="/d/{dossier.pk}/history/customers/?age=older"' in answer.content.decode()
    assert "Total 1,815.00" in text_of(answer.content.decode())


def test_limited_reporting_hides_what_is_open_and_liquid_and_leaves_the_results(carl, dossier, booked):
    dossier.limited_reporting = True
    dossier.save()

    page = page_of(carl, dossier)

    assert "Operating costs 60–64 150.00" in page
    for hidden in ("To do first", "Liquidity", "Receivables", "Payables", "1,815.00", "history/"):
        assert hidden not in page


def test_books_without_periods_are_told_by_calendar_months_and_say_so(carl, dossier, booked):
    dossier.entries.update(period=None)
    Period.objects.filter(dossier=dossier).delete()
    cache.clear()

    page = page_of(carl, dossier)

    assert "The books give no booking periods for this year; these are calendar months." in page
    assert "Operating costs 60–64 150.00" in page


def test_a_fiscal_year_that_is_not_the_calendar_year_says_its_days(carl, dossier, booked):
    dossier.entries.update(period=None)
    Period.objects.filter(dossier=dossier, fiscal_year="2026").delete()
    for number, (first, last) in enumerate([("2025-07-01", "2025-12-31"), ("2026-01-01", "2026-06-30")]):
        Period.objects.create(
            dossier=dossier,
            code=f"H{number}",
            fiscal_year="2026",
            start_on=date.fromisoformat(first),
            end_on=date.fromisoformat(last),
        )
    cache.clear()

    page = page_of(carl, dossier)

    assert "Key figures 01/07/2025 – 30/06/2026" in page
    assert "2026 (01/07/2025 – 30/06/2026)" in page
    assert "01/26–06/26" in page


def test_a_dossier_with_nothing_in_it_says_what_is_missing(carl, dossier):
    page = page_of(carl, dossier)

    assert "Nothing is booked in this dossier yet." in page
    assert "Nothing is open." in page


def test_a_country_without_a_scheme_has_no_key_figures_and_shows_the_rest(carl, dossier, booked):
    dossier.country = "NL"
    dossier.save()

    page = page_of(carl, dossier)

    assert "No key figures are made for Netherlands" in page
    assert "Total 1,815.00" in page


def test_what_waits_and_what_is_in_progress_is_counted_and_leads_there(carl, paul, dossier, tmp_path, settings):
    settings.DOCUMENTS = tmp_path / "documents"
    handed = handing_by("Paul", dossier)
    for number in (1, 2, 3):
        handed(pdf(number), f"{number}.pdf")
    by = in_dossier(Person.objects.get(name="Paul"), dossier)
    send(Submission.objects.filter(name="3.pdf"), by=by, at=NOW)

    for browser in (carl, paul):
        page = browser.get(f"/d/{dossier.pk}/")
        words = text_of(page.content.decode())
        assert "Documents waiting in your mailboxes Look at them, and send them to your accountant. 2" in words
        assert "Documents in progress Sent to your accountant, and not booked yet. 1" in words
        assert f'class="first-item" href="/d/{dossier.pk}/mailboxes/"' in page.content.decode()
        assert f'class="first-item is-none" href="/d/{dossier.pk}/in-progress/"' in page.content.decode()


def test_the_page_costs_the_same_queries_whatever_is_booked(carl, dossier, booked, django_assert_num_queries):
    carl.get(f"/d/{dossier.pk}/")
    with django_assert_num_queries(27):
        carl.get(f"/d/{dossier.pk}/")
    booked.book("\n".join(f"2026-03-{day:02d} OD {day} 61{day:02d}00 - {day}.00" for day in range(1, 29)))
    carl.get(f"/d/{dossier.pk}/")
    with django_assert_num_queries(27):
        carl.get(f"/d/{dossier.pk}/")
