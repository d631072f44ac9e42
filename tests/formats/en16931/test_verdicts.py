"""The rules agree with the verdicts of the official Schematron of EN 16931 on every UBL file of the reference data."""

import json

import pytest

from comptoir.formats.invoice_xml import read_invoice
from comptoir.records.invoice import Severity
from tests.shared_data import shared

FAMILIES = ("BR-CO-", "BR-S-", "BR-Z-", "BR-E-", "BR-AE-", "BR-IC-", "BR-G-", "BR-O-")

DIFFERENCES: dict[tuple[str, str], str] = {}
"""A file and a rule on which we judge otherwise, with the reason; none."""


@pytest.mark.shared
def test_every_file_breaks_the_rules_that_the_schematron_says_and_no_other():
    verdicts = {
        place: {verdict.partition(":")[0] for verdict in facts["schematron"]["en16931"]}
        for place, facts in json.loads(shared("public/expected/ubl.json").read_text()).items()
        if facts["root"] in {"Invoice", "CreditNote"}
    }

    differences, broken = set(), set()
    for place, verdict in verdicts.items():
        found = read_invoice(shared(f"public/{place}").read_bytes()).findings
        ours = {finding.rule for finding in found if finding.severity == Severity.ERROR}
        theirs = {rule for rule in verdict if rule.startswith(FAMILIES)}
        differences |= {(place, rule) for rule in ours ^ theirs}
        broken |= theirs

    assert differences == set(DIFFERENCES)
    assert (len(verdicts), len(broken)) == (72, 17)
