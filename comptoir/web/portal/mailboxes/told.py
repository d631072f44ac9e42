"""What was read in a document, line by line with how sure it is; where its PDF says otherwise; what else is to be said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from comptoir.documents.models import Compared, Reading
from comptoir.kit.numbers import format_iban
from comptoir.kit.words import Sentence
from comptoir.notices.saying import fact_in_words
from comptoir.records.invoice import Severity
from comptoir.web.shared.templatetags.comptoir import decimal, dmy, say

SURE = 70
"""Below this confidence, in per cent, a value is said to be unsure."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that was read; `confidence` in per cent, None where there is no doubt: an electronic invoice says it."""

    label: str
    value: str
    confidence: int | None

    @property
    def percent(self) -> str:
        """The confidence as it is written; "" where there is no doubt."""
        return "" if self.confidence is None else f"{self.confidence}\u00a0%"

    @property
    def unsure(self) -> bool:
        """Whether somebody should look at it."""
        return self.confidence is not None and self.confidence < SURE


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be said of the document; `grave` when it contradicts itself or breaks its standard."""

    text: str
    rule: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an electronic invoice that the PDF that came with it says otherwise, both as they are written."""

    label: str
    pdf: str
    data: str


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that was read of a document, by which way (`documents.models.ReadFrom`).

    `agrees`: data and PDF were compared, and say the same.
    """

    source: str
    facts: list[Fact]
    said: list[Said]
    differences: list[Difference]
    agrees: bool


def told_by(reading: Reading | None) -> Told | None:
    """What the reading tells; None while there is none."""
    if reading is None:
        return None
    invoice = reading.invoice or {}
    facts = [Fact(label, value, _sure(reading, path)) for path, label, value in _facts(invoice) if value]
    differing = [each for each in reading.findings if each.get("severity") == Severity.DIFFERENCE]
    said = [_said(each) for each in reading.findings if each not in differing]
    differences = [_difference(each) for each in differing]
    return Told(reading.source, facts, said, differences, reading.compared == Compared.SAME)


def _facts(told: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Path, label and value of everything that is shown."""
    if not told:
        return
    credit = told.get("kind") == "credit_note"
    currency = told.get("currency") or ""
    yield "kind", gettext("Kind"), gettext("Credit note") if credit else gettext("Invoice")
    yield "supplier.name", gettext("Supplier"), _party(told.get("supplier"))
    yield "customer.name", gettext("Customer"), _party(told.get("customer"))
    yield "number", gettext("Number"), told.get("number") or ""
    yield "issue_date", gettext("Invoice date"), _day(told.get("issue_date"))
    yield "due_date", gettext("Due date"), _day(told.get("due_date"))
    totals = told.get("totals") or {}
    for name, label in (
        ("net", gettext("Total without VAT")),
        ("tax", gettext("VAT")),
        ("gross", gettext("Total with VAT")),
        ("payable", gettext("To pay")),
    ):
        if totals.get(name) is not None:
            yield f"totals.{name}", label, f"{decimal(totals[name])} {currency}".strip()
    for place, iban in enumerate(told.get("ibans") or ()):
        yield f"ibans.{place}", gettext("Account"), format_iban(iban)
    for place, text in enumerate(told.get("communications") or ()):
        yield f"communications.{place}", gettext("Communication"), text


def _sure(reading: Reading, path: str) -> int | None:
    spots = reading.places.get(path) or ()
    return min((int(spot["confidence"]) for spot in spots), default=None)


def _said(finding: Mapping[str, Any]) -> Said:
    return Said(say(finding), str(finding.get("rule", "")), finding.get("severity") == Severity.ERROR)


def _difference(finding: Mapping[str, Any]) -> Difference:
    """Both values of a finding of `formats.paper.compare`."""
    facts, rule = Sentence.from_json(finding).facts, finding["rule"]
    pdf, data = (fact_in_words(facts[name]) for name in ("pdf", "data"))
    if rule == "PDF-IBAN":
        pdf, data = (", ".join(format_iban(each) for each in text.split(", ")) for text in (pdf, data))
    return Difference(_fields()[rule], pdf, data)


def _fields() -> dict[str, str]:
    return {
        "PDF-NUMBER": gettext("Number"),
        "PDF-DATE": gettext("Invoice date"),
        "PDF-TOTAL": gettext("Total with VAT"),
        "PDF-VAT": gettext("VAT"),
        "PDF-IBAN": gettext("Account"),
    }


def _party(told: Mapping[str, Any] | None) -> str:
    told = told or {}
    return " · ".join(filter(None, (told.get("name"), told.get("vat") or told.get("number"))))


def _day(text: str | None) -> str:
    return dmy(date.fromisoformat(text)) if text else ""
