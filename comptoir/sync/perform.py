"""A run from beginning to end: read into staging, keep the documents, apply everything in one transaction.

Killed anywhere before the last commit, it has changed nothing that anybody sees, and starts again from the beginning;
killed after it, the run is done and starting it again does nothing.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from comptoir.archive.books import analyse
from comptoir.connectors.port import Connector, Place, WrongBooks, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.firms.access import Access, machine
from comptoir.kit.words import Refusal
from comptoir.ledger.frame import books_of
from comptoir.ledger.load import MirrorDisagrees
from comptoir.ledger.models import Entry
from comptoir.ledger.stage import Stage, Staged, clear_staging
from comptoir.records.books import Basics
from comptoir.sync.actions import CannotSynchronise
from comptoir.sync.apply import SettingsChanged, apply_run
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.documents import keep_documents
from comptoir.sync.models import Connection, Run
from comptoir.sync.outcome import end_run
from comptoir.sync.reach import reach, settings_of

Progress = Callable[[int, int], None]
"""Called with what is done and what there is in all (0 while unknown), in lines."""

LARGE = 50_000
"""Lines from which on the database is told to look at its tables anew."""

REMOVALS_ALLOWED_PER_CENT = 5
"""A reading that lacks more of a year's entries than this is held until the firm confirms it."""


class TooManyRemovals(Refusal):
    """The reading lacks so much of a year that a person must say that this is right."""


def perform(run_id: int, progress: Progress) -> Run:
    """Do the run and record how it ended; a run that has ended already is left as it is.

    Settings that are changed meanwhile make it read anew. Raises PassingFault when trying again later may help: the caller
    decides whether it does, or calls `fail`.
    """
    run = Run.objects.select_related("dossier__firm").get(pk=run_id)
    if run.outcome != Outcome.RUNNING:
        clear_staging(run.pk)
        return run
    by, at = standing(run), timezone.now()
    Run.objects.filter(pk=run.pk).update(started_at=at)
    run.started_at = at
    try:
        staged = _with_present_settings(run, progress, by=by, at=at)
    except TooManyRemovals as refusal:
        return end_run(run, Outcome.REFUSED, refusal, needs_confirmation=True, by=by)
    except WrongBooks as refusal:
        return end_run(run, Outcome.REFUSED, refusal, place=refusal.place, by=by)
    except (WrongConfiguration, MirrorDisagrees, CannotSynchronise) as refusal:
        return end_run(run, Outcome.REFUSED, refusal, by=by)
    if staged.lines >= LARGE and staged.added + staged.changed:
        analyse()
    return run


def fail(run_id: int, reason: Refusal) -> Run:
    """Record that the run has failed for good, with the reason."""
    run = Run.objects.select_related("dossier__firm").get(pk=run_id)
    if run.outcome != Outcome.RUNNING:
        return run
    return end_run(run, Outcome.FAILED, reason, place=Place(), by=standing(run))


def standing(run: Run) -> Access:
    """For whom the run acts: the machine, under the name of the person who asked."""
    return machine(run.dossier.firm_id, run.dossier_id, run.asked_name)


def _with_present_settings(run: Run, progress: Progress, *, by: Access, at: datetime) -> Staged:
    if run.dossier.closed_at is not None:
        raise CannotSynchronise("This dossier is closed.")
    while True:
        connection = Connection.objects.get(dossier_id=run.dossier_id)
        try:
            return _read_and_apply(run, connection, progress, by=by, at=at)
        except SettingsChanged:
            continue


def _read_and_apply(run: Run, connection: Connection, progress: Progress, *, by: Access, at: datetime) -> Staged:
    settings = settings_of(connection)
    connector = package(connection.package).open(settings, reach())
    basics = connector.read_basics()
    changes_only = connector.abilities.changes and not run.full and bool(connection.cursor)
    staged = _stage(run, connection, connector, basics, progress, since=connection.cursor if changes_only else "")
    if staged.unknown:
        staged = _stage(run, connection, connector, basics, progress, since="")
    if not run.removals_confirmed:
        _check_removals(run, staged)
    documents, unread = (
        keep_documents(run.dossier, connector, by=by, at=at) if connector.abilities.documents else (0, [])
    )
    run.cursor_from, run.cursor_to = connection.cursor, connector.cursor()
    findings = [*connector.findings(), *unread]
    lines = staged.lines

    def alive() -> None:
        progress(lines, lines)

    apply_run(run, connection, settings, basics, staged, findings, documents, alive=alive, by=by)
    return staged


def _stage(
    run: Run, connection: Connection, connector: Connector, basics: Basics, progress: Progress, *, since: str
) -> Staged:
    """Read what changed since the cursor, or everything."""
    roots, lettering = _roots(run, connection), run.kind != RunKind.TRANSFER
    stage = Stage(run.dossier, run.pk, basics, roots=roots, lettering=lettering, heal=run.full)
    total = connector.size_hint()
    whole = not since or connector.abilities.lists
    entries = connector.read_entries(since)
    return stage.take(entries, whole=whole, progress=lambda lines: progress(lines, max(total, lines)))


def _roots(run: Run, connection: Connection) -> tuple[str, ...]:
    """How the accounts of customers and suppliers begin, by the settings that this run will apply."""
    books, settings = books_of(run.dossier), connection.settings
    customers = settings.get("customer_roots", books.customer_roots)
    return (*customers, *settings.get("supplier_roots", books.supplier_roots))


def _check_removals(run: Run, staged: Staged) -> None:
    for year, removed in sorted(staged.removed_by_year.items()):
        there = Entry.objects.filter(dossier_id=run.dossier_id, fiscal_year=year).count()
        if removed * 100 > there * REMOVALS_ALLOWED_PER_CENT:
            raise TooManyRemovals(
                "This reading would remove %(removed)s of the %(there)s entries of %(year)s. Nothing was changed: "
                "confirm it if these entries are really gone from the books.",
                removed=removed,
                there=there,
                year=year,
            )
