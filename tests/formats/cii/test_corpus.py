"""Every CII file of the reference data is read with the facts that XPath finds in it, and that its UBL twin tells."""

import json

import pytest

from comptoir.formats.invoice_json import to_json
from comptoir.formats.invoice_xml import read_invoice
from tests.formats import by_xpath
from tests.formats.compared import TURNED, different, expected_of_ubl, ours, turned
from tests.shared_data import SHARED, shared

pytestmark = pytest.mark.shared

CREDIT_NOTES = {"cii/zc_EN16931_Rechnungskorrektur.cii.xml"}

TWIN = "not_validating_full_invoice_based_onTest_EeISI_300_CENfullmodel"
OTHER_THAN_THE_TWIN = {
    (TWIN, "supplier"): "the UBL tells the trading name, the CII the registered one first",
    (TWIN, "customer"): "the UBL tells the trading name, the CII the registered one first",
    (TWIN, "totals"): "the UBL does not tell the rounding of zero that the CII tells",
    (TWIN, "tax"): "the two files do not say the same: their makers call them invalid",
    (TWIN, "vat"): "the two files do not say the same: their makers call them invalid",
    (TWIN, "ibans"): "the UBL does not tell the account",
    (TWIN, "communications"): "the UBL does not tell the communication",
}
"""Where a CII file and its UBL twin differ themselves."""


def told_of(place: str) -> dict:
    return to_json(read_invoice(shared(f"public/{place}").read_bytes()))


def test_every_document_is_read_with_the_facts_of_another_reader():
    places = sorted(f"cii/{path.name}" for path in shared("public/cii").glob("*.xml"))

    wrong = []
    for place in places:
        told, expected = told_of(place), by_xpath.cii(shared(f"public/{place}").read_bytes())
        wrong += [(place, name) for name in different(ours(told), turned(expected) if place in TURNED else expected)]
        assert (place, told["kind"]) == (place, "credit_note" if place in CREDIT_NOTES else "invoice")

    assert len(places) == 27
    assert wrong == []


def test_every_document_with_a_twin_in_ubl_tells_what_the_twin_is_known_to_tell():
    known = json.loads(shared("public/expected/ubl.json").read_text())
    twins = {}
    for place, facts in known.items():
        name = place.removeprefix("ubl/zugferd_corpus/zc_").removesuffix(".ubl.xml")
        if (SHARED / f"public/cii/zc_{name}.cii.xml").exists():
            twins[name] = turned(expected_of_ubl(facts)) if place in TURNED else expected_of_ubl(facts)

    wrong = {
        (name, fact)
        for name, facts in twins.items()
        for fact in different(ours(told_of(f"cii/zc_{name}.cii.xml")), facts)
    }

    assert len(twins) == 14
    assert wrong == set(OTHER_THAN_THE_TWIN)
