"""Connecting a dossier: only folders below the roots, the package's proposal corrected and saved, journals shown or not."""

from datetime import date

import pytest

from comptoir.connectors.registry import package
from comptoir.firms.models import Dossier
from comptoir.ledger.models import Books, Journal
from comptoir.sync.actions import connect
from comptoir.sync.models import Connection
from tests.firms.people import NOW, new_dossier, new_firm, office
from tests.sync.conftest import BOOKS
from tests.sync.exports import export
from tests.web.office.conftest import browser_of
from tests.web.office.office import HTMX, Room, fields, section, words


def asked(browser, room: Room, folder: object):
    address = {"package": "fec", "step": "address", "folder": str(folder)}
    return browser.post(f"{room.address}connection/", address)


def test_a_dossier_without_connection_says_so_and_asks_for_the_package_then_for_the_folder(anne, room):
    assert "Not connected yet" in section(anne.get(room.address), "connection")

    packages = anne.get(f"{room.address}connection/")
    page = anne.get(f"{room.address}connection/", {"package": "fec"})

    assert "Needs a folder on the server in which the accounting software leaves a FEC export" in words(packages)
    assert page.status_code == 200
    assert f"The folder must lie below {room.folder.parent}." in words(page)


def test_the_package_proposes_settings_and_what_is_saved_is_what_the_page_showed(anne, room):
    proposal = asked(anne, room, room.folder)
    sent = fields(proposal)

    answer = anne.post(f"{room.address}connection/", sent)

    saved = Connection.objects.get(dossier=room.dossier)
    assert answer["Location"] == room.address
    assert saved.settings == package("fec").propose({"folder": str(room.folder), "country": "BE"})
    assert saved.settings["journals"] == {"ACH": "purchase", "BNK": "bank", "OD": "miscellaneous", "VEN": "sale"}


def test_a_folder_is_found_by_its_name_below_the_root(anne, room):
    assert fields(asked(anne, room, "atelier"))["folder"] == str(room.folder)


def test_what_is_proposed_can_be_corrected(anne, room):
    sent = fields(asked(anne, room, room.folder))
    bank = next(name for name, value in sent.items() if value == "bank")

    anne.post(
        f"{room.address}connection/",
        sent | {bank: "cash", "supplier_roots": "440, 441", "customer_terms": "15", "first_day": "2025-07-01"},
    )

    settings = Connection.objects.get(dossier=room.dossier).settings
    assert settings["journals"]["BNK"] == "cash"
    assert settings["supplier_roots"] == ["440", "441"]
    assert settings["customer_terms"] == 15
    assert settings["first_day"] == "2025-07-01"


def test_a_journal_that_cannot_be_told_is_marked_and_stays_so_until_somebody_says(anne, room):
    room.connect(journals={"ACH": "purchase", "X 1": "miscellaneous"}, untold=["X 1"])

    page = anne.get(f"{room.address}connection/")
    assert "The type of some journals could not be told" in words(page)
    assert "The type of journal X 1 could not be told" in section(anne.get(room.address), "connection")
    sent = fields(page)
    anne.post(f"{room.address}connection/", sent)
    assert Connection.objects.get(dossier=room.dossier).settings["untold"] == ["X 1"]

    untold = next(name for name, value in sent.items() if name.startswith("journal_") and not value)
    anne.post(f"{room.address}connection/", sent | {untold: "sale"})
    settings = Connection.objects.get(dossier=room.dossier).settings
    assert (settings["untold"], settings["journals"]["X 1"]) == ([], "sale")


@pytest.mark.parametrize(
    "typed", ["/etc", "/", "../..", "atelier/../../..", "\x00", "a" * 5000, "nothing-like-it/../../x"]
)
def test_a_folder_outside_the_roots_is_refused_with_a_sentence_and_not_looked_at(anne, room, typed):
    answer = asked(anne, room, typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"folder"}
    assert not Connection.objects.exists()


def test_a_folder_outside_is_answered_the_same_whether_it_exists_or_not(anne, room, tmp_path):
    (tmp_path / "elsewhere").mkdir()

    there, nowhere = (asked(anne, room, tmp_path / name) for name in ("elsewhere", "nowhere"))

    assert there.context["form"].errors == nowhere.context["form"].errors
    assert there.context["form"].errors["folder"][0].startswith("Books must lie in a folder below")


