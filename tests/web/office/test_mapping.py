"""Mapping the columns of a file: proposals, a preview that marks what is wrong, nothing chosen in silence, a profile."""

import pytest

from comptoir.firms.models import Firm
from comptoir.sync.mappings import save_profile
from comptoir.sync.models import Connection, MappingProfile
from tests.connectors.csv.tables import BOOKS, HEADER, MAPPING, settle, table
from tests.firms.people import NOW, new_firm, office
from tests.web.office.office import HTMX, Room, fields, words

UNCLEAR = BOOKS.replace("20/01/2026", "02/01/2026")


@pytest.fixture
def tables(room):
    """A folder of its own with one table."""
    made = room.folder.parent / "tables"
    made.mkdir()
    table(made)
    return made


def looked(browser, room: Room, folder, name: str = "lines.csv", **more: str):
    """The page of a file."""
    return browser.get(f"{room.address}connection/mapping/", {"folder": str(folder), "file": name} | more)


def sent(browser, room: Room, page, **changed: str):
    """What the page holds, changed and sent."""
    return browser.post(f"{room.address}connection/mapping/", fields(page) | changed)


def test_a_folder_is_chosen_below_the_roots_and_its_tables_are_listed(anne, room, tables):
    table(tables, name="more.txt")
    (tables / "notes.md").write_text("x")

    page = anne.get(f"{room.address}connection/mapping/", {"folder": "tables"})

    assert page.status_code == 200
    assert all(name in words(page) for name in ("lines.csv", "more.txt"))
    assert "notes.md" not in words(page)


@pytest.mark.parametrize("asked", ["/etc", "../..", "/tables/../../..", "\x00", ""])
def test_a_folder_outside_the_roots_is_refused(anne, room, tables, asked):
    page = anne.get(f"{room.address}connection/mapping/", {"folder": asked})

    assert page.status_code == 422


@pytest.mark.parametrize("name", ["../lines.csv", "/etc/passwd", "none.csv", "link.csv"])
def test_a_file_that_is_none_of_the_tables_is_not_opened(anne, room, tables, name):
    (tables / "link.csv").symlink_to("/etc/passwd")

    page = looked(anne, room, tables, name)

    assert "Which file?" in words(page)


def test_the_columns_are_proposed_from_the_words_of_the_headers(anne, room, tables):
    page = looked(anne, room, tables)
    said = fields(page)

    assert [said[f"column_{at}"] for at in range(8)] == [
        "journal",
        "number",
        "booked_on",
        "account",
        "partner",
        "text",
        "debit",
        "credit",
    ]
    assert "Recognised: day, month, year (31/12/2026). Nothing else fits." in words(page)
    assert "3 January 2026" in words(page)


def test_days_that_could_be_read_two_ways_are_for_a_person_to_choose(anne, room, tables):
    table(tables, UNCLEAR)
    page = looked(anne, room, tables)

    assert "It could be day, month, year (31/12/2026) or month, day, year (12/31/2026): please choose." in words(page)
    assert "To be chosen above" in words(page)
    assert "3 January 2026" not in words(page)

    refused = sent(anne, room, page, do="save", name="Octopus")
    assert (refused.status_code, MappingProfile.objects.count()) == (422, 0)

    chosen = sent(anne, room, page, dates="mdy")
    assert "1 March 2026" in words(chosen)
    sent(anne, room, page, do="save", name="Octopus", dates="mdy")
    assert MappingProfile.objects.get().mapping["dates"] == "mdy"


def test_a_saved_mapping_leads_to_the_connection_and_the_books_come(anne, room, tables):
    saved = sent(anne, room, looked(anne, room, tables), do="save", name="Octopus")
    profile = MappingProfile.objects.get()
    assert saved["Location"].startswith(f"{room.address}connection/?package=csv&folder=")

    address = anne.get(saved["Location"])
    assert (fields(address)["folder"], fields(address)["profile"]) == (str(tables), str(profile.pk))
    proposal = anne.post(f"{room.address}connection/", fields(address))
    assert "Octopus" in words(proposal)
    answer = anne.post(f"{room.address}connection/", fields(proposal))

    assert answer["Location"] == room.address
    settings = Connection.objects.get(dossier=room.dossier).settings
    assert settings == {
        "folder": str(tables),
        "profile": profile.pk,
        "journals": {"ACH": "purchase", "BNK": "bank"},
        "untold": [],
        "customer_roots": ["400"],
        "supplier_roots": ["440"],
    }
    assert room.run().counts["added"] == 2


def test_what_does_not_fit_is_marked_at_its_cell(anne, room, tables):
    table(tables, BOOKS.replace("21,00;", "2x,00;", 1))
    page = looked(anne, room, tables)

    assert "Nothing fits every cell, for instance not “2x,00”." in words(page)

    chosen = sent(anne, room, page, decimal=",")
    assert "“2x,00” is no amount as this table writes them." in words(chosen)
    assert "1 row cannot become a line; it is marked." in words(chosen)


def test_the_preview_follows_a_column_that_is_said_otherwise_and_is_all_that_is_sent(anne, room, tables):
    page = looked(anne, room, tables)
    changed = fields(page) | {"column_5": "", "column_4": "text"}

    answer = anne.post(f"{room.address}connection/mapping/", changed, headers=HTMX | {"HX-Target": "answer"})

    assert answer.content.lstrip().startswith(b'<div id="answer"')
    assert "Text of the line" in words(answer)
    assert "Code of the partner" not in words(answer)


