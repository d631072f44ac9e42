"""Files made to do harm are refused in a sentence, in bounded time and memory."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from comptoir.formats.table.sheet import UnpackedSheet
from comptoir.formats.table.text import TextShape, text_rows
from comptoir.formats.unreadable import Unreadable

SEMICOLONS = TextShape("utf-8", ";")


def refusal(path: Path, tmp_path: Path) -> str:
    """What is said of the workbook."""
    folder = tmp_path / "pieces"
    folder.mkdir(exist_ok=True)
    with pytest.raises(Unreadable) as refused:
        list(UnpackedSheet(path, folder, sheet=1).rows())
    return str(refused.value)


def workbook(path: Path, rows: list[list[object]]) -> Path:
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def repacked(path: Path, name: str, content: bytes) -> Path:
    """The workbook with another part, or a part exchanged."""
    parts = {}
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, each in parts.items():
            new.writestr(part, each)
    return path


def test_a_formula_is_refused_with_its_row(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["Journal"], ["=1+1"]])

    assert refusal(path, tmp_path) == "A cell holds a formula: save the sheet with its values."


def test_macros_are_refused(tmp_path):
    path = repacked(workbook(tmp_path / "a.xlsx", [["Journal"]]), "xl/vbaProject.bin", b"x")

    assert refusal(path, tmp_path) == "The workbook holds macros: save it as a plain XLSX."


def test_a_workbook_of_the_older_excel_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert refusal(path, tmp_path) == (
        "This is a workbook of the older Excel, or one with a password: save it as XLSX."
    )


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"PK\x03\x04 and nothing"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    assert refusal(path, tmp_path) == "The file is no XLSX workbook, or was cut."


def test_a_zip_without_a_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("readme.txt", "hello")

    assert refusal(path, tmp_path) == "The file could not be read: it is damaged, or made to do harm."


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = repacked(workbook(tmp_path / "a.xlsx", [["Journal"]]), "xl/media/bomb.bin", b"")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as made, made.open("xl/media/big.bin", "w") as part:
        for _ in range(1100):
            part.write(bytes(1 << 20))

    assert path.stat().st_size < 2 << 20
    assert refusal(path, tmp_path) == "The workbook is larger, unpacked, than any table of entries."


def test_entities_that_multiply_are_refused(tmp_path):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    )
    path = repacked(workbook(tmp_path / "a.xlsx", [["Journal"]]), "xl/worksheets/sheet1.xml", sheet.encode())

    assert refusal(path, tmp_path) in {
        "The file could not be read: it is damaged, or made to do harm.",
        "Reading the file would need too much memory.",
    }


def test_a_very_wide_sheet_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["x"] * 201])

    assert refusal(path, tmp_path) == "The row has more than 200 columns, which no table of entries has."


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["x"]])
    folder = tmp_path / "pieces"
    folder.mkdir()

    with pytest.raises(Unreadable, match="The workbook has no sheet 2"):
        UnpackedSheet(path, folder, sheet=2)


def test_numbers_days_and_texts_of_a_sheet_are_told_apart(tmp_path):
    moment = datetime(2026, 4, 3, 12, 0)
    path = workbook(tmp_path / "a.xlsx", [["Été", 0.1 + 0.2, 7, moment, None, True, None], [], ["0123"]])
    folder = tmp_path / "pieces"
    folder.mkdir()

    assert list(UnpackedSheet(path, folder, sheet=1).rows()) == [
        (1, ["Été", "\x010.3", "\x017", "\x022026-04-03", "", "TRUE"]),
        (3, ["0123"]),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a;b\n" + b"x" * (1 << 17), "The line is longer than any line of a table."),
        (b"a;b\nc;\x00d\n", "The line holds a control character: this is no table of text."),
        (b"a;b\n" + b";" * 300 + b"x\n", "The row has more than 200 columns, which no table of entries has."),
        (b"a;b\n\xff\xfe;x\n", "The file holds bytes that are no text in UTF-8."),
        (b'a;b\n"' + b"x;\n" * 100_000, "The row cannot be read: a quotation mark may not be closed."),
    ],
)
def test_text_that_is_no_table_is_refused(tmp_path, content, says):
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(Unreadable) as refused:
        list(text_rows(path, SEMICOLONS))

    assert str(refused.value) == says


def test_rows_know_their_line_across_line_breaks_in_cells(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'a;b\r\n"one\ntwo";x\r\n\r\n;;\r\nlast;y')

    assert list(text_rows(path, SEMICOLONS)) == [(1, ["a", "b"]), (2, ["one\ntwo", "x"]), (6, ["last", "y"])]


def test_an_empty_zip_entry_is_no_workbook(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w"):
        pass
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.getvalue())

    assert refusal(path, tmp_path) == "The file could not be read: it is damaged, or made to do harm."
