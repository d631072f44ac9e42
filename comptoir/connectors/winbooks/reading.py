"""One reading of a dossier: its tables, what a look through its lines found, and what that means with the settings."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comptoir.connectors.files import State, placed, wait_until_still
from comptoir.connectors.port import Place, WrongBooks
from comptoir.connectors.telling import about_journals
from comptoir.connectors.winbooks.folder import Dossier, look
from comptoir.connectors.winbooks.journals import told_journals
from comptoir.connectors.winbooks.settings import WinBooksSettings
from comptoir.formats.winbooks.cards import DbkRow, key_of, read_accounts, read_journals, read_partners
from comptoir.formats.winbooks.pieces import Look, look_through
from comptoir.formats.winbooks.tables import Table, open_table, told_encoding
from comptoir.formats.winbooks.years import (
    BookYear,
    company_of,
    read_periods,
    read_settings,
    years_of_settings,
    years_of_table,
)
from comptoir.kit.words import Sentence
from comptoir.records.books import Account, Basics, Company, Partner

WITH_TEXTS = ("ACT", "CSF", "ACF", "DBK")
SHOWN = 10
"""So many cards are named."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in the folder; `states` tells whether a file has changed since. `years` are by letter."""

    dossier: Dossier
    states: Mapping[Path, State]
    encoding: str
    years: Mapping[str, BookYear]
    basics: Basics
    look: Look
    findings: tuple[Sentence, ...]

    @contextmanager
    def table(self, kind: str) -> Iterator[Table]:
        """The open table; whatever goes wrong with it says where, and one that has changed meanwhile is read later."""
        with opened(self.dossier, kind, self.states, self.encoding) as table:
            yield table


@contextmanager
def opened(dossier: Dossier, kind: str, states: Mapping[Path, State], encoding: str) -> Iterator[Table]:
    """The table of that kind, open. What it refuses becomes WrongBooks with its place."""
    path = dossier.tables[kind]
    with placed(path, states[path]), open_table(path, kind, encoding) as table:
        yield table


def begin_reading(settings: WinBooksSettings, *, patience: int) -> Reading:
    """Look through the folder, after waiting for files that are being written. Raises the port's three errors."""
    dossier = look(settings.folder, settings.form)
    states = wait_until_still(dossier.tables.values(), patience=patience)
    encoding = settings.encoding or _encoding(dossier, states)
    frame = _Frame(dossier, states, encoding)
    company, years = frame.company_and_years()
    with opened(dossier, "ACT", states, encoding) as table:
        seen = look_through(table)
    odd: list[str] = []
    journals = tuple(told_journals(frame.journals(), seen.journals, settings))
    basics = Basics(
        company=company,
        periods=tuple(dict.fromkeys(period for year in years.values() for period in year.periods.values())),
        journals=journals,
        accounts=tuple(_all_accounts(frame.accounts(), seen)),
        partners=tuple(_all_partners(frame.partners(odd), seen)),
    )
    findings = (*about_journals(journals, settings.journals), *_about(dossier, seen, odd))
    return Reading(dossier, states, encoding, years, basics, seen, findings)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The small tables of a dossier, each read whole; one that is not there is empty."""

    dossier: Dossier
    states: Mapping[Path, State]
    encoding: str

    def company_and_years(self) -> tuple[Company, dict[str, BookYear]]:
        """Whose books these are, and the years by letter: of PARAM, else of SLBKY and SLPRD."""
        settings: dict[str, str] = {}
        years: dict[str, BookYear] = {}
        if "PARAM" in self.dossier.tables:
            with self._table("PARAM") as table:
                settings = read_settings(table)
                years = years_of_settings(settings)
        if not years and "SLBKY" in self.dossier.tables:
            periods = self._periods()
            with self._table("SLBKY") as table:
                years = years_of_table(table, periods)
        if not years:
            raise WrongBooks(
                "The book years cannot be told: neither the table PARAM nor the table SLBKY tells them.",
                Place(self.dossier.tables["ACT"].name, 0, "BOOKYEAR"),
            )
        return company_of(settings), years

    def _periods(self) -> dict[str, dict[str, date]]:
        if "SLPRD" not in self.dossier.tables:
            return {}
        with self._table("SLPRD") as table:
            return read_periods(table)

    def accounts(self) -> list[Account]:
        """The general accounts."""
        if "ACF" not in self.dossier.tables:
            return []
        with self._table("ACF") as table:
            return list(read_accounts(table))

    def partners(self, odd: list[str]) -> list[Partner]:
        """The cards of customers and suppliers; `odd` gets the numbers of those whose bank account is none."""
        if "CSF" not in self.dossier.tables:
            return []
        with self._table("CSF") as table:
            return list(read_partners(table, odd))

    def journals(self) -> list[DbkRow]:
        """The journals."""
        if "DBK" not in self.dossier.tables:
            return []
        with self._table("DBK") as table:
            return list(read_journals(table))

    @contextmanager
    def _table(self, kind: str) -> Iterator[Table]:
        with opened(self.dossier, kind, self.states, self.encoding) as table:
            yield table


def _encoding(dossier: Dossier, states: Mapping[Path, State]) -> str:
    paths = [dossier.tables[kind] for kind in WITH_TEXTS if kind in dossier.tables]
    for path in paths:
        with placed(path, states[path]), path.open("rb") as file:
            file.read(1)
    with placed(paths[0], states[paths[0]]):
        return told_encoding(paths)


def _all_accounts(known: Iterable[Account], seen: Look) -> Iterator[Account]:
    """The accounts of the table, and those that lines name besides."""
    accounts = {account.code: account for account in known}
    for code in sorted(accounts.keys() | seen.accounts):
        yield accounts.get(code) or Account(code, code)


def _all_partners(known: Iterable[Partner], seen: Look) -> Iterator[Partner]:
    """The partners of the table, and those that lines name besides, who are called by their number."""
    partners = {partner.key: partner for partner in known}
    for (kind, number), account in seen.uses.items():
        key = key_of(kind, number)
        if number and key not in partners:
            partners[key] = Partner(key, number, account)
    yield from (partners[key] for key in sorted(partners))


def _about(dossier: Dossier, seen: Look, odd: list[str]) -> Iterator[Sentence]:
    for kind in ("CSF", "ACF"):
        if kind not in dossier.tables:
            yield Sentence(
                "The table %(table)s is not there: what it describes is called by its number.", {"table": kind}
            )
    if odd:
        facts: dict[str, str | int] = {"count": len(odd), "cards": ", ".join(odd[:SHOWN])}
        yield Sentence("%(count)s cards have a bank account that is none, and it was left out: %(cards)s.", {**facts})
    if seen.aside:
        yield Sentence("%(count)s records that belong to no piece were left alone.", {"count": seen.aside})
