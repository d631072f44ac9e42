"""The fields of a booking proposal's form as texts: as the proposal is saved, and as somebody typed them."""

import re
from collections.abc import Mapping
from datetime import date

from comptoir.kit.money import BadAmount, cents_from_text, text_of
from comptoir.kit.text import readable
from comptoir.worklist.currency import NoRate, rate_from, text_of_rate
from comptoir.worklist.editing import CannotChange
from comptoir.worklist.models import Proposal
from comptoir.worklist.sittings import HEAD, MOST_LINES, OF_A_LINE

Texts = Mapping[str, str]
_SUM = re.compile(r"[+-]?[^+-]+(?:[+-][^+-]+)*")
_TERM = re.compile(r"[+-]?[^+-]+")


def texts_of(proposal: Proposal, language: str) -> dict[str, str]:
    """What stands in each field of the proposal as it is saved."""
    card = proposal.card or {}
    texts = {
        "credit": "1" if proposal.credit else "",
        "journal": proposal.journal_code,
        "period": proposal.period_code,
        "partner": f"{proposal.partner.key} · {proposal.partner.name}" if proposal.partner else "",
        "card_name": str(card.get("name") or ""),
        "card_vat": str(card.get("vat") or ""),
        "number": proposal.number,
        "dated_on": proposal.dated_on.isoformat() if proposal.dated_on else "",
        "due_on": proposal.due_on.isoformat() if proposal.due_on else "",
        "communication": proposal.communication,
        "gross": plain(proposal.gross_cents, language),
        "rate": _rate(proposal, language),
    }
    for place, line in enumerate(proposal.lines):
        amounts = {name: plain(line[name], language) for name in ("base", "tax")}
        texts |= {f"{name}-{place}": (line | amounts)[name] or "" for name in OF_A_LINE}
    return texts


def _rate(proposal: Proposal, language: str) -> str:
    text = "" if proposal.rate is None else text_of_rate(proposal.rate)
    return text if language[:2] == "en" else text.replace(".", ",")


def with_typed(saved: Texts, typed: Texts) -> dict[str, str]:
    """The fields as they are saved, but for what was typed; a box that was not sent is not ticked."""
    if "account-0" in typed:
        saved = {name: saved[name] for name in HEAD}
    return {**saved, "credit": "", **typed}


def same(one: Texts, other: Texts) -> bool:
    """Whether both say the same; empty fields say nothing."""
    return {name: text for name, text in one.items() if text} == {name: text for name, text in other.items() if text}


def lines_in(texts: Texts) -> list[dict[str, str]]:
    """The lines in their order, each as text by name; those in which nothing stands are left out."""
    lines = []
    for place in range(MOST_LINES):
        if f"account-{place}" not in texts:
            break
        line = {name: text_in(texts, f"{name}-{place}") for name in OF_A_LINE}
        if any(line.values()):
            lines.append(line)
    return lines


def is_booked(line: Texts) -> bool:
    """Whether the line is one of the booking: it has an account or an amount."""
    return bool(line["account"] or line["base"])


def text_in(texts: Texts, name: str) -> str:
    """What stands in that field, without what no text of the books holds."""
    return readable(texts.get(name, "").replace("\x00", "")).strip()


def plain(cents: int | None, language: str) -> str:
    """An amount as it stands in a field, without anything between thousands."""
    if cents is None:
        return ""
    text = text_of(cents)
    return text if language[:2] == "en" else text.replace(".", ",")


def amount_in(text: str) -> int | None:
    """Cents of an amount, or of a sum of amounts ("120,50+3-1,25"); None for nothing. Refuses (CannotChange) others."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not bare:
        return None
    try:
        if not _SUM.fullmatch(bare):
            raise BadAmount(bare)
        return sum(_term(term) for term in _TERM.findall(bare))
    except BadAmount:
        raise CannotChange("%(amount)s is no amount.", amount=text) from None


def rate_in(text: str) -> int | None:
    """An exchange rate; None for nothing. Refuses (CannotChange) what is none."""
    try:
        return rate_from(text)
    except NoRate as refusal:
        raise CannotChange(refusal.sentence.text, **refusal.sentence.facts) from None


def day_in(text: str) -> date | None:
    """A day; None for nothing. Refuses (CannotChange) what is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotChange("%(day)s is no date.", day=text) from None


def _term(text: str) -> int:
    sign, bare = (-1 if text[0] == "-" else 1), text.lstrip("+-")
    return sign * cents_from_text(bare)
