"""The folder of a dossier, what is proposed from it, and what is wrong with settings."""

from pathlib import Path

import pytest

from comptoir.connectors.port import Place, WrongBooks, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.connectors.winbooks.folder import look
from comptoir.connectors.winbooks.settings import WinBooksSettings, parse
from comptoir.records.books import JournalType
from tests.connectors.winbooks.dossiers import JOURNALS, LINES, PURCHASE, connector, dbf, dossier, put

WINBOOKS = package("winbooks")


def test_what_can_be_told_is_proposed(tmp_path):
    assert WINBOOKS.propose({"folder": str(dossier(tmp_path))}) == {
        "folder": str(tmp_path),
        "form": "dbf",
        "encoding": "cp850",
        "journals": {"ACH": "purchase", "KBC": "bank"},
        "untold": [],
        "customer_roots": ["400"],
        "supplier_roots": ["440"],
    }


def test_what_is_given_stays(tmp_path):
    given = {"folder": str(dossier(tmp_path)), "encoding": "cp437", "journals": {"ACH": "miscellaneous"}}

    proposed = WINBOOKS.propose(given)

    assert (proposed["encoding"], proposed["journals"]) == ("cp437", {"ACH": "miscellaneous", "KBC": "bank"})


def test_the_encoding_that_is_set_goes_before_the_mark_of_the_table(tmp_path):
    dossier(tmp_path, mark=3)

    opened = WINBOOKS.open({"folder": str(tmp_path), "encoding": "cp850"})

    assert opened.read_basics().partners[0].name == "Lambert Élise SRL"
    with pytest.raises(WrongBooks, match="The byte 90 is no character in CP1252"):
        WINBOOKS.open({"folder": str(tmp_path)}).read_basics()


def test_the_folder_alone_is_enough():
    assert parse({"folder": "/books/A"}) == WinBooksSettings(
        Path("/books/A"), Path("/books/A/Document"), Path("/books/A/outbox")
    )


def test_everything_can_be_said():
    said = parse(
        {
            "folder": "/books/A",
            "form": "text",
            "encoding": "utf-8",
            "journals": {"ACH": "purchase"},
            "untold": ["X"],
            "customer_roots": ["40"],
            "supplier_roots": ["44"],
            "documents": "/scans",
            "outbox": "/out",
        }
    )

    assert said == WinBooksSettings(
        Path("/books/A"),
        Path("/scans"),
        Path("/out"),
        "text",
        "utf-8",
        {"ACH": JournalType.PURCHASE},
        frozenset({"X"}),
        ("40",),
        ("44",),
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "Say in which folder the WinBooks dossier lies."),
        ({"folder": "/b", "form": "xml"}, "The setting form must be one of dbf, text."),
        (
            {"folder": "/b", "encoding": "ebcdic"},
            "The setting encoding must be one of cp1252, cp850, cp437, cp1250, cp852, utf-8.",
        ),
        ({"folder": "/b", "documents": 3}, "Say in which folder the documents lie."),
        ({"folder": "/b", "outbox": 3}, "Say in which folder bookings are to be put."),
        ({"folder": "/b", "journals": {"A": "x"}}, "The type of journal A is x, which is none."),
        ({"folder": "/b", "customer_roots": ["44"]}, "The accounts 44 cannot be those of customers and of suppliers."),
    ],
)
def test_wrong_settings_are_refused_in_words(settings, words):
    assert [str(each) for each in WINBOOKS.check(settings)] == [words]
    with pytest.raises(WrongConfiguration) as caught:
        WINBOOKS.open(settings)
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (["ATELIER_ACT.DBF", "ATELIER_CSF.dbf", "atelier_acf.Dbf"], "dbf"),
        (["act.txt", "CSF.csv"], "text"),
        (["ATELIER_ACT.csv"], "text"),
        (["ATELIER_ACT.DBF", "ACT.txt"], "dbf"),
    ],
)
def test_tables_are_known_by_name_in_any_case_and_with_the_dossiers_name_before(tmp_path, names, form):
    for name in names:
        put(tmp_path, name, b"")

    assert look(tmp_path).form == form


