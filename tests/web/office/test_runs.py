"""A run's own page: what it changed, entry by entry, in words; and the list of all runs."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from comptoir.archive.models import ArchivedInvoice
from comptoir.firms.choices import FirmProfile
from comptoir.kit.words import Refusal, Sentence
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.models import Change, Run
from comptoir.web.office.words import counts_in_words, kind_in_words, place_in_words
from comptoir.web.shared.changes import change_row
from tests.firms.people import NOW
from tests.sync.conftest import BOOKS
from tests.sync.exports import export
from tests.web.office.office import ended, section, table, words


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words that are asked for outside of any page are English."""
    with translation.override("en"):
        yield


def in_words(**fields: list) -> list[tuple[str, str, str]]:
    change = Change(kind="changed", journal="ACH", number="12", fiscal_year="2026", fields=fields)
    return [(str(field.label), field.before, field.after) for field in change_row(change).fields]


def test_a_run_lists_the_entries_that_it_added_with_the_clients_row_where_there_is_one(anne, room):
    room.connect()
    run = room.run()

    page = anne.get(f"{room.address}runs/{run.pk}/")

    assert [cells[:3] for cells in table(page)] == [
        ["ACH 12", "2026", "Added"],
        ["VEN 1", "2026", "Added"],
        ["BNK 4", "2026", "Added"],
        ["OD 1", "2026", "Added"],
    ]
    assert "Bookings from 01/03/2026 to 31/03/2026" in words(page)
    row = ArchivedInvoice.objects.get(dossier=room.dossier, journal="ACH")
    assert f'href="/d/{room.dossier.pk}/archive/purchases/{row.pk}/"' in page.content.decode()
    assert page.content.decode().count('href="/d/1/archive/') <= 2


def test_a_run_says_what_changed_from_what_to_what(anne, room):
    room.connect()
    room.run()
    export(room.folder, BOOKS.replace("-121.00  A", "-121.00").replace("242.00", "250.00"))
    run = room.run()

    page = anne.get(f"{room.address}runs/{run.pk}/")

    found = {cells[0]: cells[2:] for cells in table(page)}
    assert found["VEN 1"][0] == "Changed"
    assert "Open amount: 242.00 → 250.00" in found["VEN 1"][1]
    assert found["ACH 12"][0] == "No longer lettered"
    assert "Payment: Paid → Not paid" in found["ACH 12"][1]


def test_changes_are_filtered_by_kind(anne, room):
    room.connect()
    room.run()
    export(
        room.folder, BOOKS.replace("242.00", "250.00").replace("2026-03-31 OD   1  610000 -  -            10.00", "")
    )
    run = room.run(confirm_removals=True)

    removed = anne.get(f"{room.address}runs/{run.pk}/", {"kind": "removed"})

    assert [cells[:3] for cells in table(removed)] == [["OD 1", "2026", "Removed"]]
    assert "All 2 Changed 1 Removed 1" in words(removed)
    assert anne.get(f"{room.address}runs/{run.pk}/", {"kind": "burnt"}).status_code == 404


def test_many_changes_are_paged_by_key(anne, room):
    run = ended(room.dossier, Outcome.DONE)
    Change.objects.bulk_create(
        Change(
            dossier=room.dossier, run=run, kind="added", entry_key=str(n), fiscal_year="2026", journal="ACH", number=n
        )
        for n in range(1, 61)
    )
    first = anne.get(f"{room.address}runs/{run.pk}/", {"kind": "added"})

    second = anne.get(f"{room.address}runs/{run.pk}/", {"kind": "added", "after": first.context["after"]})

    assert [len(table(page)) for page in (first, second)] == [50, 10]
    assert table(second)[0][0] == "ACH 51"
    assert anne.get(f"{room.address}runs/{run.pk}/", {"after": "x"}).status_code == 404


def test_a_run_tells_its_remarks_and_its_reason(anne, room):
    remark = Sentence("The file %(file)s is no export and was left alone.", {"file": "notes.docx"})
    done = ended(room.dossier, Outcome.DONE, findings=[remark.to_json()])
    failed = ended(room.dossier, Outcome.FAILED, reason=Refusal("The folder %(folder)s is not there.", folder="/x"))

    assert "Remarks The file notes.docx is no export and was left alone." in words(
        anne.get(f"{room.address}runs/{done.pk}/")
    )
    assert "This run changed no entry." in words(anne.get(f"{room.address}runs/{done.pk}/"))
    assert "The folder /x is not there." in words(anne.get(f"{room.address}runs/{failed.pk}/"))
    assert "1 remark" in section(anne.get(room.address), "runs")


