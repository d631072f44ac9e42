"""The one transaction of a run: frame, entries, letterings, archive, documents, dates, changes, outcome."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from comptoir.archive.bank import leave_bank, refresh_bank
from comptoir.archive.books import (
    PaymentChange,
    detach_removed,
    fill_search,
    forget_partner_names,
    forget_search,
    refresh_rows,
)
from comptoir.archive.queries.search import renew_search
from comptoir.connectors.registry import title_of
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.kit.words import Cents, Sentence
from comptoir.ledger.dates import recompute_bank_dates
from comptoir.ledger.frame import DERIVED, bring_frame, take_roots
from comptoir.ledger.load import apply_batch
from comptoir.ledger.models import Books
from comptoir.ledger.restate import Restated
from comptoir.ledger.stage import Staged
from comptoir.records.books import Basics
from comptoir.sync.actions import CannotSynchronise
from comptoir.sync.changes import note_added_and_removed, note_changed
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.documents import book_documents, link_documents
from comptoir.sync.models import Connection, Run
from comptoir.sync.outcome import end_run
from comptoir.sync.pushing import recognise
from comptoir.sync.reach import settings_of

MANY = 50
"""So many findings of one kind are listed one by one; the rest is counted."""


class SettingsChanged(Exception):
    """Somebody has changed the connection or its profile since the books were read: they are to be read anew."""


@transaction.atomic
def apply_run(
    run: Run,
    connection: Connection,
    settings: Mapping[str, Any],
    basics: Basics,
    staged: Staged,
    findings: list[Sentence],
    documents: int,
    *,
    alive: Callable[[], None],
    by: Access,
) -> None:
    """Make the mirror, the archive and the dates say what the run has read, and end the run as done.

    `settings` are those with which the books were read. `alive` is called at the end: a sign of life that is committed with
    the rest. Raises CannotSynchronise when the dossier was closed, SettingsChanged when its connection or profile changed.
    """
    dossier, at = run.dossier, timezone.now()
    if (books := _held(run, connection, settings)) is None:
        return
    rerooted = "customer_roots" in settings and take_roots(
        dossier, books, settings["customer_roots"], settings["supplier_roots"]
    )
    frame = bring_frame(dossier, books, basics)
    everything = run.full or rerooted or frame.everything or books.derived < DERIVED
    note_added_and_removed(run, at=at, by=by)
    detach_removed(dossier, run.pk)
    years = leave_bank(dossier, run.pk)
    restated = apply_batch(dossier, run.pk, everything=everything)
    forget_partner_names(dossier, run.pk, frame.renamed)
    payments = refresh_rows(dossier, run.pk)
    if rerooted or (books.loaded_at is not None and books.derived < DERIVED):
        forget_search(dossier)
    fill_search(dossier)
    refresh_bank(dossier, run.pk, years, frame, everything=everything)
    renew_search(dossier)
    changed = note_changed(run, payments, at=at, by=by)
    recognise(dossier, sender=title_of(connection.package), by=by, at=at)
    linked, unlinked = link_documents(dossier, at=at)
    book_documents(dossier, sender=title_of(connection.package), by=by, at=at)
    _take_dates(run, books, at)
    connection.cursor = run.cursor_to
    connection.save(update_fields=["cursor"])
    if staged.read:
        run.read_from, run.read_to = staged.first_on, staged.last_on
    run.counts = _counts(staged, documents, linked) | changed
    told = [*findings, *_about_openings(restated), *_at_most(unlinked), *_about_healing(run, staged, payments)]
    run.findings = [finding.to_json() for finding in told]
    end_run(run, Outcome.DONE, by=by, at=at)
    alive()


def _held(run: Run, connection: Connection, settings: Mapping[str, Any]) -> Books | None:
    """The books, held until the transaction ends; None when the run has ended meanwhile."""
    if Dossier.objects.select_for_update(no_key=True).get(pk=run.dossier_id).closed_at is not None:
        raise CannotSynchronise("This dossier is closed.")
    present = Connection.objects.select_for_update().get(pk=connection.pk)
    if (present.package, settings_of(present)) != (connection.package, settings):
        raise SettingsChanged
    books = Books.objects.select_for_update().get(dossier_id=run.dossier_id)
    still = Run.objects.select_for_update().get(pk=run.pk)
    return books if still.outcome == Outcome.RUNNING else None


def _take_dates(run: Run, books: Books, at: datetime) -> None:
    """The two dates; a manual run alone sets the first, and only when the accountant gave it."""
    books.loaded_at = at
    if run.kind == RunKind.MANUAL and run.done_until is not None:
        books.accounts_until = run.done_until
    books.version, books.derived = books.version + 1, DERIVED
    books.save(update_fields=["loaded_at", "accounts_until", "version", "derived"])
    recompute_bank_dates(run.dossier, books)


def _counts(staged: Staged, documents: int, linked: int) -> dict[str, int]:
    return {
        "read": staged.read,
        "lines": staged.lines,
        "added": staged.added,
        "changed": staged.changed,
        "removed": staged.removed,
        "documents": documents,
        "linked": linked,
    }


def _about_openings(restated: Restated) -> list[Sentence]:
    sentences = [
        Sentence(
            "The opening entry %(journal)s %(number)s restates %(amount)s that could not be tied to an open item of the "
            "year before.",
            {"journal": journal, "number": number, "amount": Cents(cents)},
        )
        for journal, number, cents in restated.untied
    ]
    return _at_most(sentences)


def _at_most(sentences: list[Sentence]) -> list[Sentence]:
    if len(sentences) <= MANY:
        return sentences
    return [*sentences[:MANY], Sentence("There are %(count)s more of this kind.", {"count": len(sentences) - MANY})]


def _about_healing(run: Run, staged: Staged, payments: list[PaymentChange]) -> list[Sentence]:
    """A complete run says what it found different although the books had not changed."""
    if not run.full or not staged.healed:
        return []
    return [
        Sentence(
            "%(count)s entries here differed from the books and were put right; %(payments)s payments changed with them.",
            {"count": staged.healed, "payments": len(payments)},
        )
    ]