def test_a_link_that_leads_out_of_the_roots_is_refused(anne, room, tmp_path):
    export(tmp_path / "secret", BOOKS)
    (room.folder.parent / "innocent").symlink_to(tmp_path / "secret")

    answer = asked(anne, room, "innocent")

    assert "Books must lie in a folder below" in words(answer)


def test_links_that_lead_round_in_a_circle_are_refused(anne, room):
    (room.folder.parent / "round").symlink_to(room.folder.parent / "round")

    assert asked(anne, room, room.folder.parent / "round").status_code == 422


def test_a_folder_slipped_into_the_saved_form_is_refused_too(anne, room, tmp_path):
    export(tmp_path / "secret", BOOKS)
    sent = fields(asked(anne, room, room.folder))

    answer = anne.post(f"{room.address}connection/", sent | {"folder": str(tmp_path / "secret")})

    assert answer.status_code == 422
    assert "Books must lie in a folder below" in words(answer)
    assert not Connection.objects.exists()


def test_another_firms_books_are_out_of_reach(anne, room, roots):
    other = new_firm("Autre")
    export(roots / str(other.pk) / "client", BOOKS)

    assert asked(anne, room, roots / str(other.pk) / "client").status_code == 422


def test_a_folder_that_the_command_line_chose_may_stay_where_it_is(anne, room, tmp_path):
    export(tmp_path / "server", BOOKS)
    elsewhere = Room(room.dossier, tmp_path / "server")
    elsewhere.connect()

    answer = anne.post(
        f"{room.address}connection/", fields(anne.get(f"{room.address}connection/")) | {"customer_terms": "7"}
    )

    settings = Connection.objects.get(dossier=room.dossier).settings
    assert answer.status_code == 302
    assert (settings["folder"], settings["customer_terms"]) == (str(tmp_path / "server"), 7)


def test_an_empty_or_missing_folder_is_told_in_the_packages_own_words(anne, room):
    (room.folder.parent / "empty").mkdir()

    empty, missing = asked(anne, room, "empty"), asked(anne, room, room.folder.parent / "missing")

    assert "holds no FEC export" in words(empty)
    assert "is not there" in words(missing)
    assert {empty.status_code, missing.status_code} == {422}


def test_everything_that_is_wrong_with_the_settings_is_said_at_once_and_nothing_is_saved(anne, room):
    sent = fields(asked(anne, room, room.folder))
    closing = room.folder / "FEC20261231.txt"
    closing.rename(room.folder / "notes.txt")

    answer = anne.post(f"{room.address}connection/", sent | {"supplier_roots": "400", "customer_terms": "999"})
    again = anne.post(f"{room.address}connection/", sent | {"supplier_roots": "400"})
    third = anne.post(f"{room.address}connection/", sent)

    assert set(answer.context["form"].errors) == {"customer_terms"}
    assert "cannot be those of customers and of suppliers" in words(again)
    assert "holds no FEC export" in words(third)
    assert {answer.status_code, again.status_code, third.status_code} == {422}
    assert not Connection.objects.exists()


def test_looking_again_keeps_what_somebody_has_said(anne, room):
    room.connect(journals={"ACH": "purchase", "VEN": "sale", "BNK": "cash"}, customer_terms=45)

    sent = fields(asked(anne, room, room.folder))

    assert sorted(value for name, value in sent.items() if name.startswith("journal_")) == [
        "cash",
        "miscellaneous",
        "purchase",
        "sale",
    ]
    assert sent["customer_terms"] == "45"


def test_support_sees_the_settings_and_may_not_change_them(sue, room):
    room.connect()

    assert str(room.folder) in section(sue.get(room.address), "connection")
    assert sue.get(f"{room.address}connection/").status_code == 403
    assert sue.post(f"{room.address}connection/", {}).status_code == 403


def test_hiding_a_bank_journal_moves_the_second_date(anne, room):
    room.connect()
    room.run()
    journal = Journal.objects.get(dossier=room.dossier, code="BNK")
    assert Books.objects.get(dossier=room.dossier).bank_until == date(2026, 3, 9)

    answer = anne.post(f"{room.address}journals/{journal.pk}/", {"shown": "no"})

    assert answer["Location"] == f"{room.address}#journals"
    assert Books.objects.get(dossier=room.dossier).bank_until is None
    assert "hidden: does not count for the second date" in section(anne.get(room.address), "journals")

    anne.post(f"{room.address}journals/{journal.pk}/", {"shown": "yes"})
    assert Books.objects.get(dossier=room.dossier).bank_until == date(2026, 3, 9)


