"""What a run changed in an entry, in words: each field with its value before and after."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.archive.choices import Payment
from comptoir.kit.numbers import format_communication
from comptoir.sync.choices import ChangeKind
from comptoir.sync.models import Change
from comptoir.web.shared.templatetags.comptoir import dmy, money

LOOKS = {
    ChangeKind.ADDED: ("good", "plus"),
    ChangeKind.CHANGED: ("due", "edit"),
    ChangeKind.REMOVED: ("late", "delete"),
    ChangeKind.LETTERED: ("good", "link"),
    ChangeKind.UNLETTERED: ("part", "none"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry before and after; "" where it was or is empty."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A line of a run's page: what was done to which piece, and the address of its row in the client's archive."""

    tone: str
    icon: str
    word: str
    piece: str
    year: str
    fields: list[FieldChange]
    address: str


def change_row(change: Change, address: str = "", *, but: frozenset[str] = frozenset()) -> ChangeRow:
    """The change in words, `but` for these fields."""
    tone, icon = LOOKS[ChangeKind(change.kind)]
    return ChangeRow(
        tone=tone,
        icon=icon,
        word=str(ChangeKind(change.kind).label),
        piece=f"{change.journal} {change.number}",
        year=change.fiscal_year,
        fields=[_field(name, *change.fields[name]) for name in _FIELDS if name in change.fields.keys() - but],
        address=address,
    )


def _field(name: str, before: Any, after: Any) -> FieldChange:
    label, written = _FIELDS[name]
    if isinstance(before, list) and isinstance(after, list):
        before, after = without_common(before, after)
        return FieldChange(label, " · ".join(map(written, before)), " · ".join(map(written, after)))
    return FieldChange(label, written(before), written(after))


def without_common(before: list[Any], after: list[Any]) -> tuple[list[Any], list[Any]]:
    """What only one of the two has; both whole where they differ in order alone."""
    old, new = Counter(map(_hashable, before)), Counter(map(_hashable, after))
    if old == new:
        return before, after
    return list((old - new).elements()), list((new - old).elements())


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _day(value: Any) -> str:
    return dmy(date.fromisoformat(value)) if value else ""


def _cents(value: Any) -> str:
    return money(value)


def _payment(value: Any) -> str:
    return str(Payment(value).label) if value in Payment.values else _text(value)


def _line(value: Any) -> str:
    account, partner, cents = value
    return " ".join(filter(None, (str(account), str(partner), money(cents))))


def _reference(value: Any) -> str:
    reference, communication = value
    return " ".join(filter(None, (str(reference), format_communication(str(communication)))))


def _vat(value: Any) -> str:
    code, base = value
    return f"{code} {money(base)}".strip() if code or base else ""


_FIELDS: dict[str, tuple[str | Promise, Callable[[Any], str]]] = {
    "fiscal_year": (_("Fiscal year"), _text),
    "journal": (_("Journal"), _text),
    "number": (_("Number"), _text),
    "booked_on": (_("Booked on"), _day),
    "document_on": (_("Invoice date"), _day),
    "period": (_("Period"), _text),
    "text": (_("Text"), _text),
    "document_number": (_("Number of the invoice"), _text),
    "lines": (_("Lines"), _line),
    "texts": (_("Texts of the lines"), _text),
    "due_on": (_("Due date"), _day),
    "references": (_("References"), _reference),
    "vat": (_("VAT"), _vat),
    "lettering": (_("Lettering"), _text),
    "payment": (_("Payment"), _payment),
    "open_cents": (_("Open amount"), _cents),
}
"""How each field of a change is called and written."""

PAYING_FIELDS = frozenset({"lettering", "payment", "open_cents"})
"""Those that tell of payment."""
