"""Bookings on their way to the accounting package: asked for once, handed over once, known again in the books."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.invoices import documents_of
from comptoir.audit.models import Event
from comptoir.connectors.outbox import MARKS
from comptoir.connectors.registry import package
from comptoir.documents.actions import inside, keep, read_facts
from comptoir.documents.models import Document
from comptoir.documents.store import file_of
from comptoir.firms.access import machine
from comptoir.firms.actions import close_dossier
from comptoir.firms.models import Dossier
from comptoir.formats.fec.read import read_pieces
from comptoir.jobs.models import Job, JobState
from comptoir.jobs.registry import job_functions
from comptoir.jobs.worker import run_here
from comptoir.records.booking import Booking
from comptoir.records.books import Entry, Line, Partner
from comptoir.sync.actions import CannotSynchronise
from comptoir.sync.bookings import booking_from_json, booking_to_json
from comptoir.sync.choices import Outcome, PushState
from comptoir.sync.models import Connection, PushedBooking
from comptoir.sync.pushing import ask_to_push
from tests.connectors import sample
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import with_attachment
from tests.sync.conftest import BOOKS, Connected, connected
from tests.sync.exports import export

BESIDE = (
    b"</cac:AdditionalDocumentReference>"
    + re.findall(
        rb"<cac:AdditionalDocumentReference>.*</cac:AdditionalDocumentReference>",
        with_attachment(pdf(4), name="hours.pdf"),
    )[0]
)
"""A second file inside an electronic invoice."""

PROXIMUS = Partner("F1", "Proximus", "440000")


def booking(number: str = "13", **changed: object) -> Booking:
    """A purchase as it shall stand in the atelier's books."""
    made = sample.purchase(date(2026, 3, 16), number, 40_000, partner="F1")
    lines = tuple(line._replace(vat_code="", vat_base_cents=0, communication="") for line in made.lines)
    entry = replace(made, key="", lines=lines)
    return Booking("b-1", replace(entry, **changed), PROXIMUS)  # type: ignore[arg-type]


def ask(atelier: Connected, asked: Booking, *documents: Document) -> PushedBooking:
    return ask_to_push(atelier.dossier, asked, documents, by=atelier.by, at=timezone.now())


def hand_over(pushed: PushedBooking, *, attempts: int = 0) -> PushedBooking:
    """Perform its job here; `attempts`: so many have failed already."""
    job = Job.objects.get(name="sync.push", arguments__pushed_id=pushed.pk)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.WAITING, attempts=attempts, run_at=job.created_at, finished_at=None
    )
    run_here(Job.objects.get(pk=job.pk), job_functions())
    pushed.refresh_from_db()
    return pushed


def outbox(atelier: Connected) -> list[str]:
    folder = atelier.folder / "outbox"
    return sorted(path.name for path in folder.iterdir() if path.name != MARKS) if folder.exists() else []


def import_outbox(atelier: Connected, books: str = BOOKS) -> None:
    """The accounting software books what lies in the outbox, takes it away, and exports anew."""
    export(atelier.folder, books + taken_from(atelier.folder / "outbox"))


def taken_from(outbox: Path) -> str:
    """The rows of what lies in the outbox, as `export` takes them; it is empty afterwards."""
    rows = []
    for path in sorted(outbox.glob("*.fec.txt")):
        for piece in read_pieces(path):
            rows += [
                f"{piece.booked_on} {piece.journal} {piece.number} {line.account} {line.auxiliary or '-'} "
                f"{line.auxiliary_name or '-'} {line.cents / 100:.2f} ref={line.reference}\n"
                for line in piece.lines
            ]
    for path in outbox.glob("*.*"):
        if path.is_file():
            path.unlink()
    return "".join(rows)


def test_a_booking_is_asked_for_once_for_each_token(atelier):
    first = ask(atelier, booking())
    again = ask(atelier, booking())

    assert (again.pk, first.state) == (first.pk, PushState.WAITING)
    assert Job.objects.filter(name="sync.push").count() == 1
    assert list(Event.objects.filter(action="sync.push_asked").values_list("facts__token", flat=True)) == ["b-1"]
    with pytest.raises(CannotSynchronise, match=r"^This booking was asked for already, and otherwise than now"):
        ask(atelier, booking(number="14"))
    assert PushedBooking.objects.count() == 1


def test_the_job_puts_the_booking_with_its_document_into_the_outbox(atelier):
    scan = keep(pdf(), dossier=atelier.dossier, name="Facture.pdf", by=atelier.by, at=timezone.now())

    pushed = hand_over(ask(atelier, booking(), scan))

    assert (pushed.state, pushed.number, pushed.entry_key, pushed.reason) == (PushState.SENT, "13", "", None)
    assert pushed.sent_at is not None
    assert outbox(atelier) == ["ACH-2026-13.fec.txt", "ACH-2026-13.pdf"]
    assert (atelier.folder / "outbox" / "ACH-2026-13.pdf").read_bytes() == file_of(scan).read_bytes()
    assert Event.objects.filter(action="sync.pushed").count() == 1


