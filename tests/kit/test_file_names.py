"""Names of files become labels, whatever somebody wrote into them."""

from unicodedata import category, is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.file_names import FileNames, file_stem, label, with_ending


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("facture 12.pdf", "facture 12.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\facture.pdf", "facture.pdf"),
        ("facture\r\nX-Evil: 1.pdf", "factureX-Evil: 1.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ("  two   spaces . ", "two spaces"),
        ("half\udcff.pdf", "half.pdf"),
        ("...", "document"),
        ("", "document"),
        ("\x00", "document"),
    ],
)
def test_a_label_is_what_can_be_seen_of_the_last_part(name, shown):
    assert label(name) == shown


def test_a_name_that_is_too_long_keeps_its_ending():
    shown = label("x" * 500 + ".pdf")

    assert (len(shown), shown[-6:]) == (200, "xx.pdf")


@given(st.text(max_size=300))
def test_a_label_is_never_empty_long_a_path_or_unseen(name):
    shown = label(name)

    assert 1 <= len(shown) <= 200
    assert not {"/", "\\", "\r", "\n", "\x00"} & set(shown)
    assert {category(char) for char in shown}.isdisjoint({"Cc", "Cf", "Cs"})
    assert is_normalized("NFC", shown)
    assert shown not in {".", ".."}


def test_an_ending_is_put_behind_any_other_one():
    assert with_ending("a.PDF", ".pdf") == "a.PDF"
    assert with_ending("a.xml", ".pdf") == "a.xml.pdf"


@pytest.mark.parametrize(
    ("parts", "stem"),
    [
        (("PUR", "12", "Proximus SA"), "PUR-12-Proximus SA"),
        (("PUR", "", "x"), "PUR-x"),
        (("PUR", "2026/12", "a:b"), "PUR-2026 12-a b"),
        (("con", "", ""), "_con"),
        (("NUL.x", "1"), "_NUL.x-1"),
        (("lpt1", "x"), "lpt1-x"),
        (("tab\there", "e\u0301"), "tab here-é"),
        (("", "..", "\u200b"), "document"),
    ],
)
def test_a_stem_is_a_name_on_every_system(parts, stem):
    assert file_stem(*parts) == stem


@given(st.lists(st.text(max_size=200), max_size=3))
def test_a_stem_is_never_empty_long_a_path_or_a_device(parts):
    stem = file_stem(*parts)

    assert 1 <= len(stem.encode()) <= 121
    assert not set('<>:"/\\|?*\r\n\x00') & set(stem)
    assert stem == stem.strip(". ")
    assert stem.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def test_each_name_is_given_once_whatever_its_case():
    names = FileNames("index.csv")

    given = [
        names.unique("A", ".pdf"),
        names.unique("a", ".pdf"),
        names.unique("a (2)", ".pdf"),
        names.unique("A", ".pdf"),
    ]

    assert given == ["A.pdf", "a (2).pdf", "a (2) (2).pdf", "A (3).pdf"]
    assert names.unique("INDEX", ".csv") == "INDEX (2).csv"
