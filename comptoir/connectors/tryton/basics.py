"""Company, periods, journals, accounts and partners, as Tryton has them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from comptoir.connectors.port import Place, WrongBooks, WrongConfiguration
from comptoir.connectors.tryton.client import Client, as_asked
from comptoir.connectors.tryton.settings import TrytonSettings
from comptoir.kit.numbers import belgian_number, iban, vat_number
from comptoir.records.books import Account, Basics, Company, Journal, JournalType, Partner, Period

TYPES = {
    "revenue": JournalType.SALE,
    "expense": JournalType.PURCHASE,
    "statement": JournalType.BANK,
    "cash": JournalType.CASH,
    "general": JournalType.MISCELLANEOUS,
    "write-off": JournalType.MISCELLANEOUS,
    "situation": JournalType.CLOSING,
}
"""Tryton's types of journals. Credit notes stand in the same journal as invoices; a statement journal is a bank's."""

EVERYONE = [["active", "in", [True, False]]]
VAT_KINDS = ("eu_vat", "be_vat")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Names:
    """How rows of Tryton are called in the records: by Tryton's id."""

    company: int
    currency: str
    periods: dict[int, Period] = field(default_factory=dict)
    journals: dict[int, str] = field(default_factory=dict)
    accounts: dict[int, str] = field(default_factory=dict)
    partners: dict[int, str] = field(default_factory=dict)


def read_basics(client: Client, settings: TrytonSettings) -> tuple[Basics, Names]:
    """All of them, and how they are called. Raises the port's three errors."""
    with as_asked():
        return _all(client, settings)


def _all(client: Client, settings: TrytonSettings) -> tuple[Basics, Names]:
    company = find_company(client, settings)
    names = Names(company["id"], company["currency."]["code"])
    periods = _periods(client, names)
    journals = read_journals(client, settings, names)
    accounts = _accounts(client, settings, names)
    partners = _partners(client, names)
    return Basics(_company(company), periods, journals, accounts, partners), names


def find_company(client: Client, settings: TrytonSettings) -> dict[str, Any]:
    """The row of the company that the settings mean; from now on the client asks as somebody who works for it.

    Raises WrongConfiguration when this user works for none such.
    """
    number = settings.company or client.preferences().get("company") or 0
    fields = (
        "party.name",
        "party.tax_identifier.code",
        "party.addresses.country.code",
        "currency.code",
        "currency.digits",
    )
    found = client.rows("company.company", [["id", "=", number]], fields)
    allowed = client.preferences().get("companies") or []
    if not found or number not in allowed:
        raise WrongConfiguration("Tryton's user %(user)s works for no such company.", user=settings.user)
    client.work_for(number)
    return found[0]


def read_journals(client: Client, settings: TrytonSettings, names: Names) -> tuple[Journal, ...]:
    """The journals with their types: what the settings say, else Tryton's own."""
    journals: dict[str, Journal] = {}
    for row in client.rows("account.journal", EVERYONE, ("code", "name", "type")):
        code = row["code"] or f"#{row['id']}"
        if code in journals:
            raise WrongBooks("Two journals of Tryton have the code %(journal)s.", _at("account.journal"), journal=code)
        names.journals[row["id"]] = code
        kind = settings.journals.get(code) or TYPES.get(row["type"])
        told = kind is not None and code not in settings.untold
        journals[code] = Journal(code, row["name"][:LONGEST_NAME], kind or JournalType.MISCELLANEOUS, told)
    return tuple(journals.values())


def account_code(code: str, digits: int) -> str:
    """The account's number as it is told: filled up with zeros."""
    return code.ljust(digits, "0")


def _company(row: dict[str, Any]) -> Company:
    party = row["party."]
    vat = (party["tax_identifier."] or {}).get("code") or ""
    countries = [address["country."]["code"] for address in party["addresses."] if address["country."]]
    country = countries[0] if countries else vat[:2]
    return Company(party["name"], country, belgian_number(vat) or vat, row["currency."]["code"])


def _periods(client: Client, names: Names) -> tuple[Period, ...]:
    fields = ("name", "start_date", "end_date", "fiscalyear.name")
    seen: set[str] = set()
    for row in client.rows("account.period", [["company", "=", names.company]], fields):
        if row["name"] in seen:
            raise WrongBooks("Two periods of Tryton are called %(period)s.", _at("account.period"), period=row["name"])
        seen.add(row["name"])
        year = row["fiscalyear."]["name"]
        names.periods[row["id"]] = Period(row["name"], year, row["start_date"], row["end_date"])
    return tuple(names.periods.values())


def _accounts(client: Client, settings: TrytonSettings, names: Names) -> tuple[Account, ...]:
    """Those that can be booked on. Where two are filled up to the same number the longer one, booked on, names it."""
    domain = [["company", "=", names.company], ["type", "!=", None], ["code", "!=", None]]
    accounts: dict[str, tuple[int, str]] = {}
    for row in client.rows("account.account", domain, ("code", "name")):
        code = account_code(row["code"], settings.digits)
        names.accounts[row["id"]] = code
        if len(row["code"]) > accounts.get(code, (0, ""))[0]:
            accounts[code] = (len(row["code"]), row["name"])
    return tuple(Account(code, name) for code, (_, name) in sorted(accounts.items()))


def _partners(client: Client, names: Names) -> tuple[Partner, ...]:
    fields = (
        "name",
        "code",
        "lang.code",
        "identifiers.type",
        "identifiers.code",
        "contact_mechanisms.type",
        "contact_mechanisms.value",
        "bank_accounts.numbers.number",
    )
    partners = []
    for row in client.rows("party.party", EVERYONE, fields):
        names.partners[row["id"]] = row["code"] or f"#{row['id']}"
        partners.append(_partner(row, names.partners[row["id"]]))
    return tuple(partners)


def _partner(row: dict[str, Any], key: str) -> Partner:
    vat = next((each["code"] for each in row["identifiers."] if each["type"] in VAT_KINDS), "")
    mails = [each["value"] for each in row["contact_mechanisms."] if each["type"] == "email" and each["value"]]
    return Partner(
        key=key,
        name=row["name"] or key,
        vat=vat_number(vat),
        ibans=_ibans(row["bank_accounts."]),
        email=mails[0] if mails else "",
        language=((row["lang."] or {}).get("code") or "")[:2],
    )


def _ibans(accounts: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    numbers = [iban(number["number"] or "") for account in accounts for number in account["numbers."]]
    return tuple(number for number in numbers if number)


def _at(model: str) -> Place:
    return Place(file=model)