def test_the_whole_form_follows_another_separator(anne, room, tables):
    changed = fields(looked(anne, room, tables)) | {"separator": ","}

    answer = anne.post(f"{room.address}connection/mapping/", changed, headers=HTMX | {"HX-Target": "mapping"})

    assert answer.content.lstrip().startswith(b"<form")
    assert "column_0" in fields(answer)
    assert "column_1" not in fields(answer)


def test_a_choice_with_which_the_file_cannot_be_read_is_answered_in_its_place(anne, room, tables):
    (tables / "lines.csv").write_bytes(HEADER.encode() + b"\n" + BOOKS.encode())
    changed = fields(looked(anne, room, tables)) | {"encoding": "utf-16"}

    answer = anne.post(f"{room.address}connection/mapping/", changed, headers=HTMX | {"HX-Target": "mapping"})

    assert (answer.status_code, answer.content.count(b'<div id="mapping">')) == (422, 1)
    assert "lines.csv: The file holds bytes that are no text in UTF-16." in words(answer)


@pytest.mark.parametrize("word", ["\x00", "'\"><b>", "9" * 30, "x" * 20_000, "٣"])
def test_no_word_in_the_form_makes_it_fail(anne, room, tables, word):
    page = fields(looked(anne, room, tables))

    failed = [
        name
        for name in page
        if sent_raw(anne, room, page | {"name": "A", "do": "save"} | {name: word}).status_code >= 500
    ]

    assert failed == []


def sent_raw(browser, room: Room, said: dict[str, str]):
    """Any words sent; a failure is an answer."""
    browser.raise_request_exception = False
    return browser.post(f"{room.address}connection/mapping/", said)


def test_two_columns_cannot_be_one_thing(anne, room, tables):
    refused = sent(anne, room, looked(anne, room, tables), do="save", name="Octopus", column_5="journal")

    assert refused.status_code == 422
    assert "Two columns cannot both be “Journal”." in words(refused)


def test_columns_of_another_header_are_proposed_anew(anne, room, tables):
    page = looked(anne, room, tables)

    answer = sent(anne, room, page, header="2")

    assert fields(answer)["column_0"] == ""
    assert fields(answer)["mark"] != fields(page)["mark"]


def test_a_mapping_of_the_firm_is_shown_without_its_selects(anne, room, tables):
    profile = save_profile("Octopus", MAPPING, by=room.by, at=NOW)

    page = looked(anne, room, tables, profile=str(profile.pk))

    assert "Use this mapping" in words(page)
    assert "3 January 2026" in words(page)
    assert "column_0" not in fields(page)


def test_a_mapping_of_the_firm_is_changed_under_its_name(anne, room, tables):
    profile = save_profile("Octopus", MAPPING, by=room.by, at=NOW)
    page = looked(anne, room, tables, profile=str(profile.pk), change="yes")
    assert fields(page)["dates"] == "dmy"

    sent(anne, room, page, do="save", column_5="reference")

    profile.refresh_from_db()
    assert profile.name == "Octopus"
    assert profile.mapping["columns"]["reference"] == "Libellé"
    assert "text" not in profile.mapping["columns"]


def test_a_name_that_is_taken_is_not_overwritten(anne, room, tables):
    save_profile("Octopus", MAPPING, by=room.by, at=NOW)

    refused = sent(anne, room, looked(anne, room, tables), do="save", name="Octopus", column_5="")

    assert "There is a mapping called Octopus already." in words(refused)
    assert MappingProfile.objects.get().mapping == MAPPING


def test_a_mapping_of_another_firm_does_not_exist(anne, room, tables):
    other = new_firm("Autre")
    theirs = save_profile("Theirs", MAPPING, by=office(other, None), at=NOW)

    page = looked(anne, room, tables, profile=str(theirs.pk))
    answer = anne.post(f"{room.address}connection/mapping/{theirs.pk}/", {"deed": "remove"})

    assert "Theirs" not in words(page)
    assert answer.status_code == 404
    assert Firm.objects.count() == 2
    assert MappingProfile.objects.get().name == "Theirs"


def test_a_mapping_is_renamed_and_removed_where_none_uses_it(anne, room, tables):
    profile = save_profile("Octopus", MAPPING, by=room.by, at=NOW)
    place = f"{room.address}connection/mapping/{profile.pk}/"

    assert anne.post(place, {"deed": "rename", "name": ""}).status_code == 422
    anne.post(place, {"deed": "rename", "name": "Octopus 2"})
    profile.refresh_from_db()
    assert profile.name == "Octopus 2"
    anne.post(place, {"deed": "remove"})
    assert MappingProfile.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", bytes(range(256)) * 10),
        ("a.csv", b"x" * (1 << 18)),
        ("a.csv", b"x;" * 500 + b"\nx;y\n"),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600)),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(anne, room, tables, name, content):
    (tables / name).write_bytes(content)
    settle(tables / name)

    page = looked(anne, room, tables, name)

    assert page.status_code == 422
    assert f"{name}: " in words(page)


def test_what_stands_in_a_file_is_text_and_nothing_else(anne, room, tables):
    table(tables, BOOKS, header=HEADER.replace("Libellé", "<script>alert(1)</script>"))

    page = looked(anne, room, tables)

    assert b"<script>alert" not in page.content
