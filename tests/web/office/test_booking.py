"""The page that says how a dossier's documents are booked."""

import pytest

from comptoir.ledger.models import Books, Journal, Partner
from comptoir.worklist.models import JournalNumbering, Rule, WorklistSettings
from tests.firms.people import seated
from tests.ledger.bookkeeping import TextBooks
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import text_of

BOOKS = """
    2026-02-01 PUR 1  440000 Lambert -121.00
    2026-02-01 PUR 1  612300 -        100.00
    2026-02-01 PUR 1  411000 -         21.00
"""
SAID = {
    "validated_by": "hybrid",
    "client_journals": ["PUR"],
    "client_partners": "Lambert",
    "by_itself": "transfer",
    "equal_bookings": "5",
    "below": "250,50",
    "firm_memory": "",
    "closed_until": "2026-01-31",
}


@pytest.fixture
def place(dossier) -> str:
    TextBooks(dossier).book(BOOKS)
    assert Books.objects.filter(dossier=dossier).exists()
    return f"/office/{dossier.firm_id}/dossiers/{dossier.pk}/booking/"


@pytest.fixture
def clerk(dossier):
    return browser_of(seated("Klara", "administrator", dossier.firm))


def test_what_is_said_is_kept_and_shown_again(clerk, place, dossier):
    assert clerk.get(place).status_code == 200
    assert clerk.post(place, SAID).status_code == 302
    dossier.refresh_from_db()
    kept = WorklistSettings.objects.get()
    assert (dossier.validated_by, kept.client_journals, kept.client_partners) == ("hybrid", ["PUR"], ["Lambert"])
    assert (kept.by_itself, kept.equal_bookings, kept.below_cents, kept.firm_memory) == ("transfer", 5, 25_050, False)
    page = clerk.get(place).content.decode()
    assert 'value="250.50"' in page
    assert 'value="2026-01-31"' in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"below": "plenty"}, "This is no amount."),
        ({"below": "0"}, "The limit is an amount above zero."),
        ({"client_partners": "Nobody"}, "The books have no customer or supplier Nobody."),
        ({"equal_bookings": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_refused_in_words(clerk, place, said, words):
    page = clerk.post(place, SAID | said)
    assert page.status_code == 422
    assert words in text_of(page.content.decode())
    assert not WorklistSettings.objects.exists()


def test_numbers_are_set_by_journal_and_rules_are_taken_out(clerk, place, dossier):
    journal = Journal.objects.get(code="PUR")
    sent = {f"template_{each.pk}": "number" for each in Journal.objects.all()}
    sent |= {f"first_{each.pk}": "1" for each in Journal.objects.all()}
    sent |= {f"template_{journal.pk}": "year", f"first_{journal.pk}": "12"}
    assert clerk.post(f"{place}numbers/", sent).status_code == 302
    way = JournalNumbering.objects.get(journal=journal)
    assert (way.template, way.first) == ("year", 12)
    assert clerk.post(f"{place}numbers/", sent | {f"first_{journal.pk}": "0"}).status_code == 422
    partner = Partner.objects.get(dossier=dossier)
    rule = Rule.objects.create(dossier=dossier, of_sale=False, partner=partner, lines=[], made_at=dossier.created_at)
    assert partner.name in text_of(clerk.get(place).content.decode())
    clerk.post(f"{place}rules/{rule.pk}/remove/")
    assert not Rule.objects.exists()
