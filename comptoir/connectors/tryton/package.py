"""The package "tryton": how its settings are proposed from what Tryton shows, checked, tried and opened."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from comptoir.connectors.port import NOWHERE, PassingFault, Reach, Settings, Tried, WrongBooks, WrongConfiguration
from comptoir.connectors.tryton.basics import Names, account_code, find_company, read_basics, read_journals
from comptoir.connectors.tryton.client import Client, as_asked
from comptoir.connectors.tryton.connector import TrytonConnector
from comptoir.connectors.tryton.settings import TrytonSettings, examine, parse
from comptoir.kit.http import HostNotNamed, Http, Resolve, Transport, checked_origin, resolve
from comptoir.kit.words import Refusal, Sentence

ROOT = 3
"""Figures of a root of accounts."""

MOST_SKEW = timedelta(minutes=5)
RIGHTS = {
    "account.move": "write",
    "account.invoice": "read",
    "party.party": "write",
    "ir.attachment": "write",
}
"""What the user must be allowed at least, by model."""


class TrytonPackage:
    """Books in Tryton. `transport` and `resolver` stand in for the network in tests."""

    name = "tryton"
    label = Sentence("Tryton")
    secrets: tuple[str, ...] = ("password",)
    address: tuple[str, ...] = ("url", "database", "user")

    def __init__(self, *, transport: Transport | None = None, resolver: Resolve = resolve) -> None:
        self._transport, self._resolver = transport, resolver

    def propose(self, settings: Settings, reach: Reach = NOWHERE) -> dict[str, Any]:
        """The settings with all that is missing told from Tryton; what is given stays. Raises the port's three errors."""
        given = parse(settings)
        client = self._client(given, reach)
        with as_asked():
            company = find_company(client, given)
            journals = read_journals(client, given, Names(company["id"], company["currency."]["code"]))
            customers, suppliers = (
                kept or _roots(client, company["id"], kind, given.digits)
                for kind, kept in (("receivable", given.customer_roots), ("payable", given.supplier_roots))
            )
        return {
            "url": given.url,
            "database": given.database,
            "user": given.user,
            "company": company["id"],
            "journals": {journal.code: journal.type.value for journal in journals},
            "untold": [journal.code for journal in journals if not journal.told],
            "customer_roots": list(customers),
            "supplier_roots": list(suppliers),
            "digits": given.digits,
        }

    def check(self, settings: Settings, reach: Reach = NOWHERE) -> list[Refusal]:
        """What is wrong with the settings, and whether the host may be asked at all."""
        read, problems = examine(settings)
        url = settings.get("url")
        if isinstance(url, str) and url.strip():
            try:
                checked_origin(url.strip().rstrip("/"), reach.hosts)
            except HostNotNamed as refusal:
                problems.append(WrongConfiguration(refusal.sentence.text, **refusal.sentence.facts))
        return problems if problems or read is None else []

    def test(self, settings: Settings, reach: Reach = NOWHERE) -> list[Tried]:
        """Host, login, company, journals and accounts, rights, clock: up to the first that fails."""
        tried: list[Tried] = []
        try:
            given = parse(settings)
            client = self._client(given, reach)
            tried += (Tried(True, words) for words in _look(client, given))
        except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
            return [*tried, Tried(False, refusal.sentence)]
        return [*tried, _clock(client, datetime.now(UTC))]

    def open(self, settings: Settings, reach: Reach = NOWHERE) -> TrytonConnector:
        """The connector for these settings. Raises WrongConfiguration."""
        given = parse(settings)
        return TrytonConnector(given, self._client(given, reach))

    def _client(self, settings: TrytonSettings, reach: Reach) -> Client:
        try:
            http = Http(
                settings.url,
                reach.hosts,
                longest=reach.seconds,
                transport=self._transport,
                resolver=self._resolver,
            )
        except HostNotNamed as refusal:
            raise WrongConfiguration(refusal.sentence.text, **refusal.sentence.facts) from refusal
        return Client(http, settings.database, settings.user, settings.password)


PACKAGE = TrytonPackage()


def _roots(client: Client, company: int, kind: str, digits: int) -> list[str]:
    """How accounts of customers ("receivable") or suppliers ("payable") begin: those that Tryton books on by default,
    else those whose type says so and that ask for a party."""
    usual = client.rows("account.configuration", [], (f"default_account_{kind}.code",))
    codes = [row[f"default_account_{kind}."]["code"] for row in usual if row[f"default_account_{kind}."]]
    if not codes:
        domain = [["company", "=", company], [f"type.{kind}", "=", True], ["party_required", "=", True]]
        codes = [row["code"] for row in client.rows("account.account", domain, ("code",))]
    return sorted({account_code(code, digits)[:ROOT] for code in codes if code})


def _look(client: Client, settings: TrytonSettings) -> Iterator[Sentence]:
    """What works, step by step. Raises what does not."""
    client.log_in()
    yield Sentence("Tryton answers at %(url)s, and knows %(user)s.", {"url": settings.url, "user": settings.user})
    basics, _ = read_basics(client, settings)
    yield Sentence("The books are those of %(company)s.", {"company": basics.company.name})
    facts = {"journals": len(basics.journals), "accounts": len(basics.accounts), "partners": len(basics.partners)}
    yield Sentence("%(journals)s journals, %(accounts)s accounts and %(partners)s partners can be read.", facts)
    found = client.show("model.ir.model.access.get_access", list(RIGHTS))
    with as_asked():
        missing = [model for model, right in RIGHTS.items() if not found[model][right]]
    if missing:
        raise WrongConfiguration(
            "Tryton does not let %(user)s see or change: %(what)s.", user=settings.user, what=", ".join(missing)
        )
    yield Sentence("%(user)s may read and book.", {"user": settings.user})


def _clock(client: Client, now: datetime) -> Tried:
    if client.answered_at is None:
        return Tried(True, Sentence("Tryton does not tell the time."))
    skew = abs(client.answered_at - now)
    if skew > MOST_SKEW:
        return Tried(
            False,
            Sentence(
                "Tryton's clock differs from ours by %(minutes)s minutes.", {"minutes": skew // timedelta(minutes=1)}
            ),
        )
    return Tried(True, Sentence("Tryton's clock agrees with ours."))
