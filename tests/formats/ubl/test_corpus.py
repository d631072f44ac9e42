"""Every UBL file of the reference data is read with the facts that an independent reader found, or refused by name."""

import json
from decimal import Decimal
from typing import Any

import pytest

from comptoir.formats.invoice_json import to_json
from comptoir.formats.invoice_xml import read_invoice
from comptoir.formats.unreadable import Unreadable
from tests.formats import by_xpath
from tests.formats.compared import TURNED, decimal, different, expected_of_ubl, ours, turned
from tests.shared_data import shared

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


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "documents"), [("public", 72), ("ours", 12)])
def test_every_invoice_and_credit_note_is_read_with_the_facts_of_two_other_readers(folder, documents):
    everything = expected(folder)
    invoices = {place: facts for place, facts in everything.items() if facts["root"] in {"Invoice", "CreditNote"}}
    wrong = set()
    for place, facts in invoices.items():
        content = shared(f"{folder}/{place}").read_bytes()
        told = to_json(read_invoice(content))
        for other in (expected_of_ubl(facts), by_xpath.ubl(content)):
            wrong |= {(place, name) for name in different(ours(told), turned(other) if place in TURNED else other)}
        credit = facts["root"] == "CreditNote" or place in TURNED
        assert (place, told["kind"]) == (place, "credit_note" if credit else "invoice")

    assert len(invoices) == documents
    assert wrong == (set(DIFFERENT) if folder == "public" else set())


@pytest.mark.shared
def test_an_attachment_is_told_to_be_a_pdf_where_it_is_one():
    told = {}
    for place, facts in expected("public").items():
        if facts["root"] in {"Invoice", "CreditNote"}:
            parts = to_json(read_invoice(shared(f"public/{place}").read_bytes()))["attachments"]
            told[place] = ([part["type"] == "application/pdf" for part in parts], [part["declared"] for part in parts])
            assert told[place] == (
                [part["is_pdf"] for part in facts["attachments"]],
                [part["mime"] or "" for part in facts["attachments"]],
            )

    assert sum(len(types) for types, _ in told.values()) > 20


@pytest.mark.shared
def test_every_other_document_of_the_network_is_refused_by_its_name():
    others = [place for place, facts in expected("public").items() if facts["root"] == "ApplicationResponse"]

    assert len(others) == 8
    for place in others:
        with pytest.raises(Unreadable, match=r"not an electronic invoice \(UBL or CII\) but ApplicationResponse"):
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
