"""XML as text to be read: indented, without the files inside it, cut at a limit, and refused as it is refused elsewhere."""

import pytest

from comptoir.formats.sandbox import read_in_child
from comptoir.formats.unreadable import Unreadable
from tests.formats.ubl.sample import invoice, with_attachment


@pytest.fixture
def source(tmp_path):
    """What the child makes of these bytes."""

    def read(content: bytes):
        (tmp_path / "file").write_bytes(content)
        return read_in_child("source", tmp_path / "file")

    return read


def test_elements_stand_below_each_other_two_spaces_in_for_each_step(source):
    assert source(b"<a><b>  one\n</b><c><d/></c></a>") == {
        "text": "<a>\n  <b>one</b>\n  <c>\n    <d/>\n  </c>\n</a>",
        "cut": False,
    }


def test_a_file_inside_is_told_by_its_beginning_and_its_length(source):
    told = source(with_attachment(b"%PDF-1.7 " + b"x" * 6000))["text"]

    assert "JVBERi0xLjcgeHh4" in told
    assert " […7952]</cbc:EmbeddedDocumentBinaryObject>" in told
    assert len(told) < 6000


def test_a_text_without_end_is_cut(source):
    told = source(b"<a>" + b"<b>word</b>" * 100_000 + b"</a>")

    assert (len(told["text"]), told["cut"]) == (300_000, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "The XML has a document type definition (DOCTYPE)"),
        (b"<a><b></a>", "The XML is broken on line 1"),
        (invoice()[:200], "The XML is broken on line"),
    ],
)
def test_what_is_refused_as_an_invoice_is_refused_here(source, content, words):
    with pytest.raises(Unreadable) as caught:
        source(content)

    assert str(caught.value).startswith(words)
