"""Requests to one Tryton database: the session, and what becomes of every answer that is none.

A session is opened with user and password when it is first needed, and once more when Tryton no longer knows it (it ends
after a time without requests, and what writes to the books wants a young one): what was answered by 401 was not done.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from comptoir.connectors.port import PassingFault, WrongConfiguration
from comptoir.connectors.tryton.typed import BadJson, dumps, loads
from comptoir.kit.http import Answer, HostNotNamed, Http, NoAnswer

MOST_WARNINGS = 20
LOGIN = "common.db.login"


class Rejected(Exception):
    """Tryton did not do it, and says why: `kind` is its name of the error ("UserError", "UserWarning")."""

    def __init__(self, kind: str, words: str, name: str = "") -> None:
        super().__init__(words)
        self.kind, self.words, self.name = kind, words, name


class Client:
    """One user in one database."""

    def __init__(self, http: Http, database: str, user: str, password: str) -> None:
        self._http, self.database, self.user, self._password = http, database, user, password
        self._session = ""
        self._context: dict[str, Any] = {}
        self._company = 0
        self._asked = 0
        self.answered_at: datetime | None = None
        """What the server's clock said with its last answer; None when it says nothing."""

    def log_in(self) -> dict[str, Any]:
        """Open a session; gives the user's preferences. Raises WrongConfiguration when Tryton does not know the user."""
        self._session = ""
        found = self._ask(LOGIN, [self.user, {"password": self._password}], signed=False)
        if not isinstance(found, list) or len(found) < 2:
            raise PassingFault("Tryton answered something else than was asked.")
        token = f"{self.user}:{found[0]}:{found[1]}"
        self._session = "Session " + base64.b64encode(token.encode()).decode()
        try:
            preferences = self._ask("model.res.user.get_preferences", [True, {}])
        except _SessionOver as over:
            raise PassingFault("Tryton does not keep the session of %(user)s.", user=self.user) from over
        self._context = preferences if isinstance(preferences, dict) else {}
        return self._context

    def preferences(self) -> Mapping[str, Any]:
        """What Tryton knows of the user: the company, the companies, the language."""
        return self._context if self._session else self.log_in()

    def work_for(self, company: int) -> None:
        """Ask as somebody who works for that company."""
        self._company = company

    def call(self, method: str, *arguments: Any, context: Mapping[str, Any] | None = None) -> Any:
        """The result of that method. Raises Rejected, PassingFault and WrongConfiguration."""
        if not self._session:
            self.log_in()
        for_company = {"company": self._company} if self._company else {}
        try:
            return self._ask(method, [*arguments, {**self._context, **for_company, **(context or {})}])
        except _SessionOver:
            self.log_in()
        try:
            return self._ask(method, [*arguments, {**self._context, **for_company, **(context or {})}])
        except _SessionOver as over:
            raise PassingFault("Tryton does not keep the session of %(user)s.", user=self.user) from over

    def show(self, method: str, *arguments: Any) -> Any:
        """The result of a method that only reads: what Tryton refuses to show is a matter of the user's rights."""
        try:
            return self.call(method, *arguments)
        except Rejected as refusal:
            raise WrongConfiguration(
                "Tryton does not show %(user)s the books: %(why)s", user=self.user, why=refusal.words
            ) from refusal

    def press(self, method: str, *arguments: Any) -> Any:
        """The result of a method that may ask "are you sure?": it is."""
        for _ in range(MOST_WARNINGS):
            try:
                return self.call(method, *arguments)
            except Rejected as warning:
                if warning.kind != "UserWarning":
                    raise
                self.call("model.res.user.warning.skip", warning.name, False)
        raise PassingFault("Tryton does not stop asking whether it should.")

    def rows(
        self, model: str, domain: Sequence[Any], fields: Sequence[str], *, limit: int | None = None, newest: str = ""
    ) -> list[dict[str, Any]]:
        """The rows that the domain names, by id; or by that field, the highest first."""
        order = [[newest, "DESC"]] if newest else [["id", "ASC"]]
        found = self.show(f"model.{model}.search_read", domain, 0, limit, order, fields)
        names = {"id", *(name.partition(".")[0] + "." if "." in name else name for name in fields)}
        if not isinstance(found, list) or not all(isinstance(row, dict) and names <= row.keys() for row in found):
            raise PassingFault("Tryton answered something else than was asked.")
        return found

    def ids(self, model: str, domain: Sequence[Any], *, limit: int) -> list[int]:
        """The ids that the domain names, ascending, at most so many."""
        found = self.show(f"model.{model}.search", domain, 0, limit, [["id", "ASC"]])
        if not isinstance(found, list) or not all(type(key) is int for key in found):
            raise PassingFault("Tryton answered something else than was asked.")
        return found

    def count(self, model: str, domain: Sequence[Any]) -> int:
        """How many rows the domain names."""
        found = self.show(f"model.{model}.search_count", domain)
        if type(found) is not int:
            raise PassingFault("Tryton answered something else than was asked.")
        return found

    def _ask(self, method: str, parameters: list[Any], *, signed: bool = True) -> Any:
        self._asked += 1
        body = dumps({"id": self._asked, "method": method, "params": parameters})
        headers = {"Content-Type": "application/json"} | ({"Authorization": self._session} if signed else {})
        try:
            answer = self._http.ask("POST", f"/{quote(self.database, safe='')}/rpc/", body=body, headers=headers)
        except HostNotNamed as refusal:
            raise WrongConfiguration(refusal.sentence.text, **refusal.sentence.facts) from refusal
        except NoAnswer as refusal:
            raise PassingFault(refusal.sentence.text, **refusal.sentence.facts) from refusal
        self.answered_at = _clock(answer)
        return self._result(answer, method)

    def _result(self, answer: Answer, method: str) -> Any:
        if answer.status != 200:
            raise self._refused(answer.status, method)
        try:
            said = loads(answer.body)
        except BadJson as error:
            raise PassingFault("Tryton's answer cannot be read: %(why)s", why=str(error)[:200]) from error
        if not isinstance(said, dict) or said.get("id") != self._asked:
            raise PassingFault("Tryton answered something else than was asked.")
        if said.get("error"):
            raise _rejected(said["error"])
        if "result" not in said:
            raise PassingFault("Tryton answered something else than was asked.")
        return said["result"]

    def _refused(self, status: int, method: str) -> Exception:
        if status == 401 and method == LOGIN:
            return WrongConfiguration("Tryton does not know the user %(user)s with this password.", user=self.user)
        if status == 401:
            return _SessionOver()
        if status == 403:
            return WrongConfiguration("Tryton does not let %(user)s do this: %(what)s.", user=self.user, what=method)
        if status == 404:
            return WrongConfiguration("Tryton has no database called %(database)s.", database=self.database)
        if 300 <= status < 400:
            return WrongConfiguration("At this address something else answers than Tryton.")
        if status == 429:
            return PassingFault("Tryton asks us to wait before asking again.")
        return PassingFault("Tryton answered with the error %(status)s.", status=status)


@contextmanager
def as_asked() -> Iterator[None]:
    """Rows of another shape than was asked for are a fault of the moment."""
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        raise PassingFault("Tryton answered something else than was asked.") from error


class _SessionOver(Exception):
    """The session is not known any more."""


def _rejected(error: Any) -> Exception:
    """Errors are [kind, ...] where Tryton means it, else a text with a traceback, which is a fault of the moment."""
    kind = error[0] if isinstance(error, list) and error else ""
    if kind in ("UserError", "UserWarning") and len(error) > 1:
        told = error[1] if isinstance(error[1], list) else [error[1]]
        name, words = (str(told[0]), str(told[1])) if kind == "UserWarning" and len(told) > 1 else ("", str(told[0]))
        return Rejected(kind, " ".join(words.split()), name)
    return PassingFault("Tryton could not do it: %(why)s", why=" ".join(str(kind or error).split())[:200])


def _clock(answer: Answer) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers.get("date", "")).astimezone(UTC)
    except (ValueError, TypeError):
        return None
