"""The PDF check: pages, size and encryption of good files; a sentence for every other one."""

import zlib
from pathlib import Path

import pytest

from comptoir.formats.sandbox import read_in_child
from comptoir.formats.unreadable import Unreadable
from tests.formats.pdf.make import pdf
from tests.shared_data import shared

DAMAGED = "The PDF is damaged and cannot be opened."


@pytest.fixture
def check(tmp_path):
    """Check these bytes in the child, as everybody must."""

    def checked(content: bytes):
        path = tmp_path / "file"
        path.write_bytes(content)
        return read_in_child("pdf", path)

    return checked


@pytest.fixture
def refusal(check):
    """The sentence with which these bytes are refused."""

    def refused(content: bytes) -> str:
        with pytest.raises(Unreadable) as caught:
            check(content)
        return str(caught.value)

    return refused


def test_pages_and_size_are_told(check):
    assert check(pdf(3, size=(400, 300))) == {
        "kind": "pdf",
        "pages": 3,
        "width": 400,
        "height": 300,
        "encrypted": False,
        "embedded": None,
    }


def test_a_file_that_opens_without_password_is_told_to_be_encrypted(check):
    assert check(pdf(owner="secret"))["encrypted"] is True


def test_a_file_that_asks_for_a_password_is_refused(refusal):
    assert refusal(pdf(user="secret", owner="secret")) == "The PDF is protected by a password."


def test_a_file_without_pages_is_refused(refusal):
    assert refusal(pdf(0)) in {"The PDF has no pages.", DAMAGED}


@pytest.mark.parametrize("before", [b"\n", b"\xef\xbb\xbf", b"junk" * 10, b"\x00"])
def test_the_header_must_be_the_very_first_bytes(refusal, before):
    assert refusal(before + pdf()) == "The file is not a PDF."


def test_a_page_of_the_web_with_the_header_of_a_pdf_is_refused(refusal):
    assert refusal(b"%PDF-1.7\n<script>alert(1)</script>") == DAMAGED


def test_a_file_cut_to_its_header_is_refused(refusal):
    assert refusal(pdf()[:40]) == DAMAGED
    assert refusal(b"") == "The file is not a PDF."


def test_a_stream_that_unpacks_to_a_gigabyte_is_refused_or_left_packed(check):
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b"0" * 2**20) for _ in range(1024)) + packer.flush()
    stream = b"<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>" % len(bomb)
    content = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    start = len(content)
    content += b"5 0 obj" + stream + b"stream\n" + bomb + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start

    with pytest.raises(Unreadable) as caught:
        check(content)

    assert str(caught.value)


@pytest.mark.shared
def test_every_invoice_of_ours_opens_and_so_does_every_scan(tmp_path):
    files = sorted(shared("ours/invoice_be_synthetic").glob("*.pdf"))

    assert len(files) == 16
    assert {pages_of(path) for path in files} == {1}


def pages_of(path: Path) -> int:
    pages: int = read_in_child("pdf", path)["pages"]
    return pages
