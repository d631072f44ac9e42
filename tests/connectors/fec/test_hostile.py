"""Whatever lies in the folder, nothing but the port's own three errors comes out."""

import random

import pytest

from comptoir.connectors.port import PassingFault, WrongBooks, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.records.books import Entry
from tests.connectors.fec.folders import YEAR, put
from tests.formats.fec.texts import BOOKS

PARTNERS = (
    "account;auxiliary;name;vat;iban;email;language\n440000;F206;Delvaux;BE0123456749;BE85001558169806;a@b.be;fr\n"
)
PIECES = "journal;number;year;document_number;due_on;communication\nACH;7;2026;V1;2026-02-15;+++090/9337/55493+++\n"
FILES = {YEAR: BOOKS.encode("iso-8859-15"), "partners.csv": PARTNERS.encode(), "pieces.csv": PIECES.encode()}
PARTS = [
    b"\t",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xc3",
    b"9",
    b"-",
    b",",
    b";",
    b'"',
    b" ",
    b"|",
    b"9" * 30,
    b"\x1a",
    b"2026",
]


@pytest.mark.parametrize("name", FILES)
def test_a_thousand_damages_end_in_books_or_in_a_refusal(tmp_path, name):
    rng = random.Random(name)
    for other, content in FILES.items():
        put(tmp_path, other, content)
    read = refused = 0

    for _ in range(1000):
        data = bytearray(FILES[name])
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(3)] = rng.choice(PARTS)
        put(tmp_path, name, bytes(data))
        try:
            opened = package("fec").open(package("fec").propose({"folder": str(tmp_path)}))
            opened.read_basics()
            entries = [entry for entry in opened.read_entries() if isinstance(entry, Entry)]
        except (WrongBooks, WrongConfiguration, PassingFault) as refusal:
            refused += bool(str(refusal))
        else:
            read += 1
            assert all(sum(line.cents for line in entry.lines) == 0 for entry in entries)

    assert read + refused == 1000
    assert refused > 100
