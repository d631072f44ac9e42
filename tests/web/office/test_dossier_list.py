"""The list of dossiers: faults first, what it says of each, who sees which, at a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.firms.access import machine
from comptoir.firms.actions import close_dossier
from comptoir.intake.actions.sending import send
from comptoir.intake.models import Submission
from comptoir.kit.words import Refusal
from comptoir.ledger.models import Books
from comptoir.sync.choices import Outcome
from tests.firms.people import NOW, new_dossier, new_firm, office, seated
from tests.formats.pdf.make import pdf
from tests.intake.handing import hand_in
from tests.web.office.conftest import browser_of
from tests.web.office.office import HTMX, ended, table, words

NUMBERS = ("0200065765", "0203201340", "0206731645", "0214596464")


def names(response) -> list[str]:
    return [cells[1] for cells in table(response)]


@pytest.fixture
def five(firm, dossier):
    """Five dossiers: two at fault, one never synchronised, two that went well."""
    names = ("Zinc", "Moulin", "Brasserie", "Épicerie")
    zinc, moulin, brasserie, epicerie = (new_dossier(firm, *both) for both in zip(names, NUMBERS, strict=True))
    ended(dossier, Outcome.DONE)
    ended(zinc, Outcome.DONE, at=NOW - timedelta(days=1))
    ended(zinc, Outcome.REFUSED, reason=Refusal("No."))
    ended(moulin, Outcome.FAILED, reason=Refusal("No."))
    ended(moulin, Outcome.REFUSED, reason=Refusal("No."), needs_confirmation=True)
    ended(epicerie, Outcome.FAILED, at=NOW - timedelta(days=1), reason=Refusal("No."))
    ended(epicerie, Outcome.DONE)
    return dossier, zinc, moulin, brasserie, epicerie


def test_faults_come_first_then_what_was_never_synchronised_then_the_rest_by_name(anne, firm, five):
    page = anne.get(f"/office/{firm.pk}/")

    assert names(page) == ["Moulin", "Zinc", "Brasserie", "Atelier", "Épicerie"]
    assert "5 dossiers · 2 with a fault" in words(page)


def test_a_row_says_number_name_connection_dates_last_run_and_people(anne, room):
    room.connect()
    Books.objects.filter(dossier=room.dossier).update(accounts_until="2026-09-30", bank_until="2026-10-28")
    ended(room.dossier, Outcome.REFUSED, reason=Refusal("No."), needs_confirmation=True)
    seated("Carl", "full_access", room.dossier.firm, room.dossier)

    [row] = table(anne.get(room.office))

    assert row == [
        "0123456749",
        "Atelier",
        "FEC (export folder)",
        "30/09/2026",
        "28/10/2026",
        "01/11/2026 13:00 Nightly",
        "To be confirmed",
        "",
        "1",
        "",
    ]


def test_what_clients_sent_and_nobody_booked_is_counted_and_leads_there(anne, room, tmp_path, settings):
    settings.DOCUMENTS = tmp_path / "documents"
    by = machine(room.dossier.firm_id, room.dossier.pk, "Carl")
    for number in (1, 2, 3):
        hand_in(pdf(number), f"{number}.pdf", dossier=room.dossier, by=by)
    send(Submission.objects.exclude(name="3.pdf"), by=by, at=NOW)

    page = anne.get(room.office)

    assert table(page)[0][7] == "2"
    progress = f"/d/{room.dossier.pk}/in-progress/"
    assert f'href="{progress}" aria-label="2 documents in progress: Atelier"' in page.content.decode()
    told = anne.get(room.address)
    assert f'<a href="{progress}">' in told.content.decode()
    assert "2 documents in progress" in words(told)


def test_a_dossier_that_nobody_connected_says_so(anne, firm, dossier):
    [row] = table(anne.get(f"/office/{firm.pk}/"))

    assert row[2:7] == ["not connected yet", "–", "–", "never", ""]


def test_the_list_costs_the_same_number_of_queries_with_one_and_with_three_rows(anne, firm, room):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert anne.get(f"/office/{firm.pk}/").status_code == 200
        return len(seen)

    room.connect()
    ended(room.dossier, Outcome.DONE)
    queries()
    one = queries()
    for name, number in zip(("Zinc", "Moulin"), NUMBERS, strict=False):
        ended(new_dossier(firm, name, number), Outcome.REFUSED, reason=Refusal("No."))

    assert queries() == one


@pytest.mark.parametrize("typed", ["epicerie", "ÉPICERIE", "0214.596.464", "0214"])
def test_the_list_is_filtered_by_name_or_number_however_they_are_typed(anne, firm, five, typed):
    assert names(anne.get(f"/office/{firm.pk}/", {"q": typed})) == ["Épicerie"]


def test_a_filter_that_fits_nothing_offers_to_be_cleared(anne, firm, dossier):
    page = anne.get(f"/office/{firm.pk}/", {"q": "zzz"})

    assert table(page) == []
    assert "Nothing for this filter" in words(page)


def test_htmx_gets_the_list_alone(anne, firm, dossier):
    part = anne.get(f"/office/{firm.pk}/", {"q": "ate"}, headers=HTMX | {"HX-Target": "list"})

    assert part.content.decode().lstrip().startswith('<div id="list"')
    assert names(part) == ["Atelier"]


def test_a_collaborator_sees_the_dossiers_that_he_looks_after_and_no_other(bob, firm, five):
    assert names(bob.get(f"/office/{firm.pk}/")) == ["Atelier"]


def test_an_empty_list_says_what_comes_first(anne, firm):
    page = anne.get(f"/office/{firm.pk}/")

    assert "No dossier yet" in words(page)
    assert 'href="dossiers/new/"' in page.content.decode()


def test_a_collaborator_without_dossiers_is_told_who_gives_them(firm, dossier):
    page = browser_of("Tom", "collaborator", firm).get(f"/office/{firm.pk}/")

    assert "No dossier is yours yet" in words(page)


def test_closed_dossiers_are_in_a_list_of_their_own(anne, firm, dossier):
    close_dossier(dossier, by=office(firm), at=NOW)

    assert names(anne.get(f"/office/{firm.pk}/")) == []
    assert names(anne.get(f"/office/{firm.pk}/dossiers/closed/")) == ["Atelier"]


def test_support_sees_the_list_with_the_way_to_the_worklists_but_not_to_a_new_dossier(sue, bob, firm, dossier):
    seen_by_bob, seen_by_sue = (browser.get(f"/office/{firm.pk}/").content.decode() for browser in (bob, sue))

    assert f'href="/d/{dossier.pk}/"' in seen_by_bob
    assert f'href="/office/{firm.pk}/dossiers/new/"' in seen_by_bob
    assert f'href="/d/{dossier.pk}/"' in seen_by_sue
    assert "dossiers/new/" not in seen_by_sue


def test_another_firms_dossiers_are_in_no_list(anne, firm, dossier):
    new_dossier(new_firm("Autre"), "Ailleurs", "0200065765")

    assert names(anne.get(f"/office/{firm.pk}/")) == ["Atelier"]


def test_a_long_list_goes_on_from_the_last_row_of_the_page(anne, firm, five, monkeypatch):
    monkeypatch.setattr("comptoir.web.office.dossiers.table.PAGE", 2)
    first = anne.get(f"/office/{firm.pk}/")

    second = anne.get(f"/office/{firm.pk}/", {"after": five[1].pk})

    assert (names(first), names(second)) == (["Moulin", "Zinc"], ["Brasserie", "Atelier"])
    assert f"?after={five[1].pk}" in first.content.decode()