def test_the_run_that_brings_the_entry_knows_the_booking_again(atelier):
    assert atelier.run().outcome == Outcome.DONE
    pushed = hand_over(ask(atelier, booking()))

    assert atelier.run().outcome == Outcome.DONE
    pushed.refresh_from_db()
    assert pushed.state == PushState.SENT
    import_outbox(atelier)
    assert atelier.run().outcome == Outcome.DONE

    pushed.refresh_from_db()
    entry = atelier.dossier.entries.get(number="13")
    assert (pushed.state, pushed.entry_key) == (PushState.BOOKED, entry.key)
    assert pushed.booked_at is not None


def test_what_lies_inside_an_electronic_invoice_is_filed_but_what_is_there_stamped(atelier):
    content = with_attachment(pdf(2), name="page.pdf").replace(b"</cac:AdditionalDocumentReference>", BESIDE, 1)
    electronic = keep(content, dossier=atelier.dossier, name="e.xml", by=atelier.by, at=timezone.now())
    inside(read_facts(electronic), by=atelier.by, at=timezone.now())
    stamped = keep(pdf(3), dossier=atelier.dossier, name="page.pdf", by=atelier.by, at=timezone.now())
    hand_over(ask(atelier, booking(), electronic, stamped))
    import_outbox(atelier)

    atelier.run()

    invoice = ArchivedInvoice.objects.get(number="13")
    assert [(link.document.name, link.reason) for link in documents_of(invoice)] == [
        ("e.xml", "piece"),
        ("page.pdf", "piece"),
        ("hours.pdf", "inside"),
    ]
    assert invoice.document == stamped


def test_a_booking_that_the_package_has_no_room_for_is_refused_with_its_reason(atelier):
    pushed = hand_over(ask(atelier, booking(number="1\t3")))

    assert pushed.state == PushState.REFUSED
    assert pushed.sent_at is None
    assert "EcritureNum" in str(pushed.reason)
    assert outbox(atelier) == []
    assert Job.objects.get(name="sync.push").state == JobState.DONE
    assert Event.objects.get(action="sync.push_refused").facts["reason"]


def test_a_passing_fault_is_tried_again_and_at_last_refused(atelier):
    pushed = ask(atelier, booking())
    away = atelier.folder.with_name("away")
    atelier.folder.rename(away)
    atelier.folder.symlink_to(atelier.folder)

    assert hand_over(pushed).state == PushState.WAITING
    job = Job.objects.get(name="sync.push")
    assert (job.state, job.attempts, job.max_attempts) == (JobState.WAITING, 1, 5)
    assert "could not be read" in job.error
    assert "could not be read" in pushed.reason["text"]

    assert hand_over(pushed, attempts=4).state == PushState.REFUSED
    assert "could not be read" in str(pushed.reason)
    assert Job.objects.get(name="sync.push").state == JobState.DONE

    atelier.folder.unlink()
    away.rename(atelier.folder)
    assert hand_over(pushed).state == PushState.REFUSED
    assert outbox(atelier) == []


def test_a_passing_fault_that_passes_is_forgotten(atelier):
    pushed = ask(atelier, booking())
    away = atelier.folder.with_name("away")
    atelier.folder.rename(away)
    atelier.folder.symlink_to(atelier.folder)
    assert hand_over(pushed).reason is not None
    atelier.folder.unlink()
    away.rename(atelier.folder)

    assert hand_over(pushed, attempts=1).state == PushState.SENT
    assert pushed.reason is None
    assert outbox(atelier) == ["ACH-2026-13.fec.txt"]


def test_an_unconnected_or_closed_dossier_is_asked_for_nothing(atelier):
    other = Dossier.objects.create(
        firm=atelier.dossier.firm, name="Boulangerie", number="0200065765", created_at=timezone.now()
    )
    by = machine(other.firm_id, other.pk, "test")
    with pytest.raises(CannotSynchronise, match="is not connected"):
        ask_to_push(other, booking(), (), by=by, at=timezone.now())
    close_dossier(atelier.dossier, by=atelier.by, at=timezone.now())
    with pytest.raises(CannotSynchronise, match="is closed"):
        ask(atelier, booking())

    assert not PushedBooking.objects.exists()
    assert not Job.objects.filter(name="sync.push").exists()


