"""Connecting a dossier to its accounting package, and asking for a synchronisation."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.connectors.port import Package, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.jobs.queue import enqueue
from comptoir.kit.words import Refusal
from comptoir.ledger.dates import recompute_bank_dates
from comptoir.ledger.frame import books_of
from comptoir.ledger.models import Books, Journal
from comptoir.sync.choices import RunKind
from comptoir.sync.mappings import hold_profiles
from comptoir.sync.models import Connection, Run
from comptoir.sync.reach import reach, with_mapping, without_mapping
from comptoir.sync.sealing import seal, unseal


class CannotSynchronise(Refusal):
    """This dossier cannot be synchronised as asked."""


@transaction.atomic
def connect(
    dossier: Dossier, package_name: str, settings: Mapping[str, Any], *, by: Access, at: datetime
) -> Connection:
    """Say where the dossier's books come from, or say it anew.

    A secret setting that is not given stays as it is, as long as the address of the books is the same. Raises
    WrongConfiguration with the first thing that is wrong, NotAllowed without the right "office.connect".
    """
    by.demand("office.connect")
    if "profile" in settings:
        hold_profiles(dossier)
    old = Connection.objects.select_for_update().filter(dossier=dossier).first()
    if old is not None and old.package != package_name and dossier.entries.exists():
        raise WrongConfiguration("The books of this dossier already come from another package.")
    books = package(package_name)
    whole = kept_secrets(old, books, settings) | dict(settings)
    problems = books.check(with_mapping(whole, dossier.firm_id), reach())
    if problems:
        raise problems[0]
    plain = {name: value for name, value in without_mapping(settings).items() if name not in books.secrets}
    connection, made = Connection.objects.update_or_create(
        dossier=dossier,
        defaults={"package": package_name, "settings": plain},
        create_defaults={"package": package_name, "settings": plain, "created_at": at},
    )
    connection.sealed = {
        name: seal(str(whole[name]), row=connection.pk, name=name) for name in books.secrets if whole.get(name)
    }
    if old is not None and (old.package != package_name or _moved(old, books, settings)):
        connection.cursor = ""
    connection.save(update_fields=["sealed", "cursor"])
    books_of(dossier)
    facts = {"package": package_name, "settings": plain, "before": old.settings if old else None}
    record("sync.connected" if made else "sync.settings_changed", connection, by=by, at=at, **facts)
    return connection


def kept_secrets(old: Connection | None, books: Package, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The secrets that these settings need not give again: those of a connection to the same address.

    Raises WrongConfiguration when they can no longer be opened.
    """
    needed = [name for name in names_kept(old, books, settings) if not settings.get(name)]
    return {name: unseal(old.sealed[name], row=old.pk, name=name) for name in needed} if old else {}


def names_kept(old: Connection | None, books: Package, settings: Mapping[str, Any]) -> list[str]:
    """The names of the secrets that are kept for the address of these settings."""
    if old is None or old.package != books.name or _moved(old, books, settings):
        return []
    return list(old.sealed)


def _moved(old: Connection, books: Package, settings: Mapping[str, Any]) -> bool:
    """Whether these settings say that the books are elsewhere."""
    return any((old.settings.get(name) or "") != (settings.get(name) or "") for name in books.address)


@transaction.atomic
def show_journal(journal: Journal, shown: bool, *, by: Access, at: datetime) -> Journal:
    """Show or hide a journal; the second date is computed again. The books are held before the journal, as a run does."""
    by.demand("office.connect")
    books = Books.objects.select_for_update().get(dossier_id=journal.dossier_id)
    journal = Journal.objects.select_for_update().visible_to(by).get(pk=journal.pk)
    journal.shown = shown
    journal.save(update_fields=["shown"])
    recompute_bank_dates(journal.dossier, books)
    record("ledger.journal_shown" if shown else "ledger.journal_hidden", journal, by=by, at=at)
    return journal


@transaction.atomic
def ask_for_run(
    dossier: Dossier,
    *,
    kind: str,
    full: bool,
    done_until: date | None = None,
    confirm_removals: bool = False,
    max_attempts: int = 5,
    by: Access,
    at: datetime,
) -> Run:
    """Write the run and put it in the queue; it is one job, and at most one of a dossier runs at a time.

    `done_until` (the date until which the accounts are done) belongs to a manual run alone. Raises CannotSynchronise.
    """
    by.demand("office.sync")
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if dossier.closed_at is not None:
        raise CannotSynchronise("This dossier is closed.")
    if not Connection.objects.filter(dossier=dossier).exists():
        raise CannotSynchronise("This dossier is not connected to an accounting package yet.")
    if done_until is not None and kind != RunKind.MANUAL:
        raise CannotSynchronise("Only a manual synchronisation sets the date until which the accounts are done.")
    run = Run.objects.create(
        dossier=dossier,
        kind=kind,
        full=full,
        done_until=done_until,
        removals_confirmed=confirm_removals,
        asked_by_id=by.person_id,
        asked_name=by.name,
        asked_at=at,
    )
    job = enqueue("sync.run", at=at, group=f"sync:{dossier.pk}", max_attempts=max_attempts, run_id=run.pk)
    run.job_id = job.pk
    run.save(update_fields=["job_id"])
    until = done_until.isoformat() if done_until else None
    record("sync.asked", run, by=by, at=at, kind=kind, full=full, done_until=until, confirmed=confirm_removals)
    return run


@transaction.atomic
def confirm_removals(run: Run, *, by: Access, at: datetime) -> Run:
    """Ask again for a run that was held because it would remove many entries: this time they go.

    Raises CannotSynchronise when that run was not held, or is no longer the dossier's latest.
    """
    by.demand("office.sync")
    dossier = Dossier.objects.select_for_update().get(pk=run.dossier_id)
    latest = Run.objects.filter(dossier=dossier).order_by("-pk").first()
    if latest is None or latest.pk != run.pk or not latest.needs_confirmation:
        raise CannotSynchronise("There is nothing to confirm any more: look at the latest run.")
    return ask_for_run(
        dossier, kind=run.kind, full=run.full, done_until=run.done_until, confirm_removals=True, by=by, at=at
    )
