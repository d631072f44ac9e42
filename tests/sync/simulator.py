"""A seeded simulation: people at work in a package, a network that fails, a process that is killed, and our runs between.

One seed is one history, and always the same one: what people do, when their transactions commit, what the clock says, which
answers come late, twice, cut or not at all. After every run that ended, with nothing going on meanwhile, the mirror says
what the package's books say.
"""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from django.db import connection
from django.utils import timezone

from comptoir.connectors.port import PassingFault
from comptoir.firms.access import Access, machine
from comptoir.firms.models import Dossier
from comptoir.ledger.check import check_ledger
from comptoir.ledger.models import Line
from comptoir.sync.actions import ask_for_run
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.models import Run
from comptoir.sync.perform import perform
from tests.connectors.tryton.fake import Answer, Asked, FakeTryton
from tests.sync.simulated_office import Office

ROUNDS = 3
PATIENCE = 25
"""Attempts of one run after which something must be wrong with us."""

HONEST_FROM = 8
"""From this attempt on nothing goes wrong any more."""


class Killed(BaseException):
    """The process is gone: nothing of ours may catch it."""


@dataclass
class Network:
    """What becomes of requests, at random."""

    fake: FakeTryton
    rng: random.Random
    office: Office
    faulty: float = 0.0
    busy: float = 0.0
    """How often somebody books between two requests."""

    earlier: dict[str, httpx.Response] = field(default_factory=dict)
    meddled: bool = False

    def meddle(self, asked: Asked, answer: Answer) -> httpx.Response:
        """The fake's hook."""
        if self.rng.random() < self.busy:
            self.meddled = True
            self.office.act()
            self.fake.now += timedelta(seconds=self.rng.randint(0, 30))
        if self.rng.random() < self.faulty:
            return self.rng.choice(FAULTS)(self, asked, answer)
        response = answer()
        self.earlier[asked.method] = response
        return response


def _silence(network: Network, asked: Asked, answer: Answer) -> httpx.Response:
    if network.rng.random() < 0.5:
        answer()
    raise httpx.ReadTimeout("the server said nothing")


def _status(network: Network, asked: Asked, answer: Answer) -> httpx.Response:
    return httpx.Response(network.rng.choice((429, 500, 502, 503)), content=b"<html>later</html>")


def _session_over(network: Network, asked: Asked, answer: Answer) -> httpx.Response:
    network.fake.end_sessions()
    return answer()


def _page(network: Network, asked: Asked, answer: Answer) -> httpx.Response:
    return httpx.Response(200, content=b"<!doctype html><html><body>Maintenance</body></html>")


def _cut(network: Network, asked: Asked, answer: Answer) -> httpx.Response:
    whole = answer().content
    return httpx.Response(200, content=whole[: network.rng.randrange(len(whole))])


def _again(network: Network, asked: Asked, answer: Answer) -> httpx.Response:
    return network.earlier.get(asked.method) or answer()


def _missing(network: Network, asked: Asked, answer: Answer) -> httpx.Response:
    """A page of moves without its rows, or with all but one of them in another order."""
    response = answer()
    said = response.json()
    rows = said.get("result")
    if asked.method in PAGED and isinstance(rows, list) and rows:
        kept = [] if network.rng.random() < 0.5 else network.rng.sample(rows, len(rows) - 1)
        return httpx.Response(200, content=json.dumps(said | {"result": kept}).encode())
    return response


def _killed(network: Network, asked: Asked, answer: Answer) -> httpx.Response:
    raise Killed


PAGED = ("model.account.move.search", "model.account.move.search_read")
FAULTS = (_silence, _status, _session_over, _page, _cut, _again, _missing, _killed)


