"""What a synchronisation brings, what it leaves alone, and how it ends."""

from datetime import date

import pytest

from comptoir.archive.actions.handling import mark_handled
from comptoir.archive.models import ArchivedInvoice
from comptoir.audit.models import Event
from comptoir.connectors.port import WrongConfiguration
from comptoir.firms.access import NotAllowed
from comptoir.kit.words import Sentence
from comptoir.ledger.models import Books, Journal
from comptoir.sync.actions import CannotSynchronise, ask_for_run, connect, show_journal
from comptoir.sync.choices import ChangeKind, Outcome, RunKind
from comptoir.sync.jobs import start_nightly_runs
from comptoir.sync.models import Change, Run
from tests.sync.conftest import BOOKS, NOW
from tests.sync.exports import export
from tests.sync.picture import picture


def row(atelier, number):
    return ArchivedInvoice.objects.get(dossier=atelier.dossier, number=number)


def test_a_first_run_brings_the_books_and_both_dates(atelier):
    run = atelier.run(done_until=date(2026, 3, 31))
    assert (run.outcome, run.counts["read"], run.counts["added"]) == (Outcome.DONE, 4, 4)
    books = Books.objects.get(dossier=atelier.dossier)
    assert (books.accounts_until, books.bank_until) == (date(2026, 3, 31), date(2026, 3, 9))
    assert (row(atelier, "12").payment, row(atelier, "12").paid_on) == ("paid", date(2026, 3, 9))
    assert (row(atelier, "1").payment, row(atelier, "1").open_cents) == ("unpaid", 24200)
    assert list(Change.objects.filter(run=run).values_list("kind", flat=True)) == ["added"] * 4


def test_running_again_changes_nothing(atelier):
    atelier.run(done_until=date(2026, 3, 31))
    before = picture(atelier.dossier)
    for full in (False, True):
        run = atelier.run(full=full)
        assert (run.outcome, run.counts["added"], run.counts["changed"], run.counts["removed"]) == (
            Outcome.DONE,
            0,
            0,
            0,
        )
        assert not Change.objects.filter(run=run).exists()
    assert picture(atelier.dossier) == before


@pytest.mark.parametrize("kind", [RunKind.NIGHTLY, RunKind.MONTHLY, RunKind.TRANSFER])
def test_only_a_manual_run_moves_the_first_date(atelier, kind):
    atelier.run(done_until=date(2026, 3, 31))
    export(atelier.folder, BOOKS + "2026-04-20 BNK 5  400000 C1 Martin  -100.00")
    assert atelier.run(kind, full=kind == RunKind.MONTHLY).outcome == Outcome.DONE
    books = Books.objects.get(dossier=atelier.dossier)
    assert (books.accounts_until, books.bank_until) == (date(2026, 3, 31), date(2026, 4, 20))
    with pytest.raises(CannotSynchronise):
        ask_for_run(atelier.dossier, kind=kind, full=False, done_until=date(2026, 5, 1), by=atelier.by, at=NOW)


def test_a_run_on_transfer_leaves_lettering_alone_and_the_night_brings_it(atelier):
    atelier.run()
    export(atelier.folder, BOOKS.replace("242.00", "242.00 B") + "2026-04-20 BNK 5  400000 C1 Martin  -242.00 B")
    atelier.run(RunKind.TRANSFER)
    assert row(atelier, "1").payment == "unpaid"
    night = atelier.run(RunKind.NIGHTLY)
    assert (row(atelier, "1").payment, row(atelier, "1").paid_on) == ("paid", date(2026, 4, 20))
    told = Change.objects.get(run=night, number="1", kind=ChangeKind.LETTERED)
    assert told.fields["payment"] == ["unpaid", "paid"]


def test_an_entry_changed_in_the_books_changes_here_with_its_line_in_the_trail(atelier):
    atelier.run()
    export(atelier.folder, BOOKS.replace("242.00", "363.00"))
    run = atelier.run()
    assert row(atelier, "1").amount_cents == 36300
    change = Change.objects.get(run=run)
    assert (change.kind, change.journal, change.number) == (ChangeKind.CHANGED, "VEN", "1")
    assert Event.objects.get(action="ledger.entry_changed").target_id == "2026|VEN|1"