def test_the_dossiers_page_shows_ten_runs_and_leads_to_all(anne, room):
    for _ in range(30):
        ended(room.dossier, Outcome.DONE)

    page = section(anne.get(room.address), "runs")
    first = anne.get(f"{room.address}runs/")
    second = anne.get(f"{room.address}runs/", {"after": first.context["after"]})

    assert (page.count("Nothing had changed."), page.endswith("All runs")) == (10, True)
    assert [words(each).count("Nothing had changed.") for each in (first, second)] == [25, 5]


def test_support_reads_what_changed_without_a_way_into_the_archive(sue, room):
    room.connect()
    run = room.run()

    page = sue.get(f"{room.address}runs/{run.pk}/")

    assert len(table(page)) == 4
    assert "/archive/" not in page.content.decode()
    assert FirmProfile.SUPPORT in {seat.profile for seat in room.dossier.firm.seats.all()}


def test_another_dossiers_run_is_not_found(anne, firm, room):
    other = type(room.dossier).objects.create(firm=firm, name="Zinc", number="0200065765", created_at=NOW)
    run = ended(other, Outcome.REFUSED, needs_confirmation=True)

    answers = [anne.get(f"{room.address}runs/{run.pk}/{what}") for what in ("", "progress/")]
    answers.append(anne.post(f"{room.address}runs/{run.pk}/confirm/"))

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_fields_are_written_out_the_way_people_read_them():
    assert in_words(due_on=[["2026-03-31"], ["2026-04-30"]]) == [("Due date", "31/03/2026", "30/04/2026")]
    assert in_words(open_cents=[12100, 0]) == [("Open amount", "121.00", "0.00")]
    assert in_words(payment=["unpaid", "partly"]) == [("Payment", "Not paid", "Partly paid")]
    assert in_words(text=["Loyer", ""]) == [("Text", "Loyer", "")]
    assert in_words(references=[[["R1", ""]], [["R1", "123456789012"]]]) == [
        ("References", "R1", "R1 +++123/4567/89012+++")
    ]
    assert in_words(vat=[[["21", 10000]], [["", 0]]]) == [("VAT", "21 100.00", "")]


def test_of_lists_only_what_differs_is_shown():
    before = [["440000", "F1", -12100], ["610000", "", 12100]]
    after = [["440000", "F1", -12100], ["611000", "", 12100]]

    assert in_words(lines=[before, after]) == [("Lines", "610000 121.00", "611000 121.00")]
    assert in_words(lettering=[["A", "B"], ["B", "A"]]) == [("Lettering", "A · B", "B · A")]


def test_a_field_that_this_version_does_not_know_is_left_out():
    assert in_words(colour=["red", "blue"]) == []


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"file": "FEC.txt", "line": 312, "column": "Debit"}, "Line 312, column Debit of FEC.txt"),
        ({"file": "FEC.txt", "line": 312, "column": ""}, "Line 312 of FEC.txt"),
        ({"file": "FEC.txt", "line": 0, "column": ""}, "FEC.txt"),
        (None, ""),
    ],
)
def test_a_place_is_told_as_exactly_as_it_is_known(place, told):
    assert place_in_words(place) == told


def test_counts_are_told_for_what_was_done_at_all():
    assert counts_in_words({"read": 1240, "added": 1, "changed": 2000, "removed": 0}) == [
        "1 entry added",
        "2,000 entries changed",
    ]


def test_a_kind_that_can_be_both_says_whether_it_was_complete():
    assert kind_in_words(Run(kind="manual", full=True)) == "Manual, complete"
    assert kind_in_words(Run(kind="manual", full=False)) == "Manual, incremental"
    assert kind_in_words(Run(kind="nightly", full=False)) == "Nightly"


def test_a_refused_run_does_not_say_that_the_accounts_are_done(anne, room):
    room.connect()
    asked = {"kind": RunKind.MANUAL, "done_until": date(2026, 3, 31)}
    until = "Accounts up to date until 31/03/2026"

    ended(room.dossier, Outcome.REFUSED, reason=Refusal("The folder %(folder)s is not there.", folder="X"), **asked)
    assert until not in words(anne.get(f"{room.address}runs/"))

    ended(room.dossier, Outcome.DONE, **asked)
    assert until in words(anne.get(f"{room.address}runs/"))
