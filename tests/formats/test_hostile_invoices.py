"""Whatever happens to an electronic invoice of either syntax, it is read or refused in words; and never for long."""

import json
import time
from base64 import b64encode
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from comptoir.formats import xml
from comptoir.formats.facturx.read import read_pdf
from comptoir.formats.facturx.read import to_json as pdf_to_json
from comptoir.formats.invoice_json import to_json
from comptoir.formats.invoice_xml import read_invoice
from comptoir.formats.sandbox import read_in_child
from comptoir.formats.unreadable import Unreadable
from tests.formats.changing import KINDS, WORDS, done
from tests.formats.cii.sample import cii, zugferd_1
from tests.formats.facturx.make import facturx
from tests.formats.ubl.sample import credit_note, invoice, with_encoded

SAMPLES = st.sampled_from([cii(), zugferd_1(), invoice(), credit_note()])
SYNTAXES = pytest.mark.parametrize(
    ("whole", "before"),
    [
        (cii, "    <ram:ApplicableHeaderTradeAgreement>"),
        (zugferd_1, "    <ram:ApplicableHeaderTradeAgreement>"),
        (invoice, "  <cac:TaxTotal>"),
    ],
)
VALUES = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20),
    st.decimals(allow_nan=False, allow_infinity=False).map(lambda number: format(number, "f")[:40]),
)
DEEDS = st.tuples(
    st.sampled_from(KINDS),
    st.integers(0, 200),
    st.integers(0, 200),
    VALUES,
)


def read_or_refused(content: bytes) -> None:
    """Nothing but the reader's own refusal leaves it, and what it tells can be written down."""
    with suppress(Unreadable):
        json.dumps(to_json(read_invoice(content)))


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_invoice(content)
    return str(caught.value)


@settings(max_examples=400, deadline=None)
@given(SAMPLES, st.lists(DEEDS, max_size=8))
def test_values_and_elements_that_are_changed_doubled_moved_or_gone_are_read_or_refused(content, deeds):
    root = etree.fromstring(content)
    for deed in deeds:
        done(root, deed)

    read_or_refused(etree.tostring(root))


@settings(max_examples=300, deadline=None)
@given(SAMPLES, st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 60), st.binary(max_size=8)), max_size=6))
def test_whatever_happens_to_the_bytes_they_are_read_or_refused(content, changes):
    for start, length, fresh in changes:
        content = content[:start] + fresh + content[start + length :]

    read_or_refused(content)


@settings(max_examples=60, deadline=None)
@given(SAMPLES, st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30))
def test_every_text_of_a_document_at_once_may_be_anything(content, text):
    root = etree.fromstring(content)
    for element in root.iter("{*}*"):
        if not len(element):
            element.text = text

    read_or_refused(etree.tostring(root))


@SYNTAXES
@pytest.mark.parametrize("depth", [101, 1_000, 100_000])
def test_elements_nested_a_thousand_deep_are_refused_within_a_second(whole, before, depth):
    content = whole((before, "<a>" * depth + "</a>" * depth + before))

    begun = time.perf_counter()
    told = refusal(content)

    assert time.perf_counter() - begun < 1
    assert told.startswith(("The XML is nested more than 100 levels deep.", "The XML is broken on line "))


@SYNTAXES
def test_elements_nested_as_deep_as_signatures_are_read(whole, before):
    assert read_invoice(whole((before, "<a>" * 90 + "</a>" * 90 + before))).number == "2026-117"


@SYNTAXES
@pytest.mark.parametrize("prolog", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'])
def test_a_document_type_definition_is_refused_in_every_syntax(whole, before, prolog):
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'

    assert refusal(whole((declaration, declaration + prolog))) == (
        "The XML has a document type definition (DOCTYPE), which is not accepted."
    )


TRICKS = {
    "padding alone": "=" * 2**20,
    "one letter too many": "A" * (2**20 + 1),
    "a letter behind much white space": " " * 2**24 + "A",
    "padding in the middle": "A===" * 2**18,
    "a mark at the end": "QUJD" * 2**18 + "!",
    "letters of another alphabet": "-_-_" * 2**18,
    "letters of another script": "\u0410" * 2**18,
    "letters by their numbers": "&#65;" * (2**17 + 1),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_base64_that_plays_tricks_is_refused_within_a_second(trick):
    content = with_encoded(TRICKS[trick])

    begun = time.perf_counter()
    told = refusal(content)

    assert time.perf_counter() - begun < 1
    assert told == "The attachment on line 8 is not valid base64."


def test_a_text_of_many_megabytes_is_read_and_does_not_take_long():
    content = cii((">Paper<", f">{'Paper ' * 500_000}<"))

    begun = time.perf_counter()
    read_invoice(content)

    assert time.perf_counter() - begun < 1


def test_thousands_of_rates_and_lines_take_no_quadratic_time():
    line = invoice().decode().partition("  <cac:InvoiceLine>")[2].partition("</Invoice>")[0]
    part = invoice().decode().partition("<cac:TaxSubtotal>")[2].partition("</cac:TaxTotal>")[0]
    lines = "".join("<cac:InvoiceLine>" + line.replace(">21<", f">{rate}<") for rate in range(3000))
    parts = "".join("<cac:TaxSubtotal>" + part.replace(">21<", f">{rate}<") for rate in range(3000))

    begun = time.perf_counter()
    found = read_invoice(
        invoice(("</Invoice>", lines + "</Invoice>"), ("    <cac:TaxSubtotal>", parts + "<cac:TaxSubtotal>"))
    )

    assert time.perf_counter() - begun < 5
    assert (len(found.lines), len(found.vat)) == (3001, 3001)


@pytest.mark.parametrize("name", ["factur-x.xml", "\u202efactur-x.xml", "factur-x.xml\x00.exe", "../factur-x.xml"])
def test_a_file_in_a_pdf_is_never_written_under_its_name(tmp_path, name):
    path, files = tmp_path / "a.pdf", tmp_path / "files"
    files.mkdir()
    path.write_bytes(facturx(cii(), others={name: b"%PDF-1.7 inside"}))

    told = read_in_child("pdf", path, files=files)

    assert told["pages"] == 1
    assert {file.name for file in files.iterdir()} <= {"0", "1"}


def test_xml_in_a_pdf_that_is_made_to_do_harm_leaves_a_pdf():
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]><a>' + b"&b;" * 1000 + b"</a>"

    told = pdf_to_json(read_pdf(facturx(bomb)))

    assert (told["kind"], told["findings"][0]["text"]) == (
        "pdf",
        "The XML has a document type definition (DOCTYPE), which is not accepted.",
    )


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=8))
def test_a_pdf_whose_bytes_are_changed_is_read_or_refused_by_the_child(tmp_path_factory, changes):
    content = facturx(cii())
    for start, fresh in changes:
        content = content[:start] + fresh + content[start + len(fresh) :]
    path = tmp_path_factory.mktemp("changed") / "a.pdf"
    path.write_bytes(content)

    with suppress(Unreadable):
        assert read_in_child("pdf", path)["pages"] >= 1


def test_a_file_beyond_the_limit_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(xml, "MAX_BYTES", 2**20)

    assert refusal(cii() + b" " * 2**20) == "The file is larger than 1 MB."


def test_a_file_inside_may_be_large():
    encoded = b64encode(b"%PDF-1.7" + b"x" * 8 * 2**20).decode()

    begun = time.perf_counter()
    found = read_invoice(with_encoded(encoded))

    assert time.perf_counter() - begun < 1
    assert len(found.attachments[0].content) == 8 + 8 * 2**20
