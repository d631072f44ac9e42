"""An invoice record as plain JSON values: what crosses from the reading child, and what the command line prints."""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

from comptoir.records.invoice import (
    AllowanceCharge,
    Attachment,
    Finding,
    Invoice,
    InvoiceLine,
    Party,
    PaymentMeans,
    Totals,
    VatTotal,
)


def to_json(invoice: Invoice) -> dict[str, Any]:
    """Everything but the bytes of the attachments. Dates are ISO, amounts decimal strings; what is not said is null."""
    return {
        "kind": invoice.kind.value,
        "number": invoice.number,
        "type": invoice.type_code,
        "issue_date": invoice.issue_date and invoice.issue_date.isoformat(),
        "due_date": invoice.due_date and invoice.due_date.isoformat(),
        "currency": invoice.currency,
        "supplier": _party(invoice.supplier),
        "customer": _party(invoice.customer),
        "payee": _party(invoice.payee) if invoice.payee else None,
        "totals": {name: _text(getattr(invoice.totals, name)) for name in Totals.__slots__},
        "vat": [_vat(part) for part in invoice.vat],
        "allowances_charges": [_adjustment(one) for one in invoice.adjustments],
        "payment_means": [_means(one) for one in invoice.means],
        "ibans": list(invoice.ibans),
        "communications": list(invoice.communications),
        "references": [{"kind": kind, "number": number} for kind, number in invoice.references],
        "notes": list(invoice.notes),
        "terms": list(invoice.terms),
        "lines": [_line(line) for line in invoice.lines],
        "attachments": [_attachment(attachment) for attachment in invoice.attachments],
        "findings": [finding(one) for one in invoice.findings],
        "syntax": invoice.syntax,
        "profile": invoice.profile,
    }


def files_of(invoice: Invoice) -> Iterator[bytes]:
    """The bytes of the attachments, in their order."""
    return (attachment.content for attachment in invoice.attachments)


def finding(one: Finding) -> dict[str, Any]:
    """The rule, how grave, and the sentence as `Sentence.from_json` reads it; `place` only where there is one."""
    place = {"place": one.place} if one.place else {}
    return {"rule": one.rule, "severity": one.severity.value, **one.sentence.to_json(), **place}


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _party(party: Party) -> dict[str, str | list[str]]:
    return {
        "name": party.name,
        "vat": party.vat,
        "number": party.number,
        "country": party.country,
        "address": list(party.address),
    }


def _vat(part: VatTotal) -> dict[str, str | None]:
    return {
        "category": part.category,
        "rate": _text(part.rate),
        "base": _text(part.base),
        "tax": _text(part.tax),
        "reason": part.reason,
        "reason_code": part.reason_code,
    }


def _adjustment(one: AllowanceCharge) -> dict[str, str | None]:
    return {
        "kind": "charge" if one.is_charge else "allowance",
        "amount": _text(one.amount),
        "base": _text(one.base),
        "percent": _text(one.percent),
        "reason": one.reason,
        "reason_code": one.reason_code,
        "vat_category": one.vat_category,
        "vat_rate": _text(one.vat_rate),
    }


def _means(one: PaymentMeans) -> dict[str, str]:
    return {
        "code": one.code,
        "iban": one.iban,
        "communication": one.communication,
        "structured": one.structured,
    }


def _line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "quantity": _text(line.quantity),
        "net": _text(line.net),
        "vat_category": line.vat_category,
        "vat_rate": _text(line.vat_rate),
        "unit": line.unit,
        "price": _text(line.price),
        "price_base": _text(line.price_base),
        "description": line.description,
        "allowances_charges": [_adjustment(one) for one in line.adjustments],
    }


def _attachment(attachment: Attachment) -> dict[str, str | int]:
    return {
        "name": attachment.name,
        "type": attachment.media_type,
        "declared": attachment.declared,
        "size": len(attachment.content),
        "sha256": sha256(attachment.content).hexdigest(),
    }
