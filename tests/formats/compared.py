"""What our readers tell of an electronic invoice, and what others found in it, in the same terms."""

from decimal import Decimal
from typing import Any

from comptoir.kit.numbers import compact

UBL_TOTALS = {
    "net": "TaxExclusiveAmount",
    "allowances": "AllowanceTotalAmount",
    "charges": "ChargeTotalAmount",
    "gross": "TaxInclusiveAmount",
    "prepaid": "PrepaidAmount",
    "rounding": "PayableRoundingAmount",
    "payable": "PayableAmount",
}

TURNED = {
    "ubl/peppol/openpeppol_base-negative-inv-correction.xml",
    "ubl/peppol/phive_2026.5_SB-base-negative-inv-correction.xml",
    "ubl/ublbe/UBLBE_BE0000000196_V01-15000013.xml",
    "ubl/zugferd_corpus/zc_EN16931_Rechnungskorrektur.ubl.xml",
    "cii/zc_EN16931_Rechnungskorrektur.cii.xml",
    "facturx_pdf/zc_FX_EN16931_Rechnungskorrektur.pdf",
    "facturx_pdf/zc_FNFE_fail_Avoir_FR_type380_BASIC.pdf",
    "facturx_pdf/zc_FNFE_fail_Avoir_FR_type380_EN16931.pdf",
    "facturx_pdf/zc_FNFE_fail_Avoir_FR_type380_MINIMUM.pdf",
}
"""Negative invoices: ours are credit notes with positive amounts."""


def decimal(text: str | None, sign: int = 1) -> Decimal | None:
    return None if text is None else sign * Decimal(text)


def one_space(text: str | None) -> str:
    return " ".join((text or "").split())


def ours(told: dict[str, Any]) -> dict[str, Any]:
    """What we tell; amounts get back the sign that they have in a negative invoice where the document is one."""
    return {
        **{name: told[name] for name in ("number", "type", "issue_date", "due_date", "currency")},
        "supplier": told["supplier"]["name"],
        "supplier_vat": told["supplier"]["vat"],
        "customer": told["customer"]["name"],
        "customer_vat": told["customer"]["vat"],
        "totals": {name: decimal(told["totals"][name]) for name in UBL_TOTALS},
        "tax": decimal(told["totals"]["tax"]),
        "vat": [(part["category"], *(decimal(part[name]) for name in ("rate", "base", "tax"))) for part in told["vat"]],
        "lines": [_line(line) for line in told["lines"]],
        "adjustments": [_adjustment(one) for one in told["allowances_charges"]],
        "means": [one["code"] for one in told["payment_means"]],
        "ibans": told["ibans"],
        "communications": told["communications"],
        "attachments": [(part["size"], part["sha256"]) for part in told["attachments"]],
    }


def _line(line: dict[str, Any]) -> tuple[Any, ...]:
    return (
        line["name"],
        decimal(line["quantity"]),
        line["unit"],
        decimal(line["price"]),
        decimal(line["price_base"]),
        decimal(line["net"]),
        line["vat_category"],
        decimal(line["vat_rate"]),
        [_adjustment(one) for one in line["allowances_charges"]],
    )


def _adjustment(one: dict[str, Any]) -> tuple[Any, ...]:
    return (
        one["kind"] == "charge",
        decimal(one["amount"]),
        decimal(one["base"]),
        decimal(one["percent"]),
        one["reason"],
        one["vat_category"],
        decimal(one["vat_rate"]),
    )


def turned(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a negative document with every sign turned; prices are positive already."""

    def other(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else -amount

    def adjustment(one: tuple[Any, ...]) -> tuple[Any, ...]:
        return (one[0], other(one[1]), other(one[2]), *one[3:])

    more: dict[str, Any] = {}
    if "totals" in facts:
        more["totals"] = {name: other(amount) for name, amount in facts["totals"].items()}
        more["tax"] = other(facts["tax"])
        more["vat"] = [(code, rate, other(base), other(tax)) for code, rate, base, tax in facts["vat"]]
    if isinstance(facts["lines"], list):
        more["lines"] = [
            (name, other(quantity), unit, price, per, other(net), code, rate, [adjustment(one) for one in adjustments])
            for name, quantity, unit, price, per, net, code, rate, adjustments in facts["lines"]
        ]
        more["adjustments"] = [adjustment(one) for one in facts["adjustments"]]
    return facts | more


def expected_of_ubl(facts: dict[str, Any]) -> dict[str, Any]:
    """What expected/ubl.json holds of a document; of its lines it knows the number."""
    tax = facts["tax_totals"][0]
    return {
        "number": facts["id"],
        "type": facts["type"],
        "issue_date": facts["issue"],
        "due_date": facts["due"],
        "currency": facts["currency"],
        "supplier": one_space(facts["supplier"]),
        "supplier_vat": compact(facts["supplier_vat"] or ""),
        "customer": one_space(facts["customer"]),
        "customer_vat": compact(facts["customer_vat"] or ""),
        "totals": {name: decimal(facts["totals"][element]) for name, element in UBL_TOTALS.items()},
        "tax": decimal(tax["amount"]),
        "vat": [
            (part["cat"] or "", decimal(part["pct"]), decimal(part["taxable"]), decimal(part["tax"]))
            for part in tax["subtotals"]
        ],
        "lines": facts["lines"],
        "ibans": list(dict.fromkeys(map(compact, facts["ibans"]))),
        "communications": list(dict.fromkeys(facts["payment_ids"])),
        "attachments": [(part["bytes"], part["sha256"]) for part in facts["attachments"]],
    }


def different(told: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """The names of the expected facts that are told otherwise; lines are counted where only their number is known."""
    found = dict(told)
    if isinstance(expected.get("lines"), int):
        found["lines"] = len(found["lines"])
    return [name for name, value in expected.items() if found[name] != value]
