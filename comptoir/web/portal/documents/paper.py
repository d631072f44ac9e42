"""An electronic invoice as a paper that a person reads: parties, lines, VAT, totals, payment, in the reader's language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from comptoir.kit.numbers import format_communication, structured_communication
from comptoir.kit.words import Sentence
from comptoir.web.shared.templatetags.comptoir import decimal

MOST_LINES = 500
"""Lines that are shown; of a longer invoice the rest stands in its XML."""


@dataclass(frozen=True, slots=True)
class Party:
    """Supplier or customer: the name, and what stands below it."""

    name: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the invoice, its figures written out."""

    name: str
    description: str
    quantity: str
    price: str
    rate: str
    net: str
    adjustments: list["Adjustment"]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What is taken off or put on: its name and reason, how it was worked out, and the amount with its sign."""

    name: str
    reckoned: str
    rate: str
    amount: str


@dataclass(frozen=True, slots=True)
class Vat:
    """The VAT of a rate, and why there is none."""

    name: str
    reason: str
    base: str
    tax: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the rules found: their identifier, and the sentence."""

    rule: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that is shown, in words and written figures."""

    title: str
    number: str
    issued_on: date | None
    due_on: date | None
    currency: str
    supplier: Party
    customer: Party
    payee: Party | None
    references: list[tuple[str, str]]
    notes: list[str]
    lines: list[Line]
    lines_left: int
    adjustments: list[Adjustment]
    vat: list[Vat]
    totals: list[tuple[str, str, str]]
    payable: str
    means: list[str]
    ibans: list[str]
    communications: list[str]
    terms: list[str]
    remarks: list[Remark]


def paper_of(facts: dict[str, Any]) -> Paper:
    """The paper of an electronic invoice's facts, as `documents.actions.read_facts` keeps them."""
    credit = facts["kind"] == "credit_note"
    return Paper(
        title=gettext("Credit note") if credit else gettext("Invoice"),
        number=facts["number"],
        issued_on=_day(facts["issue_date"]),
        due_on=_day(facts["due_date"]),
        currency=facts["currency"],
        supplier=_party(facts["supplier"]),
        customer=_party(facts["customer"]),
        payee=_party(facts["payee"]) if facts["payee"] else None,
        references=[(_reference(one["kind"]), one["number"]) for one in facts["references"]],
        notes=facts["notes"],
        lines=[_line(line) for line in facts["lines"][:MOST_LINES]],
        lines_left=max(facts["line_count"] - MOST_LINES, 0),
        adjustments=[_adjustment(one) for one in facts["allowances_charges"]],
        vat=[_vat(part) for part in facts["vat"]],
        totals=_totals(facts["totals"]),
        payable=decimal(facts["totals"]["payable"] or facts["totals"]["gross"]),
        means=list(dict.fromkeys(_means(one["code"]) for one in facts["payment_means"] if one["code"])),
        ibans=[_iban(text) for text in facts["ibans"]],
        communications=[_communication(text) for text in facts["communications"]],
        terms=facts["terms"],
        remarks=[_remark(finding) for finding in facts["findings"]],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _party(told: dict[str, Any]) -> Party:
    number = told["vat"] or told["number"]
    country = "" if told["vat"].startswith(told["country"]) else told["country"]
    return Party(told["name"] or number, [*told["address"], *filter(None, [country, number])])


def _line(told: dict[str, Any]) -> Line:
    unit = _units().get(told["unit"], told["unit"])
    quantity = decimal(told["quantity"], places=0)
    return Line(
        name=told["name"],
        description=told["description"],
        quantity=f"{quantity} {unit}".strip(),
        price=_price(told),
        rate=_rate(told["vat_rate"]),
        net=decimal(told["net"]),
        adjustments=[_adjustment(one) for one in told["allowances_charges"]],
    )


def _price(told: dict[str, Any]) -> str:
    """The price of one piece; of a price for so many pieces also how many."""
    price, base = decimal(told["price"]), told["price_base"]
    return f"{price} / {decimal(base, places=0)}" if price and base and Decimal(base) != 1 else price


def _adjustment(told: dict[str, Any]) -> Adjustment:
    is_charge = told["kind"] == "charge"
    kind = gettext("Charge") if is_charge else gettext("Allowance")
    reckoned = ""
    if told["percent"] is not None and told["base"] is not None:
        reckoned = gettext("%(percent)s %% of %(base)s") % {
            "percent": decimal(told["percent"], places=0),
            "base": decimal(told["base"]),
        }
    amount = told["amount"]
    if amount is not None and not is_charge:
        amount = format(-Decimal(amount), "f")
    name = " · ".join(filter(None, [kind, told["reason"]]))
    return Adjustment(name, reckoned, _rate(told["vat_rate"]), decimal(amount))


def _vat(told: dict[str, Any]) -> Vat:
    name = " · ".join(filter(None, [_rate(told["rate"]), _categories().get(told["category"], "")]))
    reason = told["reason"] or told["reason_code"]
    return Vat(name or told["category"] or "–", reason, decimal(told["base"]), decimal(told["tax"]))


def _remark(finding: dict[str, Any]) -> Remark:
    return Remark(finding["rule"], Sentence.from_json(finding))


def _means(code: str) -> str:
    """A way to pay (UNTDID 4461) in words; a rare one keeps its code."""
    transfer, card, debit = gettext("bank transfer"), gettext("bank card"), gettext("direct debit")
    known = {
        "10": gettext("cash"),
        "20": gettext("cheque"),
        **dict.fromkeys(("30", "31", "42", "58"), transfer),
        **dict.fromkeys(("48", "54", "55"), card),
        **dict.fromkeys(("49", "59"), debit),
        "57": gettext("standing agreement"),
        "68": gettext("online payment"),
        "97": gettext("set off between the partners"),
    }
    return known.get(code, code)


def _rate(text: str | None) -> str:
    return "" if text is None else f"{decimal(text, places=0)}\u00a0%"


def _totals(told: dict[str, str | None]) -> list[tuple[str, str, str]]:
    """The totals that say something, each with the name under which it was read; the amount to pay stands apart."""
    named = (
        ("allowances", gettext("Allowances")),
        ("charges", gettext("Charges")),
        ("net", gettext("Total without VAT")),
        ("tax", gettext("VAT")),
        ("gross", gettext("Total with VAT")),
        ("prepaid", gettext("Paid already")),
        ("rounding", gettext("Rounding")),
    )
    always = {"net", "tax", "gross"}
    return [
        (name, label, decimal(text))
        for name, label in named
        if (text := told[name]) is not None and (name in always or text.strip("-0."))
    ]


def _iban(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _communication(text: str) -> str:
    digits = structured_communication(text)
    return format_communication(digits) if digits else text


def _reference(kind: str) -> str:
    return {
        "order": gettext("Order"),
        "buyer": gettext("Your reference"),
        "contract": gettext("Contract"),
        "invoice": gettext("For invoice"),
        "delivery": gettext("Delivery note"),
    }[kind]


def _units() -> dict[str, str]:
    """The units that invoices mostly use (UNECE recommendation 20), without a word for a mere number of things."""
    return {
        **dict.fromkeys(("C62", "EA", "H87", "NAR", "ZZ", "XPP"), ""),
        "HUR": gettext("hours"),
        "MIN": gettext("minutes"),
        "DAY": gettext("days"),
        "MON": gettext("months"),
        "ANN": gettext("years"),
        "KGM": "kg",
        "TNE": "t",
        "LTR": "l",
        "MTR": "m",
        "MTK": "m²",
        "MTQ": "m³",
        "KMT": "km",
        "KWH": "kWh",
    }


def _categories() -> dict[str, str]:
    """The VAT categories of EN 16931 that a rate alone does not tell."""
    return {
        "Z": gettext("zero rate"),
        "E": gettext("exempt"),
        "AE": gettext("reverse charge"),
        "K": gettext("supply within the European Union"),
        "G": gettext("export"),
        "O": gettext("outside the scope of VAT"),
    }
