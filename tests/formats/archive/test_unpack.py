"""ZIPs are unpacked in the limited child: what comes out, and the words for every trick that a ZIP can play."""

import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.formats.archive import unpack
from comptoir.formats.archive.unpack import files_of, read_zip, to_json
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.words import Sentence
from tests.formats.archive.make import AT, CRC, FLAGS, METHOD, SIZE, as_large, changed, link, overlapping, zipped
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice

TWO = zipped({"Factures/été.pdf": pdf(), "facture.xml": invoice()})
DIFFERS = "It is not what the ZIP says of it."


def unpacked(content: bytes) -> dict[str, Any]:
    """What is told of the ZIP when it was read to its end."""
    found = read_zip(content)
    for _ in files_of(found):
        pass
    return to_json(found)


def faults(content: bytes) -> list[str]:
    """By file the sentence, "" for one that is sound."""
    told = unpacked(content)["entries"]
    return [str(Sentence.from_json(entry["refused"])) if entry["refused"] else "" for entry in told]


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        unpacked(content)
    return str(caught.value)


def test_the_child_leaves_the_files_and_tells_what_they_are(tmp_path: Path):
    archive, inside = tmp_path / "archive", tmp_path / "inside"
    archive.write_bytes(TWO)
    inside.mkdir()

    told = read_in_child("zip", archive, files=inside)

    assert told == {
        "entries": [
            {"name": "Factures/été.pdf", "size": len(pdf()), "type": "application/pdf", "refused": None},
            {"name": "facture.xml", "size": len(invoice()), "type": "application/xml", "refused": None},
        ]
    }
    assert [attachment_in(inside, number).read_bytes() for number in (0, 1)] == [pdf(), invoice()]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_and_deflated_files_come_out_as_they_went_in(method):
    content = zipped({"a.pdf": pdf(3), "b.xml": invoice() * 20}, method)

    assert list(files_of(read_zip(content))) == [pdf(3), invoice() * 20]


def test_a_zip_whose_sizes_are_written_for_large_files_is_read():
    plain = zipped({"a.pdf": pdf()}, zipfile.ZIP_STORED)

    assert list(files_of(read_zip(as_large(plain, len(pdf()))))) == [pdf()]
    assert refusal(changed(plain, 0, SIZE, 0xFFFFFFFF)) == "The ZIP is damaged, or made to do harm."


def test_folders_and_what_systems_leave_behind_are_no_files():
    content = zipped(
        {"a/": b"", "a/x.pdf": pdf(), "__MACOSX/a/._x.pdf": b"\0", "a/.DS_Store": b"1", "Thumbs.db": b"2", "._b": b"3"}
    )

    assert [entry["name"] for entry in unpacked(content)["entries"]] == ["a/x.pdf"]
    assert refusal(zipped({"a/": b"", ".DS_Store": b"1"})) == "The ZIP holds no files."


def test_a_name_in_utf_8_without_its_mark_and_one_in_the_letters_of_dos_are_read():
    marked = zipped({"é.pdf": pdf()})
    unmarked = changed(marked, 0, FLAGS, 0)
    dos = zipped({"e\u0301.pdf": pdf()}).replace("e\u0301.pdf".encode(), b"\x82xx.pdf")

    assert unpacked(unmarked)["entries"][0]["name"] == "é.pdf"
    assert unpacked(changed(dos, 0, FLAGS, 0))["entries"][0]["name"] == "éxx.pdf"


@pytest.mark.parametrize(
    "name", ["../../etc/x.pdf", "/etc/x.pdf", "C:\\x.pdf", "a/../../x.pdf", "..\\x.pdf", "\\\\host\\x.pdf", ".."]
)
def test_a_name_that_leads_out_is_at_fault(name):
    entry = zipfile.ZipInfo("aaa")
    entry.filename = name

    assert faults(zipped([(entry, pdf()), ("good.pdf", invoice())])) == ["Its name leads out of the ZIP.", ""]


def test_a_link_is_no_file():
    assert faults(zipped([link("passwd.pdf", "/etc/passwd")])) == ["It is a link or a device, not a file."]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_some_systems_take_for_the_same_are_at_fault():
    same = [("A.pdf", pdf()), ("a.PDF", pdf(2)), ("É.pdf", pdf(3)), ("E\u0301.pdf", pdf(4)), ("b.pdf", pdf(5))]

    assert faults(zipped(same)) == [*["Its name is there twice."] * 4, ""]


def test_a_password_and_a_strange_packing_are_told():
    assert faults(changed(TWO, 0, FLAGS, 0x801)) == ["It is protected with a password.", ""]
    assert faults(zipped({"a.pdf": pdf()}, zipfile.ZIP_LZMA)) == [
        "It is packed in a way that is not read: only ordinary ZIP files are."
    ]


