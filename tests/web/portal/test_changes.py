"""What changed since the last visit: every kind in its sentence, bounded, and only what this person may know."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.archive.models import ArchivedInvoice
from comptoir.firms.models import Dossier
from tests.firms.people import seated
from tests.sync.conftest import atelier as atelier
from tests.sync.exports import export
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import links, text_of

FIRST = """
    2026-03-01 ACH 12  440000 F1 Proximus   -121.00
    2026-03-01 ACH 12  612000 -  -           121.00
    2026-03-02 VEN  1  400000 C1 Martin      242.00
    2026-03-05 VEN  2  400000 C1 Martin       60.50
    2026-03-09 BNK  4  440000 F2 Engie        10.00
"""
MONDAY, TUESDAY, WEDNESDAY = "2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z", "2026-11-04T08:00:00Z"


@pytest.fixture
def books(atelier):
    """The first books have come in on Monday, and Carl has looked."""
    with time_machine.travel(MONDAY, tick=False):
        export(atelier.folder, FIRST)
        atelier.run()
    return atelier


class Reader:
    """A client who logs in anew each time he looks, for a login does not last from one day to the next."""

    def __init__(self, person):
        self.person = person

    def get(self, address: str):
        """Look at that page."""
        return browser_of(self.person).get(address)


@pytest.fixture
def carl(books):
    """A client, who has looked on Monday."""
    reader = Reader(seated("Carl", "full_access", books.dossier.firm, books.dossier))
    with time_machine.travel(MONDAY, tick=False):
        reader.get(page(books))
    return reader


def page(books) -> str:
    return f"/d/{books.dossier.pk}/changes/"


def told(answer) -> list[str]:
    """Each sentence of the page."""
    found = re.findall(r"<li[^>]*>(.*?)</li>", answer.content.decode().partition("<main")[2], re.DOTALL)
    return [text_of(each) for each in found]


def after(books, carl, text: str, address: str = "") -> list[str]:
    """What Carl is told on Wednesday of the books as they came in on Tuesday."""
    with time_machine.travel(TUESDAY, tick=False):
        export(books.folder, text)
        books.run()
    with time_machine.travel(WEDNESDAY, tick=False):
        return told(carl.get(page(books) + address))


def test_the_first_visit_is_not_flooded_and_offers_the_last_days(books):
    browser = browser_of(seated("Eva", "full_access", books.dossier.firm, books.dossier))
    with time_machine.travel(TUESDAY, tick=False):
        answer = browser.get(page(books))
        assert told(answer) == []
        assert "This is your first visit. From now on this page tells" in text_of(answer.content.decode())
        assert links(answer)["See the last 30 days"] == "?span=30"
        assert told(browser.get(page(books) + "?span=30")) == ["The books came in: 4 entries."]


def test_an_invoice_that_was_paid_is_told_with_amount_day_and_its_row(books, carl):
    text = FIRST.replace("242.00", "242.00 B") + "2026-04-20 BNK 5  400000 C1 Martin  -242.00 B"
    assert after(books, carl, text) == ["VEN 1 of Martin is paid: 242.00 on 20/04/2026"]
    row = ArchivedInvoice.objects.get(number="1")
    with time_machine.travel(WEDNESDAY, tick=False):
        found = links(carl.get(page(books)))
    assert found["VEN 1 of Martin"] == f"/d/{books.dossier.pk}/archive/sales/{row.pk}/"


def test_an_invoice_that_was_paid_in_part_and_then_no_longer(books, carl):
    text = FIRST.replace("242.00", "242.00 B") + "2026-04-20 BNK 5  400000 C1 Martin  -100.00 B"
    assert after(books, carl, text) == ["VEN 1 of Martin is partly paid: 142.00 remains open"]
    with time_machine.travel(WEDNESDAY, tick=False):
        export(books.folder, text.replace("00 B", "00"))
        books.run()
        assert told(carl.get(page(books)))[0] == "VEN 1 of Martin is paid for less than before: 242.00 is open"


def test_an_invoice_that_is_no_longer_paid(books, carl):
    paid = FIRST.replace("242.00", "242.00 B") + "2026-04-20 BNK 5  400000 C1 Martin  -242.00 B"
    after(books, carl, paid)
    with time_machine.travel("2026-11-05T08:00:00Z", tick=False):
        export(books.folder, paid.replace("00 B", "00"))
        books.run()
        said = told(carl.get(page(books)))
    assert said == ["VEN 1 of Martin is no longer paid: 242.00 is open again"]


def test_an_invoice_that_a_credit_note_settles(books, carl):
    text = FIRST.replace("60.50", "60.50 B") + "2026-04-20 NCV 3  400000 C1 Martin  -60.50 B"
    assert after(books, carl, text) == [
        "VEN 2 of Martin is settled with the credit note NCV 3",
        "Added: 1 sale.",
    ]


def test_another_amount_another_account_another_period_and_another_text(books, carl):
    assert after(books, carl, FIRST.replace("121.00", "133.10")) == [
        "ACH 12 of Proximus has another amount: 121.00 became 133.10"
    ]
    assert after(books, carl, FIRST.replace("121.00", "133.10").replace("612000", "613200"), "?span=7")[0] == (
        "ACH 12 of Proximus was recoded: 613200 instead of 612000"
    )


def test_an_entry_that_moved_to_another_period(books, carl):
    said = after(books, carl, FIRST.replace("2026-03-05 VEN", "2026-04-05 VEN"))
    assert said == [
        "VEN 2 of Martin moved from period 202603 to 202604; was changed "
        "(Booked on: 05/03/2026 → 05/04/2026; Invoice date: 05/03/2026 → 05/04/2026; Due date: 04/04/2026 → 05/05/2026)"
    ]


def test_an_entry_that_is_gone_is_told_without_a_link(books, carl):
    with time_machine.travel(TUESDAY, tick=False):
        export(books.folder, FIRST.replace("    2026-03-05 VEN  2  400000 C1 Martin       60.50\n", ""))
        books.run(confirm_removals=True)
    with time_machine.travel(WEDNESDAY, tick=False):
        answer = carl.get(page(books))
    assert told(answer) == ["VEN 2 of Martin was taken out of the books"]
    assert "VEN 2 of Martin" not in links(answer)


def test_what_came_in_is_counted_and_listed_on_a_page_of_its_own(books, carl):
    text = (
        FIRST
        + """
        2026-04-01 ACH 13  440000 F1 Proximus   -10.00
        2026-04-02 ACH 14  440000 F1 Proximus   -20.00
        2026-04-03 VEN  3  400000 C1 Martin      30.00
        2026-04-03 OD   9  400000 C1 Martin      30.00
    """
    )
    assert after(books, carl, text) == ["Added: 2 purchases and 1 sale."]
    with time_machine.travel(WEDNESDAY, tick=False):
        listed = carl.get(links(carl.get(page(books)))["Added: 2 purchases and 1 sale."])
    assert told(listed) == [
        "ACH 13 of Proximus was added: 10.00 of 01/04/2026",
        "ACH 14 of Proximus was added: 20.00 of 02/04/2026",
        "VEN 3 of Martin was added: 30.00 of 03/04/2026",
    ]


def test_many_changes_are_bounded_and_the_rest_has_its_page(books, carl):
    many = "".join(f"2026-05-01 VEN {number} 400000 C1 Martin 10.00\n" for number in range(100, 160))
    with time_machine.travel(MONDAY, tick=False):
        export(books.folder, FIRST + many)
        books.run()
    said = after(books, carl, FIRST + many.replace("10.00", "20.00"))
    assert said[:1] == ["VEN 100 of Martin has another amount: 10.00 became 20.00"]
    assert said[20:] == ["and 40 more changed", "Added: 60 sales."]
    with time_machine.travel(WEDNESDAY, tick=False):
        listed = carl.get(links(carl.get(page(books)))["and 40 more changed"])
        assert len(told(listed)) == 50
        assert len(told(carl.get(listed.request["PATH_INFO"] + links(listed)["Next"]))) == 10


def test_nothing_new_is_said_so_and_other_words_mean_the_last_visit(books, carl):
    with time_machine.travel(WEDNESDAY, tick=False):
        for address in ("", "?span=x", "?span="):
            answer = text_of(carl.get(page(books) + address).content.decode())
            assert "Nothing has changed in your purchases and sales since your last visit." in answer
        assert carl.get(page(books) + "?after=x").status_code == 404
        assert carl.get(f"{page(books)}1/paid/").status_code == 404


def test_with_limited_reporting_no_payment_is_told(books, carl):
    text = FIRST.replace("242.00", "242.00 B") + "2026-04-20 BNK 5  400000 C1 Martin  -242.00 B"
    Dossier.objects.filter(pk=books.dossier.pk).update(limited_reporting=True)
    assert after(books, carl, text) == []
    run = books.dossier.runs.order_by("pk").last()
    assert carl.get(f"{page(books)}{run.pk}/lettered/").status_code == 404
    assert carl.get(f"{page(books)}{run.pk}/added/").status_code == 200


def home(books, carl) -> str:
    """The card of the first page."""
    with time_machine.travel(WEDNESDAY, tick=False):
        answer = carl.get(f"/d/{books.dossier.pk}/").content.decode()
    return text_of(answer.partition('aria-labelledby="changed-title"')[2].partition("</section>")[0]).lstrip("> ")


def test_the_first_page_counts_what_changed_and_tells_the_first_of_it(books, carl):
    text = FIRST.replace("242.00", "242.00 B").replace("60.50", "70.50")
    text += "2026-04-20 BNK 5  400000 C1 Martin  -242.00 B\n2026-04-21 VEN 3 400000 C1 Martin 9.00"
    with time_machine.travel(TUESDAY, tick=False):
        export(books.folder, text)
        books.run()
    assert home(books, carl) == (
        "Since your last visit What changed 1 newly paid · 1 changed · 1 added"
        " VEN 1 of Martin is paid: 242.00 on 20/04/2026"
        " VEN 2 of Martin has another amount: 60.50 became 70.50"
    )


def test_the_first_page_says_when_nothing_changed_and_when_it_is_the_first_visit(books, carl):
    assert home(books, carl) == "Since your last visit What changed Nothing has changed in your purchases and sales."
    eva = Reader(seated("Eva", "full_access", books.dossier.firm, books.dossier))
    assert home(books, eva).startswith("Since your last visit The last 30 days From your next visit on, this says")


def test_looking_at_the_first_page_is_a_visit(books, carl):
    after(books, carl, FIRST.replace("60.50", "70.50"))
    with time_machine.travel("2026-11-05T08:00:00Z", tick=False):
        carl.get(f"/d/{books.dossier.pk}/")
        assert told(carl.get(page(books))) == []


def test_a_dossier_without_books_says_what_is_missing(carl, books):
    empty = Dossier.objects.create(
        firm=books.dossier.firm, name="Leer", number="0403019261", created_at=books.dossier.created_at
    )
    browser = browser_of(seated("Lea", "full_access", empty.firm, empty))
    assert "No books have come in yet." in text_of(browser.get(f"/d/{empty.pk}/changes/").content.decode())


def test_the_page_costs_the_same_whatever_changed(books, carl):
    def cost() -> int:
        with time_machine.travel(WEDNESDAY, tick=False):
            browser = browser_of(carl.person)
            browser.get(page(books))
            with CaptureQueriesContext(connection) as asked:
                browser.get(page(books))
        return len(asked)

    text = FIRST.replace("242.00", "242.00 B").replace("612000", "612100")
    text += "2026-04-20 BNK 5  400000 C1 Martin  -242.00 B\n"
    after(books, carl, text)
    few = cost()
    after(books, carl, text + "".join(f"2026-05-0{n} VEN {n}0 400000 C1 Martin {n}.00\n" for n in range(1, 9)))
    after(books, carl, text.replace("60.50", "70.50").replace("10.00", "11.00").replace("612100", "612200"))
    assert cost() == few
