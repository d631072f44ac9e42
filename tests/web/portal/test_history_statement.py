"""The statement of account: what the PDF says, in whose language, and that no name can bend it."""

import pypdfium2
import pytest
import time_machine

from comptoir.formats.statement.make import Statement, statement_pdf
from comptoir.ledger.models import Line, Partner

HOSTILE = '#panic("x") $a$ *b* _c_ `d` [e] {f} \\ "g" <h> @i = j // k /* l */ \u202e\x00\x07\U0001f4a5'


@pytest.fixture(autouse=True)
def on_the_first_of_april():
    with time_machine.travel("2026-04-01T10:00:00+02:00", tick=False):
        yield


@pytest.fixture
def booked(books):
    books.names["C1"] = "Martin SA"
    books.book("""
        2026-01-02 SAL 9  400000 C1       1000.00  A  due=2026-01-10
        2026-01-10 SAL 1  400000 C1        121.00     due=2026-02-10
        2026-02-01 BNK 1  400000 C1      -1000.00  A
        2026-03-10 SAL 2  400000 C1         10.00     due=2026-04-10
    """)
    Line.objects.filter(cents=12100).update(communication="123456789002")
    return books


def text(answer) -> str:
    """What the PDF says, page after page."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(answer.content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def statement(dossier, query: str = "") -> str:
    """The address of the first partner's statement."""
    return f"/d/{dossier.pk}/history/customers/{Partner.objects.get(dossier=dossier).pk}/statement{query}"


def test_open_items_say_sender_day_items_communication_total_and_ages(carl, booked, dossier):
    said = text(carl.get(statement(dossier)))

    assert said.startswith(f"{dossier.name} BE {dossier.number} Martin SA C1 Statement of account: open items")
    assert "As of 01/04/2026 Amounts in EUR" in said
    assert "10/01/2026 SAL 1 SAL 1 · +++123/4567/89002+++ 10/02/2026 121.00 121.00" in said
    assert "10/03/2026 SAL 2 SAL 2 10/04/2026 10.00 10.00" in said
    assert "Total in our favour 131.00" in said
    assert (
        "Age of what is open Not due 1–30 days 31–60 days 61–90 days Over 90 days 10.00 0.00 121.00 0.00 0.00" in said
    )
    assert "until 01/02/2026." in said
    assert "Page 1 of 1" in said
    assert "SAL 9" not in said


def test_a_payment_that_is_not_lettered_stands_apart_from_the_ages(carl, booked, dossier):
    booked.book("2026-03-20 BNK 2  400000 C1  -30.00")

    said = text(carl.get(statement(dossier)))

    assert "Total in our favour 101.00" in said
    assert "61–90 days Over 90 days Not lettered 10.00 0.00 121.00 0.00 0.00 −30.00" in said


def test_open_items_of_a_day_gone_by_are_those_of_that_day(carl, booked, dossier):
    said = text(carl.get(statement(dossier, "?until=31/01/2026")))

    assert "As of 31/01/2026" in said
    assert "02/01/2026 SAL 9 SAL 9 10/01/2026 1,000.00 1,000.00" in said
    assert "Total in our favour 1,121.00" in said


def test_movements_begin_with_the_opening_balance_and_run_to_the_closing_one(carl, booked, dossier):
    said = text(carl.get(statement(dossier, "?kind=activity&from=05/01/2026&until=03/2026")))

    assert "Statement of account: movements Period 05/01/2026 – 31/03/2026" in said
    assert "05/01/2026 Opening balance 1,000.00 10/01/2026 SAL 1" in said
    assert "01/02/2026 BNK 1 BNK 1 1,000.00 121.00" in said
    assert "Total in our favour 131.00 1,000.00 131.00" in said


@pytest.mark.parametrize(
    ("language", "title", "amount"),
    [
        ("fr", "Relevé de compte : postes ouverts", "Total en notre faveur 131,00"),
        ("nl", "Rekeningoverzicht: openstaande posten", "Totaal in ons voordeel 131,00"),
        ("en", "Statement of account: open items", "Total in our favour 131.00"),
    ],
)
def test_it_is_written_in_the_partners_language_whatever_the_readers(carl, booked, dossier, language, title, amount):
    Partner.objects.update(language=language)

    said = text(carl.get(statement(dossier), headers={"Accept-Language": "de"}))

    assert title in said.replace("\xa0", " ")
    assert amount in said


def test_what_suppliers_are_owed_is_positive(carl, books, dossier):
    books.book("2026-01-10 PUR 1  440000 Engie    -242.00  due=2026-02-10")

    said = text(carl.get(f"/d/{dossier.pk}/history/suppliers/{Partner.objects.get().pk}/statement"))

    assert "242.00 242.00 Total in your favour 242.00" in said


def test_with_nothing_open_it_says_so(carl, books, dossier):
    books.book("""
        2026-01-10 SAL 1  400000 C1   121.00  A
        2026-01-11 BNK 1  400000 C1  -121.00  A
    """)
    assert "Nothing is open." in text(carl.get(statement(dossier)))


def test_a_hostile_name_is_written_as_it_is(carl, booked, dossier):
    name = HOSTILE.replace("\x00", "")
    Partner.objects.update(name=name, key=name[:80])
    Line.objects.update(text=name)

    answer = carl.get(statement(dossier))

    assert '#panic("x") $a$ *b* _c_ `d` [e] {f} \\ "g" <h> @i = j // k /* l */' in text(answer)
    assert answer["Content-Disposition"].startswith('attachment; filename="statement-panicx')


def test_a_long_account_takes_many_numbered_pages(carl):
    row = ("01/01/2026", "SAL 1", HOSTILE, "1.00")
    made = Statement(
        language="en",
        title="Long",
        sender=("Atelier",),
        recipient=("Martin",),
        facts=(),
        headings=(("Date", "start"), ("Number", "start"), ("Text", "wide"), ("Amount", "end")),
        first=(),
        rows=(row,) * 2000,
        foot=("", "", "Total", "2,000.00"),
        nothing="",
        ages_title="",
        ages=(),
        notes=(),
        page="Page {page} of {pages}",
    )
    document = pypdfium2.PdfDocument(statement_pdf(made))

    pages = len(document)
    assert pages > 30
    assert f"Page {pages} of {pages}" in document[pages - 1].get_textpage().get_text_range()
    assert "Date" in document[pages - 1].get_textpage().get_text_range()


def test_more_lines_than_a_statement_holds_are_refused_with_words(carl, books, dossier):
    books.book("\n".join(f"2026-01-01 SAL {number} 400000 C1 1.00" for number in range(1, 2002)))

    answer = carl.get(statement(dossier))

    assert answer.status_code == 422
    assert "would have 2,001 lines; choose a shorter period, of at most 2,000 lines" in answer.content.decode()


def test_a_day_that_is_none_and_a_period_that_ends_first_are_refused_with_words(carl, booked, dossier):
    wrong, turned = carl.get(statement(dossier, "?until=31/02/2026")), carl.get(statement(dossier, "?from=2027"))

    assert (wrong.status_code, turned.status_code) == (422, 422)
    assert "“31/02/2026” is not a date" in wrong.content.decode()
    assert "The period ends before it begins." in turned.content.decode()
