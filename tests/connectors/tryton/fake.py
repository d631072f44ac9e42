"""A Tryton in memory: answers what the connector asks, and does what people do in it.

    fake = FakeTryton()
    package = fake.package()                       # the connector's package, its network replaced by the fake
    with fake.work() as work:                      # one transaction of Tryton, committed at the end
        move = work.post("BNK", day, [("5500", -500, ""), ("440", 500, "PROX")])
    late = fake.begin()                            # a transaction that commits late: written now, seen from its commit on
    late.post(...); fake.now += timedelta(minutes=5); late.commit()
    fake.meddle = lambda asked, answer: ...        # called for every request instead of answering it: see `Meddle`

`fake.now` is the clock of server and database. Rows are dated with the moment at which their transaction began, as Tryton
does. A row that a pending transaction has touched is locked for the others (`Locked`).
"""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx

from comptoir.connectors.port import Reach
from comptoir.connectors.tryton.package import TrytonPackage
from comptoir.connectors.tryton.typed import dumps, loads
from tests.connectors.tryton.fake_books import plant
from tests.connectors.tryton.fake_work import Rejected, Work
from tests.connectors.tryton.tables import Refused, Row, Tables

HOST = "tryton.example"
DATABASE, USER, PASSWORD = "books", "comptoir", "secret"
COMPANY = 1


@dataclass(frozen=True)
class Asked:
    """A request: the how-manieth, what method, with what."""

    number: int
    method: str
    parameters: list[Any]


Answer = Callable[[], httpx.Response]
Meddle = Callable[[Asked, Answer], httpx.Response]
"""Given the request and what would answer it (and do what it asks): answer otherwise, not at all (raise an httpx error), or
after something else has happened in the books."""


class FakeTryton:
    """One database with one company."""

    def __init__(self, now: datetime = datetime(2026, 4, 1, 8, tzinfo=UTC)) -> None:
        self.now = now
        self.tables = Tables()
        self.locked: set[tuple[str, int]] = set()
        self.meddle: Meddle = lambda _, answer: answer()
        self.sessions: set[str] = set()
        self.asked: list[Asked] = []
        plant(self.tables, now - timedelta(days=400))

    def package(self) -> TrytonPackage:
        """The connector's package, asking this instead of the network."""
        return TrytonPackage(transport=httpx.MockTransport(self.answer), resolver=lambda *_: ["203.0.113.7"])

    @staticmethod
    def reach() -> Reach:
        """What lets the connector ask this."""
        return Reach(hosts=frozenset({HOST}))

    @staticmethod
    def settings() -> dict[str, Any]:
        """Our settings for it."""
        roots = {"customer_roots": ["400"], "supplier_roots": ["440"]}
        address = {"url": f"https://{HOST}", "database": DATABASE, "user": USER, "password": PASSWORD}
        return address | roots | {"company": COMPANY, "journals": {}, "untold": [], "digits": 6}

    def begin(self) -> Work:
        """A transaction: seen by nobody until it commits."""
        return Work(self.tables, self.locked, self.now)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction that commits at the end."""
        work = self.begin()
        try:
            yield work
        except BaseException:
            work.roll_back()
            raise
        work.commit()

    def end_sessions(self) -> None:
        """Tryton forgets every session."""
        self.sessions.clear()

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The transport's side."""
        said = loads(request.content)
        asked = Asked(len(self.asked) + 1, said["method"], said["params"])
        self.asked.append(asked)
        response = self.meddle(asked, lambda: self._answer(request, said))
        response.headers["Date"] = format_datetime(self.now.astimezone(UTC), usegmt=True)
        return response

    def _answer(self, request: httpx.Request, said: Row) -> httpx.Response:
        if request.url.path != f"/{DATABASE}/rpc/":
            return httpx.Response(404, content=b"<!doctype html><title>404 Not Found</title>")
        if said["method"] == "common.db.login":
            return self._log_in(said)
        if request.headers.get("authorization", "") not in self.sessions:
            return httpx.Response(401, content=b"<!doctype html><title>401 Unauthorized</title>")
        try:
            return _result(said["id"], self._do(said["method"], said["params"][:-1]))
        except Rejected as refusal:
            return _json({"id": said["id"], "error": ["UserError", [str(refusal), "", None]]})
        except Refused as refusal:
            return _json({"id": said["id"], "error": [f"'{refusal}'", ""]})

    def _log_in(self, said: Row) -> httpx.Response:
        user, parameters = said["params"]
        if (user, parameters) != (USER, {"password": PASSWORD}):
            return httpx.Response(401, content=b"<!doctype html><title>401 Unauthorized</title>")
        token = f"{USER}:2:token{len(self.asked)}"
        self.sessions.add("Session " + base64.b64encode(token.encode()).decode())
        return _result(said["id"], [2, token.rpartition(":")[2], None])

    def _do(self, method: str, given: list[Any]) -> Any:
        kind, _, rest = method.partition(".")
        model, _, verb = rest.rpartition(".")
        if kind != "model":
            raise Refused(method)
        match verb:
            case "get_preferences":
                return {"company": COMPANY, "companies": [COMPANY], "language": "fr"}
            case "get_access":
                return {name: dict.fromkeys(("read", "write", "create", "delete"), True) for name in given[0]}
            case "search_count":
                return len(self._found(model, given[0], []))
            case "search":
                return [row["id"] for row in self._found(model, *given[:1], given[3])[: given[2]]]
            case "search_read":
                domain, _, limit, order, names = given
                return [self.tables.read(model, row, names) for row in self._found(model, domain, order)[:limit]]
            case "read":
                rows = self.tables.rows.get(model, {})
                return [self.tables.read(model, rows[key], given[1]) for key in given[0] if key in rows]
        with self.work() as work:
            return self._written(work, model, verb, given)

    def _written(self, work: Work, model: str, verb: str, given: list[Any]) -> Any:
        if verb == "create":
            return [work.create(model, values) for values in given[0]]
        for key in given[0]:
            if key not in self.tables.rows.get(model, {}):
                raise Rejected(f"You are trying to access the record {key} that does not exist.")
            if model == "account.move" and self.tables.rows[model][key]["state"] == "posted" and verb == "delete":
                raise Rejected("You cannot modify a posted move.")
        if verb == "delete":
            return [work.remove(model, key) for key in given[0]]
        if (model, verb) == ("account.move", "post"):
            return [work.post_draft(key) for key in given[0]]
        raise Refused(verb)

    def _found(self, model: str, domain: list[Any], order: list[list[str]]) -> list[Row]:
        if model == "ir.attachment" and not any(clause[0] == "resource" for clause in domain):
            raise Rejected('You are not allowed to search on the "ir.attachment" resource.')
        found = [row for row in self.tables.all(model) if self.tables.matches(model, row, domain)]
        for name, way in reversed(order or []):
            found.sort(key=lambda row: row[name], reverse=way == "DESC")
        return found


def _json(content: Row) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Type": "application/json"}, content=dumps(content))


def _result(number: int, result: Any) -> httpx.Response:
    return _json({"id": number, "result": result})


def day(text: str) -> date:
    """A day, from its ISO text."""
    return date.fromisoformat(text)