def test_an_entry_removed_from_the_books_leaves_and_what_people_added_comes_back_with_it(atelier):
    many = BOOKS + "\n".join(f"2026-05-01 VEN {n} 400000 C1 Martin 10.00" for n in range(2, 42))
    export(atelier.folder, many)
    atelier.run()
    handler = type(atelier.by)(
        person_id=None, name="x", firm_id=1, dossier_id=atelier.dossier.pk, rights=frozenset({"archive.handle"})
    )
    mark_handled(row(atelier, "1"), by=handler, at=NOW)

    export(atelier.folder, many.replace("2026-03-02 VEN  1  400000 C1 Martin      242.00", ""))
    run = atelier.run()
    assert (run.outcome, run.counts["removed"]) == (Outcome.DONE, 1)
    assert (row(atelier, "1").in_books, Event.objects.filter(action="ledger.entry_removed").count()) == (False, 1)

    export(atelier.folder, many)
    atelier.run(full=True)
    assert (row(atelier, "1").in_books, row(atelier, "1").handled_at) == (True, NOW)


def test_a_reading_that_lacks_more_than_a_twentieth_of_a_year_waits_for_a_yes(atelier):
    atelier.run()
    before = picture(atelier.dossier)
    export(atelier.folder, "\n".join(BOOKS.strip().splitlines()[:3]))
    run = atelier.run(full=True)
    assert (run.outcome, run.needs_confirmation) == (Outcome.REFUSED, True)
    assert "1 of the 4 entries of 2026" in str(Sentence.from_json(run.reason))
    assert picture(atelier.dossier) == before

    run = atelier.run(full=True, confirm_removals=True)
    assert (run.outcome, run.counts["removed"]) == (Outcome.DONE, 1)


def test_a_hidden_bank_journal_no_longer_counts_for_the_second_date(atelier):
    export(atelier.folder, BOOKS + "2026-04-20 BN2 1  400000 C1 Martin  -100.00")
    atelier.run()
    journal = Journal.objects.get(dossier=atelier.dossier, code="BN2")
    show_journal(journal, False, by=atelier.by, at=NOW)
    assert Books.objects.get(dossier=atelier.dossier).bank_until == date(2026, 3, 9)
    atelier.run(full=True)
    assert Books.objects.get(dossier=atelier.dossier).bank_until == date(2026, 3, 9)


def test_a_corrected_journal_type_moves_its_entries_at_the_next_run(atelier):
    atelier.run()
    connection = atelier.dossier.connection
    settings = connection.settings | {"journals": connection.settings["journals"] | {"VEN": "miscellaneous"}}
    connect(atelier.dossier, "fec", settings, by=atelier.by, at=NOW)
    atelier.run()
    assert row(atelier, "1").in_books is False
    connect(atelier.dossier, "fec", connection.settings, by=atelier.by, at=NOW)
    atelier.run()
    assert (row(atelier, "1").in_books, "martin" in row(atelier, "1").search) == (True, True)


def test_a_missing_folder_is_refused_and_the_books_stay(atelier):
    atelier.run(done_until=date(2026, 3, 31))
    before = picture(atelier.dossier)
    atelier.folder.rename(atelier.folder.with_name("elsewhere"))
    run = atelier.run(done_until=date(2026, 4, 30))
    assert run.outcome == Outcome.REFUSED
    assert str(atelier.folder) in str(Sentence.from_json(run.reason))
    assert picture(atelier.dossier) == before


def test_the_nightly_round_asks_for_one_run_of_every_connected_dossier_that_is_open(atelier):
    start_nightly_runs(None)
    start_nightly_runs(None)
    run = Run.objects.get(dossier=atelier.dossier)
    assert (run.kind in {RunKind.NIGHTLY, RunKind.MONTHLY}, run.asked_name) == (True, "Comptoir")


def test_nobody_connects_or_synchronises_without_the_right(atelier):
    nobody = type(atelier.by)(person_id=None, name="x", firm_id=1, dossier_id=atelier.dossier.pk)
    with pytest.raises(NotAllowed):
        ask_for_run(atelier.dossier, kind=RunKind.MANUAL, full=False, by=nobody, at=NOW)
    with pytest.raises(NotAllowed):
        connect(atelier.dossier, "fec", {}, by=nobody, at=NOW)
    assert not Run.objects.exists()


def test_a_connection_to_a_folder_that_is_not_there_is_refused(atelier):
    with pytest.raises(WrongConfiguration):
        connect(atelier.dossier, "fec", {"folder": "/nowhere/at/all"}, by=atelier.by, at=NOW)
