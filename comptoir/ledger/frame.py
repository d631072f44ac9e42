"""The frame of the books brought up to date: periods, journals, accounts, partners. Nothing of it is ever removed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model

from comptoir.firms.models import Dossier
from comptoir.ledger.choices import THIRD_PARTY_ROOTS, AccountRole
from comptoir.ledger.models import Account, Books, Journal, Partner, Period
from comptoir.records import books as records

M = TypeVar("M", bound=Model)

DERIVED = 3
"""By which rules sums and lists are made of the entries; with a higher one, the next run makes all of them anew."""


def books_of(dossier: Dossier) -> Books:
    """The dossier's books, made with its country's roots when they are not there yet."""
    customers, suppliers = THIRD_PARTY_ROOTS.get(dossier.country, THIRD_PARTY_ROOTS["BE"])
    books, _ = Books.objects.get_or_create(
        dossier=dossier, defaults={"customer_roots": list(customers), "supplier_roots": list(suppliers)}
    )
    return books


def role_of(code: str, books: Books) -> AccountRole:
    """Whether the account is a customers' or suppliers' account of these books."""
    if code.startswith(tuple(books.customer_roots)):
        return AccountRole.CUSTOMER
    if code.startswith(tuple(books.supplier_roots)):
        return AccountRole.SUPPLIER
    return AccountRole.NONE


@dataclass(slots=True)
class FrameChange:
    """What a new frame means for rows already there: every sum anew, or the rows that show what is another now.

    `renamed` are partners of another name or number, `accounts` those of another name.
    """

    everything: bool = False
    renamed: list[int] = field(default_factory=list)
    accounts: list[int] = field(default_factory=list)


def take_roots(dossier: Dossier, books: Books, customers: Sequence[str], suppliers: Sequence[str]) -> bool:
    """Make these the roots of customer and supplier accounts; tells whether that changed anything."""
    if (list(customers), list(suppliers)) == (books.customer_roots, books.supplier_roots):
        return False
    books.customer_roots, books.supplier_roots = list(customers), list(suppliers)
    books.save(update_fields=["customer_roots", "supplier_roots"])
    accounts = list(Account.objects.filter(dossier=dossier))
    for account in accounts:
        account.role = role_of(account.code, books)
    Account.objects.bulk_update(accounts, ["role"], batch_size=500)
    return bool(accounts)


def bring_frame(dossier: Dossier, books: Books, basics: records.Basics) -> FrameChange:
    """Insert what is new and update what differs, by code or key."""
    change = FrameChange()
    periods = [
        Period(dossier=dossier, code=p.code, fiscal_year=p.fiscal_year, start_on=p.start_on, end_on=p.end_on)
        for p in basics.periods
    ]
    _bring(Period, dossier, "code", periods, ["fiscal_year", "start_on", "end_on"])
    journals = [Journal(dossier=dossier, code=j.code, name=j.name, type=j.type.value) for j in basics.journals]
    retyped = _bring(Journal, dossier, "code", journals, ["name", "type"])
    change.everything = any("type" in fields for _, fields in retyped)
    accounts = [
        Account(dossier=dossier, code=a.code, name=a.name, role=role_of(a.code, books)) for a in basics.accounts
    ]
    changed = _bring(Account, dossier, "code", accounts, ["name", "role"])
    change.everything |= any("role" in fields for _, fields in changed)
    change.accounts = [pk for pk, fields in changed if "name" in fields]
    partners = [_partner(dossier, p) for p in basics.partners]
    named = ["name", "account", "vat", "number", "ibans", "email", "language"]
    found_by = {"name", "vat", "ibans"}
    change.renamed = [pk for pk, fields in _bring(Partner, dossier, "key", partners, named) if fields & found_by]
    return change


def _partner(dossier: Dossier, p: records.Partner) -> Partner:
    return Partner(
        dossier=dossier,
        key=p.key,
        name=p.name,
        account=p.account,
        vat=p.vat,
        number=p.number,
        ibans=list(p.ibans),
        email=p.email,
        language=p.language,
    )


def _bring(
    model: type[M], dossier: Dossier, key: str, wanted: Sequence[M], fields: list[str]
) -> list[tuple[int, set[str]]]:
    """Insert the rows whose key is not there, update those that differ; tells which fields changed, by row."""
    there = {getattr(row, key): row for row in model._default_manager.filter(dossier=dossier)}
    fresh, changed, told = [], [], []
    for row in wanted:
        old = there.get(getattr(row, key))
        if old is None:
            fresh.append(row)
            continue
        differing = {field for field in fields if getattr(old, field) != getattr(row, field)}
        if differing:
            row.pk = old.pk
            changed.append(row)
            told.append((int(old.pk), differing))
    model._default_manager.bulk_create(fresh, batch_size=2000)
    model._default_manager.bulk_update(changed, fields, batch_size=500)
    return told
