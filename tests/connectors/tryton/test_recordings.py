"""What the connector asks, and what a real Tryton answered: the real one still does, and the fake answers alike.

The requests are those of a whole reading of the story. COMPTOIR_TEST_RECORD=1 records them anew from the real one.
"""

import json
import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from comptoir.connectors.port import PassingFault
from comptoir.connectors.tryton.client import Rejected
from comptoir.connectors.tryton.connector import TrytonConnector
from comptoir.connectors.tryton.settings import parse
from comptoir.connectors.tryton.typed import loads
from tests.connectors.tryton import story
from tests.connectors.tryton.fake import FakeTryton
from tests.connectors.tryton.seed import PASSWORD, USER

RECORDING = Path(__file__).parent / "recordings" / "reading.json"
KINDS = {bool: "number", int: "number", str: "text", bytes: "bytes", Decimal: "amount", datetime: "moment", date: "day"}


def shape(value: Any) -> Any:
    """What kind of answer it is: fields and kinds of values; what is None or empty agrees with everything."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [merged([shape(each) for each in value])] if value else []
    return None if value is None else KINDS[type(value)]


def merged(shapes: list[Any]) -> Any:
    """One shape of several that agree."""
    first, *rest = shapes
    for other in rest:
        assert agree(first, other), (first, other)
        first = first if other in (None, []) else other if first in (None, []) else first
        if isinstance(first, dict) and isinstance(other, dict):
            first = {name: merged([first[name], other[name]]) for name in first}
    return first


def agree(one: Any, other: Any) -> bool:
    """Whether two answers can be of one kind."""
    if one in (None, []) or other in (None, []):
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(agree(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return agree(one[0], other[0])
    return bool(one == other)


class Listening:
    """A client whose requests and answers are written down, by method and fields asked."""

    def __init__(self, client: Any) -> None:
        self.heard: dict[str, Any] = {}
        ask = client._ask

        def asked(method: str, parameters: list[Any], *, signed: bool = True) -> Any:
            answer = ask(method, parameters, signed=signed)
            fields = parameters[4] if method.endswith("search_read") else ""
            self.heard.setdefault(f"{method} {' '.join(fields)}".strip(), answer)
            return answer

        client._ask = asked


def hear(connector: TrytonConnector) -> dict[str, Any]:
    """The shapes of all answers of a whole reading."""
    listening = Listening(connector._client)
    connector.read_basics()
    list(connector.read_entries())
    connector.size_hint()
    for found in connector.read_documents():
        with found.here():
            pass
    of_the_session = ("common.db.login", "model.res.user.get_preferences")
    return {name: shape(answer) for name, answer in listening.heard.items() if name not in of_the_session}


def recorded() -> dict[str, Any]:
    return dict(json.loads(RECORDING.read_text()))


def alike(heard: dict[str, Any]) -> None:
    known = recorded()
    assert heard.keys() == known.keys()
    for name, answer in heard.items():
        assert agree(known[name], answer), name


def test_the_real_one_answers_as_recorded(real):
    settings = parse({"url": real.server.url, "database": real.server.database, "user": USER, "password": PASSWORD})
    heard = hear(TrytonConnector(settings, real.server.client(USER, PASSWORD)))
    if os.environ.get("COMPTOIR_TEST_RECORD"):
        RECORDING.parent.mkdir(exist_ok=True)
        RECORDING.write_text(json.dumps(heard, indent=1, sort_keys=True) + "\n")

    alike(heard)


def test_the_fake_answers_as_recorded():
    fake = FakeTryton()
    story.tell_fake(fake)

    alike(hear(fake.package().open(fake.settings(), fake.reach())))


@pytest.mark.parametrize(
    ("method", "parameters", "error"),
    [
        ("model.account.move.search_read", [[], 0, 1, None, ["no_such_field"]], "'no_such_field'"),
        ("model.ir.attachment.search_read", [[], 0, 1, None, ["name"]], "UserError"),
        ("model.account.move.delete", [[1]], "UserError"),
    ],
)
def test_what_is_refused_is_refused_alike(real, method, parameters, error):
    settings = parse({"url": real.server.url, "database": real.server.database, "user": USER, "password": PASSWORD})
    fake = FakeTryton()
    story.tell_fake(fake)
    for connector in (
        TrytonConnector(settings, real.server.client(USER, PASSWORD)),
        fake.package().open(fake.settings(), fake.reach()),
    ):
        answers: list[httpx.Response] = []
        client = connector._client
        client.log_in()
        result = client._result
        client._result = lambda answer, method, result=result, kept=answers: (
            kept.append(answer) or result(answer, method)
        )
        with pytest.raises((Rejected, PassingFault)):
            client.call(method, *parameters)
        assert loads(answers[-1].body)["error"][0] == error