@dataclass
class Simulation:
    """One seed over one dossier that is connected to the fake."""

    seed: int
    fake: FakeTryton
    dossier: Dossier

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.office = Office(self.fake, self.rng, slow=self.seed % 5 == 0)
        self.network = Network(self.fake, self.rng, self.office)
        self.fake.meddle = self.network.meddle
        self.by: Access = machine(self.dossier.firm_id, self.dossier.pk, "simulation")
        self.attempts = 0

    def play(self) -> None:
        """The whole history. Raises AssertionError where the mirror says something else than the books."""
        for _ in range(ROUNDS):
            for _ in range(self.rng.randint(1, 6)):
                self.office.act()
                self.office.pass_time()
            self.synchronise(busy=self.rng.choice((0.0, 0.0, 0.0, 0.1)))
            if self.network.meddled:
                self.synchronise(busy=0.0)
            self.compare()
        self.office.settle()
        self.synchronise(busy=0.0)
        self.compare()
        assert list(check_ledger(self.dossier)) == []

    def synchronise(self, *, busy: float) -> None:
        """A run, begun again until it has ended; large removals are confirmed."""
        full = self.rng.random() < 0.1
        self.network.meddled = False
        run = self._ask(full=full, confirmed=False)
        self._perform(run, busy)
        if run.needs_confirmation:
            run = self._ask(full=full, confirmed=True)
            self._perform(run, busy)
        assert run.outcome == Outcome.DONE, (run.outcome, run.reason)

    def compare(self) -> None:
        """The mirror against the package's own rows."""
        assert mirrored(self.dossier) == booked(self.fake)

    def _ask(self, *, full: bool, confirmed: bool) -> Run:
        kind = RunKind.MONTHLY if full else RunKind.NIGHTLY
        at = timezone.now()
        return ask_for_run(self.dossier, kind=kind, full=full, confirm_removals=confirmed, by=self.by, at=at)

    def _perform(self, run: Run, busy: float) -> None:
        for attempt in range(PATIENCE):
            self.attempts += 1
            honest = attempt >= HONEST_FROM
            self.network.faulty = 0.0 if honest else self.rng.choice((0.0, 0.02, 0.15))
            self.network.busy = 0.0 if honest else busy
            try:
                with mortal(None if honest or self.rng.random() > 0.2 else self.rng.randrange(1, 250)):
                    perform(run.pk, lambda done, total: None)
            except (PassingFault, Killed):
                continue
            finally:
                self.network.faulty = self.network.busy = 0.0
            run.refresh_from_db()
            return
        raise AssertionError("the run did not end however often it was begun")


@contextmanager
def mortal(words: int | None) -> Iterator[None]:
    """The process dies at its so many-th word to the database; None: it lives."""
    said = 0

    def count(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal said
        said += 1
        if said == words:
            raise Killed
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(count):
        yield


Books = tuple[dict[str, tuple[Any, ...]], set[frozenset[tuple[str, int]]]]
"""Entries by key with their lines, and the groups that settle each other as places of lines."""


def mirrored(dossier: Dossier) -> Books:
    """What the mirror says."""
    entries: dict[str, tuple[Any, ...]] = {}
    groups: dict[str, set[tuple[str, int]]] = {}
    lines = Line.objects.filter(dossier=dossier).order_by("entry__key", "position")
    for key, journal, year, day, text, place, account, partner, cents, letter in lines.values_list(
        *("entry__key", "entry__journal__code", "entry__fiscal_year", "entry__booked_on", "entry__text", "position"),
        *("account__code", "partner__name", "cents", "lettering__key"),
    ):
        entries.setdefault(key, (journal, year, day, text, []))[-1].append((account, partner or "", cents))
        if letter:
            groups.setdefault(letter, set()).add((key, place))
    return entries, set(map(frozenset, groups.values()))


def booked(fake: FakeTryton) -> Books:
    """What the package's own rows say, of what is posted and committed."""
    rows = fake.tables.rows
    entries: dict[str, tuple[Any, ...]] = {}
    groups: dict[tuple[str, str, str], set[tuple[str, int]]] = {}
    for move in fake.tables.all("account.move"):
        if move["state"] != "posted":
            continue
        key, lines = str(move["id"]), []
        own = sorted((each for each in fake.tables.all("account.move.line") if each["move"] == move["id"]), key=_id)
        for place, line in enumerate(own):
            account = rows["account.account"][line["account"]]["code"].ljust(6, "0")
            partner = rows["party.party"][line["party"]]["name"] if line["party"] else ""
            lines.append((account, partner, int((line["debit"] - line["credit"]) * 100)))
            if group := _group(fake, line):
                groups.setdefault((group, account, partner), set()).add((key, place))
        period = rows["account.period"][move["period"]]
        year = rows["account.fiscalyear"][period["fiscalyear"]]["name"]
        journal = rows["account.journal"][move["journal"]]["code"]
        entries[key] = (journal, year, move["date"], move["description"] or "", lines)
    return entries, set(map(frozenset, groups.values()))


def _group(fake: FakeTryton, line: dict[str, Any]) -> str:
    """What settles the line: its reconciliation, else the invoice at which it is noted, or that it is due of."""
    if line["reconciliation"]:
        return f"R{line['reconciliation']}"
    rows = fake.tables.rows["account.move.line"]
    invoices = list(fake.tables.all("account.invoice"))
    noted = [each["id"] for each in invoices if line["id"] in each["payment_lines"]]
    if noted:
        return f"I{min(noted)}"
    for invoice in invoices:
        due = invoice["move"] == line["move"] and invoice["account"] == line["account"]
        if due and any(not rows[key]["reconciliation"] for key in invoice["payment_lines"]):
            return f"I{invoice['id']}"
    return ""


def _id(row: dict[str, Any]) -> int:
    return int(row["id"])
