"""Every UBL file of the reference data is read with the facts that an independent reader found, or refused by name."""

import json
from decimal import Decimal
from typing import Any

import pytest

from comptoir.formats.invoice_json import to_json
from comptoir.formats.ubl.read import read_invoice
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.numbers import compact
from tests.shared_data import shared

TOTALS = {
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
}
"""Negative invoices: ours are credit notes with positive amounts."""

DIFFERENT: dict[tuple[str, str], str] = {
    (
        "ubl/efff/oca_efff_BE0505890632_160421_Inv_16117778.xml",
        "vat",
    ): "the rate stands beside the category, as in UBL 2.0",
    ("ubl/misc/numnum_UBL-Invoice-2.0-Detached.xml", "currency"): "told by the amounts only",
    ("ubl/misc/numnum_UBL-Invoice-2.0-Detached.xml", "supplier_vat"): "the country's letters are put before it",
    ("ubl/peppol/josemmo_peppol-rounding.xml", "supplier_vat"): "its only tax scheme has no name and is taken for VAT",
    ("ubl/peppol/josemmo_peppol-rounding.xml", "customer_vat"): "its only tax scheme has no name and is taken for VAT",
}
"""Facts that this reader tells and the other one does not, each with the reason."""


def expected(folder: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(shared(f"{folder}/expected/ubl.json").read_text())
    return facts


def one_space(text: str | None) -> str:
    return " ".join((text or "").split())


def decimal(text: str | None, sign: int = 1) -> Decimal | None:
    return None if text is None else sign * Decimal(text)


def facts_of(told: dict[str, Any]) -> dict[str, Any]:
    """What this reader tells, in the terms of the comparison."""
    return {
        "number": told["number"],
        "type": told["type"],
        "issue_date": told["issue_date"],
        "due_date": told["due_date"],
        "currency": told["currency"],
        "supplier": told["supplier"]["name"],
        "supplier_vat": told["supplier"]["vat"],
        "customer": told["customer"]["name"],
        "customer_vat": told["customer"]["vat"],
        "totals": {name: decimal(told["totals"][name]) for name in TOTALS},
        "tax": decimal(told["totals"]["tax"]),
        "vat": [(part["category"], *(decimal(part[name]) for name in ("rate", "base", "tax"))) for part in told["vat"]],
        "lines": len(told["lines"]),
        "ibans": told["ibans"],
        "communications": told["communications"],
        "attachments": [
            (part["size"], part["sha256"], part["type"] == "application/pdf") for part in told["attachments"]
        ],
    }


def facts_expected(facts: dict[str, Any], sign: int) -> dict[str, Any]:
    """What the other reader found, in the same terms."""
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
        "totals": {name: decimal(facts["totals"][element], sign) for name, element in TOTALS.items()},
        "tax": decimal(tax["amount"], sign),
        "vat": [
            (part["cat"] or "", decimal(part["pct"]), decimal(part["taxable"], sign), decimal(part["tax"], sign))
            for part in tax["subtotals"]
        ],
        "lines": facts["lines"],
        "ibans": list(dict.fromkeys(map(compact, facts["ibans"]))),
        "communications": list(dict.fromkeys(facts["payment_ids"])),
        "attachments": [(part["bytes"], part["sha256"], part["is_pdf"]) for part in facts["attachments"]],
    }


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "documents"), [("public", 72), ("ours", 12)])
def test_every_invoice_and_credit_note_is_read_with_the_facts_of_another_reader(folder, documents):
    everything = expected(folder)
    invoices = {place: facts for place, facts in everything.items() if facts["root"] in {"Invoice", "CreditNote"}}
    different = set()
    for place, facts in invoices.items():
        told = to_json(read_invoice(shared(f"{folder}/{place}").read_bytes()))
        ours, theirs = facts_of(told), facts_expected(facts, -1 if place in TURNED else 1)
        different |= {(place, name) for name in theirs if ours[name] != theirs[name]}
        credit = facts["root"] == "CreditNote" or place in TURNED
        assert (place, told["kind"]) == (place, "credit_note" if credit else "invoice")

    assert len(invoices) == documents
    assert different == (set(DIFFERENT) if folder == "public" else set())


@pytest.mark.shared
def test_every_other_document_of_the_network_is_refused_by_its_name():
    others = [place for place, facts in expected("public").items() if facts["root"] == "ApplicationResponse"]

    assert len(others) == 8
    for place in others:
        with pytest.raises(Unreadable, match="not a UBL invoice or credit note but ApplicationResponse"):
            read_invoice(shared(f"public/{place}").read_bytes())


@pytest.mark.shared
def test_our_own_invoices_agree_with_what_they_were_made_from():
    files = sorted(shared("ours/invoice_be_synthetic").glob("*.ubl.xml"))

    assert len(files) == 12
    for path in files:
        facts = json.loads(path.with_name(path.name.replace(".ubl.xml", ".expected.json")).read_text())
        told = to_json(read_invoice(path.read_bytes()))
        assert (told["number"], told["issue_date"], told["due_date"]) == (facts["number"], facts["date"], facts["due"])
        assert (told["supplier"]["name"], told["supplier"]["vat"]) == (facts["supplier"], facts["supplier_vat"])
        assert (told["customer"]["name"], told["customer"]["vat"]) == (facts["customer"], facts["customer_vat"])
        assert (told["totals"]["net"], told["totals"]["tax"]) == (facts["net"], facts["tax"])
        assert (told["totals"]["gross"], told["totals"]["payable"]) == (facts["total"], facts["total"])
        assert told["ibans"] == [facts["iban"]]
        assert told["communications"] == [facts["payment_reference"] or facts["number"]]
        assert [decimal(part["rate"]) for part in told["vat"]] == [Decimal(facts["rate"])]
        assert [part["type"] for part in told["attachments"]] == ["application/pdf"]
