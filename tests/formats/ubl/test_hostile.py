"""XML that was made to do harm, or broken on its way: always a sentence, never another exception, never a leak."""

import sys
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comptoir.formats import xml
from comptoir.formats.invoice_xml import read_invoice
from comptoir.formats.unreadable import Unreadable
from tests.formats.ubl.sample import INVOICE, invoice

DOCTYPE = "The XML has a document type definition (DOCTYPE), which is not accepted."
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_invoice(content)
    return str(caught.value)


def with_prolog(prolog: str) -> bytes:
    return invoice((DECLARATION, DECLARATION + prolog))


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE Invoice>",
        '<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "<!-- a > b --> <?pi ?>\n<!DOCTYPE Invoice>",
        '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
    ],
)
def test_a_document_type_definition_is_refused_before_anything_is_parsed(prolog, monkeypatch):
    monkeypatch.setattr(xml.etree, "fromstring", lambda *_: pytest.fail("the parser was asked"))

    assert refusal(with_prolog(prolog)) == DOCTYPE


def test_a_document_type_definition_without_declaration_is_refused():
    assert refusal(b"<!DOCTYPE Invoice>" + invoice()) == DOCTYPE
    assert refusal(b"\xef\xbb\xbf<!DOCTYPE Invoice>" + invoice()) == DOCTYPE


def test_an_entity_of_nobody_is_refused():
    assert refusal(invoice((">2026-117<", ">&secret;<"))) == "The XML is broken on line 3, column 18."


def test_comments_and_instructions_before_and_inside_are_left_out():
    content = invoice(
        (DECLARATION, DECLARATION + "<!-- <!DOCTYPE x> --><?style x?>"), (">2026-117<", ">2026<!--x-->-117<")
    )

    assert read_invoice(content).number == "2026-117"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-7", "cp037"])
def test_bytes_in_a_rare_encoding_are_refused(encoding):
    assert refusal(INVOICE.replace("UTF-8", encoding).encode(encoding)) in {
        "The file is not XML.",
        f"The XML is in the encoding {encoding}, which is not accepted.",
    }


def test_an_encoding_is_not_hidden_behind_a_long_declaration():
    assert refusal(invoice(('encoding="UTF-8"', " " * 2000 + 'encoding="UTF-7"'))) == "The file is not XML."
    assert refusal(invoice(("<?xml version", "<?xml\tversion"), ("UTF-8", "UTF-7"))).endswith("is not accepted.")


def test_a_declared_encoding_that_is_not_accepted_is_named():
    told = refusal(invoice(("UTF-8", "UTF-7")))

    assert told == "The XML is in the encoding UTF-7, which is not accepted."


def test_bytes_that_are_not_in_the_declared_encoding_are_refused_with_their_line():
    assert refusal(invoice().replace(b"Atelier", b"Ch\xe2telet")) == "The XML is broken on line 22, column 30."


def test_a_document_cut_in_the_middle_is_refused():
    content = invoice()

    assert refusal(content[: len(content) // 2]).startswith("The XML is broken on line ")


@pytest.mark.parametrize("depth", [3_000, 200_000])
def test_elements_nested_without_end_are_refused(depth):
    content = invoice(("  <cac:PaymentMeans>", "<a>" * depth + "</a>" * depth + "<cac:PaymentMeans>"))

    assert refusal(content).startswith("The XML is broken on line ")


@pytest.mark.parametrize(
    "content", [b"", b" ", b"\x00" * 100, b"%PDF-1.7", b"{}", b"<!--", b"<?xml", b"<", b"\xff\xfe<"]
)
def test_what_is_no_xml_is_refused(content):
    assert refusal(content).startswith(("The file is not XML.", "The XML is broken"))


def test_a_file_beyond_the_limit_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(xml, "MAX_BYTES", 2**20)

    assert refusal(invoice() + b" " * 2**20) == "The file is larger than 1 MB."


def test_a_long_run_of_comments_before_the_document_takes_no_quadratic_time():
    assert read_invoice(with_prolog("<!--x-->" * 100_000)).number == "2026-117"


def test_no_file_but_the_parsers_own_is_opened_while_reading():
    opened: list[str] = []
    watching = True

    def watch(event, facts):
        if watching and event in {"open", "socket.connect"}:
            opened.append(str(facts))

    sys.addaudithook(watch)
    prolog = '<?xml-stylesheet href="file:///etc/passwd"?>'
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    read_invoice(invoice((DECLARATION, DECLARATION + prolog), ("  <cac:PaymentMeans>", include + "<cac:PaymentMeans>")))
    watching = False

    assert opened == []


SAMPLE = invoice()
edits = st.lists(
    st.tuples(
        st.integers(0, len(SAMPLE)),
        st.integers(0, 40),
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from(
                [b"<", b">", b"&", b"&#0;", b"&amp;", b"<!--", b"]]>", b"<![CDATA[", b"\x00", b"-", b"9" * 30]
            ),
        ),
    ),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@example([(0, 0, b"\xef\xbb\xbf")])
@example([(0, 5, b"<!DOC")])
@given(edits)
def test_whatever_happens_to_the_bytes_the_reader_reads_or_refuses(changes):
    content = SAMPLE
    for start, length, fresh in changes:
        content = content[:start] + fresh + content[start + length :]

    with suppress(Unreadable):
        read_invoice(content)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_refused_in_words(content):
    assert refusal(content)