def test_a_dossier_that_is_closed_meanwhile_is_handed_nothing(atelier):
    pushed = ask(atelier, booking())
    close_dossier(atelier.dossier, by=atelier.by, at=timezone.now())

    assert hand_over(pushed).state == PushState.REFUSED
    assert pushed.reason["text"] == "This dossier is closed."
    assert outbox(atelier) == []


def test_nobody_books_in_another_firms_dossier(atelier, tmp_path):
    export(tmp_path / "other", BOOKS)
    other = connected(tmp_path / "other", number="0200065765")

    with pytest.raises(Dossier.DoesNotExist):
        ask_to_push(other.dossier, booking(), (), by=atelier.by, at=timezone.now())

    assert not PushedBooking.objects.exists()


def test_the_same_token_in_two_dossiers_is_two_bookings(atelier, tmp_path):
    export(tmp_path / "other", BOOKS)
    other = connected(tmp_path / "other", number="0200065765")

    pushed = [hand_over(ask(each, booking())) for each in (atelier, other)]

    assert [each.state for each in pushed] == [PushState.SENT, PushState.SENT]
    assert outbox(atelier) == outbox(other) == ["ACH-2026-13.fec.txt"]


@pytest.mark.parametrize("taken_away", [False, True])
def test_killed_between_the_outbox_and_the_row_the_booking_is_there_once(atelier, taken_away):
    """The job is done twice: what it had written to the row before it was killed was never committed."""
    pushed = hand_over(ask(atelier, booking()))
    PushedBooking.objects.update(state=PushState.WAITING, sent_at=None)
    written = (atelier.folder / "outbox" / "ACH-2026-13.fec.txt").read_bytes()
    if taken_away:
        import_outbox(atelier)

    assert hand_over(pushed).state == PushState.SENT
    assert outbox(atelier) == ([] if taken_away else ["ACH-2026-13.fec.txt"])
    if not taken_away:
        assert (atelier.folder / "outbox" / "ACH-2026-13.fec.txt").read_bytes() == written


def test_a_document_that_is_damaged_in_the_store_is_told(atelier):
    scan = keep(pdf(), dossier=atelier.dossier, name="Facture.pdf", by=atelier.by, at=timezone.now())
    pushed = ask(atelier, booking(), scan)
    path: Path = file_of(scan)
    path.chmod(0o600)
    path.unlink()

    assert hand_over(pushed).state == PushState.REFUSED
    assert outbox(atelier) == []


def test_an_error_that_nobody_foresaw_ends_as_a_refusal(atelier):
    pushed = ask(atelier, booking())
    content = pushed.content
    content["entry"].pop("text")
    PushedBooking.objects.update(content=content)

    assert hand_over(pushed).state == PushState.WAITING
    assert hand_over(pushed, attempts=4).state == PushState.REFUSED
    assert pushed.reason["text"] == "Something went wrong that nobody foresaw; the log of the server says what."


def test_a_package_that_was_changed_meanwhile_is_told(atelier):
    pushed = ask(atelier, booking())
    Connection.objects.update(package="gone")

    assert hand_over(pushed).state == PushState.REFUSED
    assert "There is no accounting package called" in str(pushed.reason)


def test_the_outbox_that_is_set_is_the_one_that_is_used(atelier, tmp_path):
    settings = package("fec").propose({"folder": str(atelier.folder)}) | {"outbox": str(tmp_path / "imports")}
    Connection.objects.update(settings=settings)

    hand_over(ask(atelier, booking()))

    assert sorted(path.name for path in (tmp_path / "imports").glob("*.*")) == [MARKS, "ACH-2026-13.fec.txt"]


WORDS = st.text(max_size=12)
DAYS = st.dates(min_value=date(1900, 1, 1))
LINES = st.builds(
    Line,
    account=WORDS,
    cents=st.integers(min_value=-(10**15), max_value=10**15),
    partner=WORDS,
    text=WORDS,
    due_on=st.none() | DAYS,
    vat_code=WORDS,
    vat_base_cents=st.integers(),
)
ENTRIES = st.builds(
    Entry,
    key=st.just(""),
    fiscal_year=WORDS,
    journal=WORDS,
    number=WORDS,
    booked_on=DAYS,
    document_on=DAYS,
    period=WORDS,
    text=WORDS,
    lines=st.lists(LINES, max_size=4).map(tuple),
    document_number=WORDS,
)
PARTNERS = st.builds(Partner, key=WORDS, name=WORDS, ibans=st.lists(WORDS, max_size=3).map(tuple))


@given(entry=ENTRIES, partner=PARTNERS)
def test_a_booking_comes_back_from_its_row_as_it_was(entry, partner):
    made = Booking("b-1", entry, partner)

    assert booking_from_json("b-1", json.loads(json.dumps(booking_to_json(made))), []) == made