def test_other_files_and_links_are_no_tables(tmp_path):
    real = put(tmp_path, "elsewhere/ACT.txt", b"")
    (tmp_path / "ACT.txt").symlink_to(real)
    for name in ("ANT.txt", "ATELIER_ACT.CDX", "REACT.TXT", ".ACT.txt"):
        put(tmp_path, name, b"")

    with pytest.raises(WrongConfiguration, match="holds no lines of WinBooks"):
        look(tmp_path)


def test_the_form_that_is_set_must_be_there(tmp_path):
    put(tmp_path, "ACT.txt", b"")

    assert look(tmp_path, "text").tables == {"ACT": tmp_path / "ACT.txt"}
    with pytest.raises(WrongConfiguration):
        look(tmp_path, "dbf")


def test_two_dossiers_in_one_folder_are_refused(tmp_path):
    put(tmp_path, "ATELIER_ACT.DBF", b"")
    put(tmp_path, "BOULANGERIE_ACT.DBF", b"")

    with pytest.raises(WrongBooks) as caught:
        look(tmp_path)

    assert caught.value.place == Place("BOULANGERIE_ACT.DBF")
    assert str(WINBOOKS.check({"folder": str(tmp_path)})[0]) == str(caught.value)


def test_a_connection_is_tried_step_by_step(tmp_path):
    folder = dossier(tmp_path / "books")

    good = WINBOOKS.test({"folder": str(folder)})
    put(folder, "ATELIER_ACT.DBF", b"short")
    bad = WINBOOKS.test({"folder": str(folder)})
    gone = WINBOOKS.test({"folder": str(tmp_path / "nowhere")})

    assert [(each.good, str(each.words)) for each in good[:2]] == [
        (True, "5 tables of WinBooks lie in the folder."),
        (True, "The tables can be read: 8 lines, texts in CP850."),
    ]
    assert [each.good for each in good] == [True, True, True]
    assert [(each.good, str(each.words)) for each in bad[1:]] == [(False, "The file is no DBF table.")]
    assert [each.good for each in gone] == [False]


def test_a_table_that_is_being_written_is_waited_for(tmp_path):
    put(dossier(tmp_path), "ATELIER_DBK.DBF", dbf(JOURNALS, [["ACH", "0", "Achats"]], mark=2), seconds_ago=0)

    assert connector(tmp_path).read_basics().journals[0].code == "ACH"


def test_tables_that_are_not_there_are_reported_and_called_by_number(tmp_path):
    put(dossier(tmp_path), "ATELIER_ACT.DBF", dbf(LINES, PURCHASE, mark=2))
    for kind in ("CSF", "ACF", "DBK"):
        (tmp_path / f"ATELIER_{kind}.DBF").unlink()
    opened = connector(tmp_path)

    basics = opened.read_basics()

    assert [(each.code, each.name, each.type) for each in basics.journals] == [("ACH", "ACH", JournalType.PURCHASE)]
    assert [(each.key, each.name, each.account) for each in basics.partners] == [("2:PROX", "PROX", "440000")]
    assert [each.name for each in basics.accounts] == ["411000", "440000", "612000"]
    assert [str(finding) for finding in opened.findings()] == [
        "The table CSF is not there: what it describes is called by its number.",
        "The table ACF is not there: what it describes is called by its number.",
    ]


def test_a_folder_of_documents_that_is_named_must_be_there(tmp_path):
    settings = {"folder": str(dossier(tmp_path / "books")), "documents": str(tmp_path / "scans")}

    assert [str(each) for each in WINBOOKS.check(settings)] == [f"The folder {tmp_path / 'scans'} is not there."]
    (tmp_path / "scans").mkdir()
    assert WINBOOKS.check(settings) == []