def test_another_dossiers_journal_is_not_found(firm, room):
    other: Dossier = new_dossier(firm, "Boulangerie", "0200065765")
    connect(other, "fec", package("fec").propose({"folder": str(room.folder)}), by=office(firm, other), at=NOW)
    Room(other, room.folder).run()
    journal = Journal.objects.get(dossier=other, code="BNK")

    answer = browser_of("Tom", "administrator", firm).post(f"{room.address}journals/{journal.pk}/", {"shown": "no"})

    assert answer.status_code == 404
    assert Journal.objects.get(pk=journal.pk).shown


def test_books_that_have_moved_keep_what_was_corrected(anne, room):
    room.connect(journals={"ACH": "purchase", "VEN": "sale", "BNK": "cash"}, customer_terms=45)
    export(room.folder.parent / "moved", BOOKS)

    sent = fields(asked(anne, room, "moved"))
    anne.post(f"{room.address}connection/", sent)

    settings = Connection.objects.get(dossier=room.dossier).settings
    assert settings["folder"] == str(room.folder.parent / "moved")
    assert (settings["journals"]["BNK"], settings["customer_terms"]) == ("cash", 45)


def test_what_was_said_gives_way_where_the_new_books_refuse_it(anne, room):
    room.connect(first_day="2025-07-01")
    moved = room.folder.parent / "moved"
    export(moved, BOOKS)
    (moved / "FEC20261231.txt").rename(moved / "FEC20281231.txt")

    page = asked(anne, room, "moved")

    assert page.status_code == 200
    assert fields(page)["first_day"] == ""


def test_the_outbox_is_shown_and_can_be_set_below_the_roots_only(anne, room):
    room.connect()
    assert f"{room.folder}/outbox" in section(anne.get(room.address), "connection")
    sent = fields(anne.get(f"{room.address}connection/"))

    outside = anne.post(f"{room.address}connection/", sent | {"outbox": "/tmp"})
    itself = anne.post(f"{room.address}connection/", sent | {"outbox": str(room.folder)})
    anne.post(f"{room.address}connection/", sent | {"outbox": str(room.folder.parent / "imports")})

    assert set(outside.context["form"].errors) == {"outbox"}
    assert "An outbox must be a folder of its own" in words(itself)
    assert Connection.objects.get(dossier=room.dossier).settings["outbox"] == str(room.folder.parent / "imports")
    assert str(room.folder.parent / "imports") in section(anne.get(room.address), "connection")


def test_a_connection_is_tried_in_words_before_it_is_saved_and_after(anne, room):
    typed = {"package": "fec", "step": "address", "folder": str(room.folder)}
    address = f"{room.address}connection/test/"

    before = anne.post(address, typed, headers=HTMX)
    whole = anne.post(address, fields(asked(anne, room, room.folder)))
    missing = anne.post(address, typed | {"folder": str(room.folder.parent / "gone")}, headers=HTMX)
    outside = anne.post(address, typed | {"folder": "/etc"}, headers=HTMX)
    assert not Connection.objects.exists()
    room.connect()
    saved = anne.post(address, headers=HTMX)

    good = ["Works: Exports in the folder: 1.", "Works: They can be read; journals: 4, accounts: 4."]
    assert words(before) == " ".join([*good, f"Works: Bookings can be put into the outbox {room.folder}/outbox."])
    assert words(saved) == words(before)
    assert good[1] in words(whole)
    assert "Save the connection" in words(whole)
    assert words(missing) == f"Does not work: The folder {room.folder.parent}/gone is not there."
    assert words(outside).startswith("Does not work: Folder on the server: Books must lie in a folder below")


def test_a_connection_is_not_tried_without_end(anne, room):
    room.connect()
    answers = [words(anne.post(f"{room.address}connection/test/", headers=HTMX)) for _ in range(31)]

    assert answers[29].startswith("Works")
    assert answers[30].startswith("Does not work: Too many attempts.")


def test_support_cannot_try_a_connection(sue, room):
    room.connect()

    assert sue.post(f"{room.address}connection/test/").status_code == 403
