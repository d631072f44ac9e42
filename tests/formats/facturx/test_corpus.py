"""Every Factur-X and ZUGFeRD of the reference data is read with the facts that XPath finds in the XML that pikepdf finds."""

from pathlib import Path

import pikepdf
import pytest

from comptoir.formats.facturx.read import read_pdf, to_json
from comptoir.kit.words import Sentence
from tests.formats import by_xpath
from tests.formats.compared import TURNED, different, ours, turned
from tests.shared_data import shared

pytestmark = pytest.mark.shared

NOT_READ = {
    "zc_v1_MustangGnuaccountingBeispielRE-20140519_499.pdf": (
        "The XML is not an electronic invoice (UBL or CII) but Invoice."
    ),
}
"""A release candidate from before ZUGFeRD 1, with element names that no published version has."""

TEXT_LINE = "facturx_pdf/zc_v1_additional-data-sample-1.pdf"
DIFFERENT = {
    (TEXT_LINE, "lines"): "its first line is a mere text, which becomes the line's name",
    (TEXT_LINE, "attachments"): "a second file is attached to the PDF itself",
}

OTHER_THAN_THE_FILE = {
    ("zc_FX_XRECHNUNG_Einfach.pdf", "issue_date"): "the two were published in different years, each with its own date",
}


def xml_in(path: Path) -> bytes:
    with pikepdf.open(path) as document:
        found = {name: file.get_file().read_bytes() for name, file in document.attachments.items()}
    names = [name for name in found if name.casefold() in {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}]
    return found[names[0]]


def test_every_document_is_read_with_the_facts_of_another_reader():
    paths = sorted(shared("public/facturx_pdf").glob("*.pdf"))

    wrong, refused = set(), {}
    for path in paths:
        place, told = f"facturx_pdf/{path.name}", to_json(read_pdf(path.read_bytes()))
        with pikepdf.open(path) as document:
            assert (place, told["pages"], told["encrypted"]) == (place, len(document.pages), False)
        if told["kind"] == "pdf":
            refused[path.name] = str(Sentence.from_json(told["findings"][0]))
            continue
        expected = by_xpath.cii(xml_in(path))
        facts = turned(expected) if place in TURNED else expected
        wrong |= {(place, name) for name in different(ours(told), facts)}
        assert told["embedded"]["size"] == len(xml_in(path))

    assert len(paths) == 32
    assert wrong == set(DIFFERENT)
    assert refused == NOT_READ


def test_a_pdf_and_the_xml_file_of_the_same_invoice_tell_the_same():
    pairs, wrong = 0, set()
    for path in sorted(shared("public/facturx_pdf").glob("zc_FX_*.pdf")):
        twin = shared("public/cii") / path.name.replace("zc_FX_", "zc_").replace(".pdf", ".cii.xml")
        if twin.exists():
            pairs += 1
            told, expected = ours(to_json(read_pdf(path.read_bytes()))), by_xpath.cii(twin.read_bytes())
            facts = turned(expected) if f"cii/{twin.name}" in TURNED else expected
            wrong |= {(path.name, name) for name in different(told, facts)}

    assert pairs == 11
    assert wrong == set(OTHER_THAN_THE_FILE)
