"""What may go wrong between us and Tryton, as meddling with the fake's answers."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.connectors.tryton.fake import Answer, Asked, FakeTryton, Meddle


def status(number: int) -> Meddle:
    """Another status, and nothing done."""
    return lambda asked, answer: httpx.Response(number, content=b"<html>no</html>")


def silent(asked: Asked, answer: Answer) -> httpx.Response:
    """Nothing done, and no answer."""
    raise httpx.ReadTimeout("timed out")


def unheard(asked: Asked, answer: Answer) -> httpx.Response:
    """It is done, and the answer is lost."""
    answer()
    raise httpx.ReadTimeout("timed out")


def html(asked: Asked, answer: Answer) -> httpx.Response:
    """A page of some proxy instead of the answer."""
    return httpx.Response(200, headers={"Content-Type": "text/html"}, content=b"<!doctype html><title>Welcome</title>")


def cut(asked: Asked, answer: Answer) -> httpx.Response:
    """The first half of the answer."""
    whole = answer().content
    return httpx.Response(200, content=whole[: len(whole) // 2])


def empty(asked: Asked, answer: Answer) -> httpx.Response:
    """A listing that names nothing."""
    return httpx.Response(200, content=b'{"id":%d,"result":[]}' % _id(answer()))


def fewer(asked: Asked, answer: Answer) -> httpx.Response:
    """A listing without its first row."""
    response = answer()
    rows = httpx.Response(200, content=response.content).json()
    return httpx.Response(200, json={**rows, "result": rows["result"][1:]})


def twice(asked: Asked, answer: Answer) -> httpx.Response:
    """A listing whose rows come twice."""
    rows = answer().json()
    return httpx.Response(200, json={**rows, "result": rows["result"] * 2})


def at(method: str, meddle: Meddle) -> Meddle:
    """That, but only for one method."""
    return lambda asked, answer: meddle(asked, answer) if asked.method == method else answer()


def nth(number: int, meddle: Meddle) -> Meddle:
    """That, but only for the n-th request from now on."""
    count = 0

    def chosen(asked: Asked, answer: Answer) -> httpx.Response:
        nonlocal count
        count += 1
        return meddle(asked, answer) if count == number else answer()

    return chosen


@contextmanager
def meddling(fake: FakeTryton, meddle: Meddle) -> Iterator[None]:
    """A context in which the fake answers like that."""
    before, fake.meddle = fake.meddle, meddle
    try:
        yield
    finally:
        fake.meddle = before


def _id(response: httpx.Response) -> int:
    return int(response.json()["id"])
