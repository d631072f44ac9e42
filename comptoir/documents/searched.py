"""The text of a document by which it is found: the words of its pages, and what an electronic invoice says."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from comptoir.documents.shown import words_of
from comptoir.kit.numbers import format_communication, structured_communication
from comptoir.kit.text import plain

LONGEST = 200_000
"""Characters of a document by which it is found."""


def text_of_pages(digest: str, count: int) -> str:
    """The words of so many pages, in their order, as they are searched."""
    return _folded(word[0] for number in range(1, count + 1) for line in words_of(digest, number) for word in line)


def text_of_both(digest: str, count: int, facts: dict[str, Any]) -> str:
    """What the invoice inside a PDF says, then the words of the pages."""
    return f"{text_of_invoice(facts)} {text_of_pages(digest, count)}"[:LONGEST]


def text_of_invoice(facts: dict[str, Any]) -> str:
    """Names, numbers, dates, descriptions, amounts, accounts and communications, in the spellings that people type."""
    return _folded(_said(facts))


def _folded(parts: Iterator[str]) -> str:
    taken: list[str] = []
    room = LONGEST
    for part in filter(None, parts):
        if room <= 0:
            break
        taken.append(part)
        room -= len(part) + 1
    return plain(" ".join(taken).replace("\0", " "))[:LONGEST]


def _said(facts: dict[str, Any]) -> Iterator[str]:
    yield facts["number"]
    for name in ("issue_date", "due_date"):
        yield from _days(facts[name])
    for side in ("supplier", "customer", "payee"):
        party = facts[side] or {"name": "", "vat": "", "number": "", "address": []}
        yield from (party["name"], party["vat"], party["number"], *party["address"])
    yield from (reference["number"] for reference in facts["references"])
    for communication in facts["communications"]:
        digits = structured_communication(communication)
        yield from (digits, format_communication(digits)) if digits else (communication,)
    yield from facts["ibans"]
    yield from (*facts["notes"], *facts["terms"])
    yield from _amounts(facts["totals"].values())
    for line in facts["lines"]:
        yield from (line["name"], line["description"])
        yield from _amounts([line["net"]])
    yield from (one["reason"] for one in facts["allowances_charges"])
    yield from (attachment["name"] for attachment in facts["attachments"])


def _days(text: str | None) -> Iterator[str]:
    """A day as it stands in the file, and as it is written here."""
    if text:
        year, month, day = text.split("-")
        yield from (text, f"{day}/{month}/{year}")


def _amounts(texts: Any) -> Iterator[str]:
    """With a point and with a comma, two places."""
    for text in texts:
        if text is not None:
            written = f"{Decimal(text):.2f}"
            yield from (written, written.replace(".", ","))
