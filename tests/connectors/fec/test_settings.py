"""The settings of a folder: what may be said, and what is refused, each thing with its own sentence."""

from datetime import date
from pathlib import Path

import pytest

from comptoir.connectors.fec.settings import FecSettings, parse
from comptoir.connectors.port import WrongBooks, WrongConfiguration
from comptoir.connectors.registry import PACKAGES, package
from comptoir.records.books import JournalType
from tests.connectors.fec.folders import YEAR, put
from tests.formats.fec.texts import BOOKS


def test_the_folder_alone_is_enough():
    assert parse({"folder": "books"}) == FecSettings(Path("books"), Path("books/outbox"))


def test_everything_can_be_said():
    settings = {
        "folder": "books",
        "country": "FR",
        "journals": {"AC": "purchase"},
        "untold": ["X"],
        "customer_roots": ["411", "416"],
        "supplier_roots": ["401"],
        "customer_terms": 0,
        "supplier_terms": 365,
        "first_day": "2025-10-01",
        "outbox": "to-import",
    }

    assert parse(settings) == FecSettings(
        folder=Path("books"),
        outbox=Path("to-import"),
        country="FR",
        journals={"AC": JournalType.PURCHASE},
        untold=frozenset({"X"}),
        customer_roots=("411", "416"),
        supplier_roots=("401",),
        customer_terms=0,
        supplier_terms=365,
        first_day=date(2025, 10, 1),
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"folder": ""}, "Say in which folder the exports lie."),
        ({"folder": 7}, "Say in which folder the exports lie."),
        ({"country": "XX"}, "The country must be one of BE, FR."),
        ({"journals": ["ACH"]}, "The journal types must be given by journal code."),
        ({"journals": {"ACH": "buying"}}, "The type of journal ACH is buying, which is none."),
        ({"journals": {"ACH": []}}, "The type of journal ACH is [], which is none."),
        ({"untold": 7}, "The journals that are not told must be a list of journal codes."),
        ({"customer_roots": "400"}, "The roots of accounts must be a list of account numbers."),
        ({"supplier_roots": [""]}, "The roots of accounts must be a list of account numbers."),
        ({"customer_roots": ["4"], "supplier_roots": ["44"]}, None),
        ({"customer_terms": -1}, "Payment terms are whole days from 0 to 365."),
        ({"supplier_terms": "30"}, "Payment terms are whole days from 0 to 365."),
        ({"outbox": 7}, "Say in which folder bookings are to be put."),
        ({"first_day": "1 October"}, "The first day must be a date (YYYY-MM-DD), not 1 October."),
    ],
)
def test_a_wrong_setting_is_refused_in_a_sentence(tmp_path, wrong, says):
    put(tmp_path, YEAR, BOOKS)
    settings = {"folder": str(tmp_path)} | wrong

    (problem,) = package("fec").check(settings)

    assert isinstance(problem, WrongConfiguration)
    assert says in (None, str(problem))
    with pytest.raises(WrongConfiguration):
        package("fec").open(settings)


def test_everything_that_is_wrong_is_said_at_once():
    problems = package("fec").check({"country": "XX", "customer_terms": 999})

    assert len(problems) == 3


def test_the_folder_is_looked_at_when_settings_are_checked(tmp_path):
    (missing,) = package("fec").check({"folder": str(tmp_path / "missing")})
    put(tmp_path, YEAR, BOOKS)
    good = package("fec").check({"folder": str(tmp_path)})
    put(tmp_path, "OLD_FEC20261231.txt", BOOKS)
    (twice,) = package("fec").check({"folder": str(tmp_path)})

    assert isinstance(missing, WrongConfiguration)
    assert good == []
    assert isinstance(twice, WrongBooks)


def test_what_is_proposed_can_be_used(tmp_path):
    put(tmp_path, YEAR, BOOKS)

    proposed = package("fec").propose({"folder": str(tmp_path)})

    assert package("fec").check(proposed) == []
    assert package("fec").propose(proposed) == proposed


def test_packages_are_known_by_name():
    assert package("fec") is PACKAGES["fec"]
    assert all(name == each.name for name, each in PACKAGES.items())
    with pytest.raises(WrongConfiguration, match=r"There is no accounting package called bob50."):
        package("bob50")
