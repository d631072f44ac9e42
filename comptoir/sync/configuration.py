"""What the firm says of a dossier's books beside their folder: journal types, third-party accounts, the bank's IBANs.

Types and accounts are settings of the connection: the lists follow with the run that a correction asks for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.kit.numbers import iban
from comptoir.kit.words import Refusal
from comptoir.ledger.models import Books, Journal
from comptoir.sync.actions import CannotSynchronise, ask_for_run, connect
from comptoir.sync.choices import RunKind
from comptoir.sync.models import Connection, Run


class CannotConfigure(Refusal):
    """What is said of the books cannot be."""


@transaction.atomic
def correct_journal_types(dossier: Dossier, types: Mapping[str, str], *, by: Access, at: datetime) -> Run | None:
    """Say of which type these journals are, by code; the run that makes the lists follow, None when all was so already.

    Raises WrongConfiguration, CannotSynchronise.
    """
    connection = _held(dossier, by)
    settings = dict(connection.settings)
    settings["journals"] = settings.get("journals", {}) | dict(types)
    settings["untold"] = [code for code in settings.get("untold", ()) if code not in types]
    return _correct(connection, settings, by=by, at=at)


@transaction.atomic
def correct_roots(
    dossier: Dossier, customers: Sequence[str], suppliers: Sequence[str], *, by: Access, at: datetime
) -> Run | None:
    """Say how accounts of customers and suppliers begin; the run that makes the lists follow, None when all was so.

    Raises WrongConfiguration, CannotSynchronise.
    """
    connection = _held(dossier, by)
    settings = connection.settings | {"customer_roots": list(customers), "supplier_roots": list(suppliers)}
    return _correct(connection, settings, by=by, at=at)


@transaction.atomic
def name_bank_account(journal: Journal, number: str, *, by: Access, at: datetime) -> Journal:
    """Say which bank account a journal is of; "" for none. Raises CannotConfigure for what is no IBAN."""
    by.demand("office.connect")
    checked = iban(number) if number.strip() else ""
    if checked is None:
        raise CannotConfigure("%(number)s is not an IBAN: its length or its check digits are wrong.", number=number)
    Books.objects.select_for_update().get(dossier_id=journal.dossier_id)
    journal = Journal.objects.select_for_update().visible_to(by).get(pk=journal.pk)
    if journal.iban != checked:
        before, journal.iban = journal.iban, checked
        journal.save(update_fields=["iban"])
        record("ledger.journal_iban", journal, by=by, at=at, iban=checked, before=before)
    return journal


def _held(dossier: Dossier, by: Access) -> Connection:
    """The connection, held after its dossier as a run does."""
    by.demand("office.connect")
    Dossier.objects.select_for_update().visible_to(by).get(pk=dossier.pk)
    connection = Connection.objects.select_for_update().visible_to(by).first()
    if connection is None:
        raise CannotSynchronise("This dossier is not connected to an accounting package yet.")
    return connection


def _correct(connection: Connection, settings: dict[str, Any], *, by: Access, at: datetime) -> Run | None:
    if settings == connection.settings:
        return None
    connect(connection.dossier, connection.package, settings, by=by, at=at)
    return ask_for_run(connection.dossier, kind=RunKind.MANUAL, full=False, by=by, at=at)