@pytest.mark.parametrize(
    ("field", "value"), [(SIZE, len(pdf()) - 1), (SIZE, len(pdf()) + 1), (CRC, 7), (METHOD, 0), (SIZE, 0)]
)
def test_sizes_and_sums_that_lie_are_at_fault(field, value):
    said = faults(changed(TWO, 0, field, value))

    assert said in (["It is not what the ZIP says of it.", ""], ["The file is empty.", ""])


def test_a_zip_inside_a_zip_is_not_opened_nor_is_an_office_document():
    assert faults(zipped({"in.zip": TWO, "a.pdf": pdf()})) == [
        "It is a ZIP, or a document of an office program, inside the ZIP. It is not opened.",
        "",
    ]
    assert refusal(zipped({"[Content_Types].xml": invoice(), "word/document.xml": invoice()})) == (
        "The file is a document of an office program. Hand it in as a PDF."
    )


def test_a_bomb_is_told_by_what_it_says_and_by_what_comes_out(monkeypatch):
    bomb = zipped({"zeros.pdf": bytes(30 * 2**20)})

    assert faults(bomb) == ["It unpacks to more than 100 times its size."]
    assert faults(changed(bomb, 0, SIZE, 2**20)) == [DIFFERS]
    monkeypatch.setattr(unpack, "RATIO", 10_000)
    monkeypatch.setattr(unpack, "KEPT", 2**20)
    assert faults(bomb) == ["The file is larger than 1 MB."]


def test_entries_that_claim_the_same_bytes_are_at_fault():
    assert faults(overlapping(150, 1000)) == ["It shares its bytes with another file of the ZIP."] * 150
    assert faults(changed(TWO, 1, AT, 0))[0] == "It shares its bytes with another file of the ZIP."


def test_a_zip_in_a_zip_s_quoted_bytes_does_not_hide_an_overlap():
    quoted = zipped(
        {"outer.pdf": zipped({"inner.pdf": pdf()}, zipfile.ZIP_STORED), "b.pdf": pdf(2)}, zipfile.ZIP_STORED
    )

    shared = changed(quoted, 1, AT, quoted.index(b"PK\x03\x04", 4))

    assert faults(shared)[0] == "It shares its bytes with another file of the ZIP."


def test_more_than_200_entries_or_200_megabytes_are_refused_whole():
    many = {f"{number}.pdf": b"%PDF-" for number in range(201)}
    sizes = zipped({f"{number}.pdf": bytes(2**10) for number in range(5)}, zipfile.ZIP_STORED)
    for number in range(5):
        sizes = changed(sizes, number, SIZE, 45 * 2**20)

    assert refusal(zipped(many)) == "The ZIP holds more than 200 files."
    assert refusal(sizes) == "The ZIP unpacks to more than 200 MB."


def test_what_comes_out_is_counted_whatever_was_said(monkeypatch):
    monkeypatch.setattr(unpack, "ALL", 2000)

    assert len(pdf()) < 2000
    assert refusal(zipped({"a.pdf": pdf(), "b.pdf": pdf(2), "c.pdf": pdf(3), "d.pdf": pdf(4)})) == (
        "The ZIP unpacks to more than 0 MB."
    )


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", TWO[:-1], TWO + b"\0", TWO[5:], b"PK\x03\x04" + TWO, TWO[: len(TWO) // 2]]
)
def test_what_is_no_whole_zip_is_refused(content):
    assert refusal(content) in {"The file is not a ZIP, or not a whole one.", "The ZIP is damaged, or made to do harm."}


def test_a_directory_that_says_fewer_entries_than_it_has_is_refused():
    hidden = bytearray(TWO)
    end = TWO.rindex(b"PK\x05\x06")
    hidden[end + 8 : end + 12] = b"\1\0\1\0"

    assert refusal(bytes(hidden)) == "The ZIP is damaged, or made to do harm."


def test_the_bombs_are_refused_within_a_second_in_the_child(tmp_path):
    path, inside = tmp_path / "bomb", tmp_path / "inside"
    inside.mkdir()
    path.write_bytes(overlapping(200, 40 * 2**20))
    began = time.monotonic()

    with pytest.raises(Unreadable, match="more than 200 MB"):
        read_in_child("zip", path, files=inside)

    assert time.monotonic() - began < 5
    assert list(inside.iterdir()) == []


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_zip_with_changed_bytes_leaves_nothing_but_the_reader_s_own_refusal(data):
    content = bytearray(TWO)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 40))

    try:
        told = unpacked(bytes(content[: len(content) - cut]) if cut < 20 else bytes(content))
    except Unreadable:
        return
    assert all(entry["refused"] or entry["size"] in {len(pdf()), len(invoice())} for entry in told["entries"])
