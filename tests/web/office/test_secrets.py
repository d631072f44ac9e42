"""Secrets of a connection: typed, sealed, never shown, forgotten with the address; with Tryton as it stands in tests."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection as database
from django.test import Client

from comptoir.audit.models import Event
from comptoir.connectors import registry
from comptoir.jobs.models import Job
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Connection
from tests.connectors.tryton.fake import DATABASE, HOST, PASSWORD, USER, FakeTryton
from tests.firms.people import new_dossier
from tests.web.office.conftest import browser_of
from tests.web.office.office import HTMX, Room, fields, section, words

ADDRESS = {"package": "tryton", "url": f"https://{HOST}/", "database": DATABASE, "user": USER}

LOST = "The password or key of this connection can no longer be opened. Type it again in its settings."


@pytest.fixture
def tryton(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> FakeTryton:
    """The server that connections to Tryton reach, whatever host they name."""
    fake = FakeTryton()
    monkeypatch.setitem(registry.PACKAGES, "tryton", fake.package())
    settings.BOOKS_HOSTS = [HOST, "other.example"]
    return fake


def look(browser: Client, room: Room, **typed: str):
    return browser.post(f"{room.address}connection/", ADDRESS | {"step": "address"} | typed)


def save(browser: Client, room: Room) -> Connection:
    """Connect the dossier as a person does."""
    sent = fields(look(browser, room, password=PASSWORD))
    answer = browser.post(f"{room.address}connection/", sent)
    assert answer.status_code == 302, words(answer)
    return Connection.objects.get(dossier=room.dossier)


def logged_in(fake: FakeTryton) -> list[object]:
    """What was tried to log in with."""
    return [asked.parameters for asked in fake.asked if asked.method == "common.db.login"]


def everything() -> str:
    """Whatever the database holds, as text."""
    told = []
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608, the names are the database's own
            told += [repr(row) for row in cursor.fetchall()]
    return "\n".join(told)


def test_a_password_typed_once_serves_the_proposal_and_the_connection(anne, room, tryton):
    page = look(anne, room, password=PASSWORD)
    sent = fields(page)

    assert sent["password"] == ""
    assert (sent["url"], sent["company"], sent["digits"]) == (f"https://{HOST}", "1", "6")
    anne.post(f"{room.address}connection/", sent)

    saved = Connection.objects.get(dossier=room.dossier)
    assert set(saved.sealed) == {"password"}
    assert "password" not in saved.settings
    assert room.run().outcome == Outcome.DONE


def test_a_password_is_asked_for_before_anything_is_proposed(anne, room, tryton):
    answer = look(anne, room, password="")

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"password"}
    assert tryton.asked == []


def test_no_page_shows_a_password_and_it_may_be_left_empty_where_it_is_kept(anne, room, tryton):
    save(anne, room)
    pages = [
        anne.get(room.address),
        anne.get(f"{room.address}connection/"),
        anne.get(f"{room.address}connection/?look=again"),
        anne.get(f"{room.address}connection/?package=tryton"),
        look(anne, room, password="secret-that-is-wrong"),
        anne.post(f"{room.address}connection/test/", ADDRESS | {"step": "address", "password": PASSWORD}),
    ]

    for page in pages:
        assert not re.search(r'type="password"[^>]*value=', page.content.decode())
        assert f'"{PASSWORD}"' not in page.content.decode()
        assert "secret-that-is-wrong" not in page.content.decode()
    assert 'placeholder="set; type it only to replace it"' in pages[1].content.decode()
    assert HOST in section(pages[0], "connection")


def test_settings_are_corrected_without_the_password(anne, room, tryton):
    before = save(anne, room)
    sent = fields(anne.get(f"{room.address}connection/"))

    anne.post(f"{room.address}connection/", sent | {"digits": "8"})

    after = Connection.objects.get(dossier=room.dossier)
    assert (after.settings["digits"], before.settings["digits"]) == (8, 6)
    assert room.run().outcome == Outcome.DONE


def test_a_password_can_be_replaced(anne, room, tryton):
    save(anne, room)
    sent = fields(anne.get(f"{room.address}connection/"))

    anne.post(f"{room.address}connection/", sent | {"password": "another"})
    run = room.run()

    assert run.outcome == Outcome.REFUSED
    assert logged_in(tryton)[-1] == [USER, {"password": "another"}]


@pytest.mark.parametrize("part", ["url", "database", "user"])
def test_another_address_needs_the_password_again_and_never_gets_the_kept_one(anne, room, tryton, part):
    saved = save(anne, room)
    moved = {part: {"url": "https://other.example", "database": "other", "user": "other"}[part]}
    whole = fields(anne.get(f"{room.address}connection/"))
    asked = len(tryton.asked)

    answers = [
        look(anne, room, **moved, password=""),
        anne.post(f"{room.address}connection/", whole | moved),
        anne.post(f"{room.address}connection/test/", whole | moved, headers=HTMX),
        anne.post(f"{room.address}connection/test/", ADDRESS | {"step": "address"} | moved, headers=HTMX),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 200, 200]
    for answer in answers:
        assert "It is kept for one address only: type it for this one." in words(answer)
    assert len(tryton.asked) == asked
    assert Connection.objects.get(dossier=room.dossier).sealed == saved.sealed


def test_another_address_with_its_password_is_read_from_the_start(anne, room, tryton):
    save(anne, room)
    assert room.run().outcome == Outcome.DONE
    assert Connection.objects.get(dossier=room.dossier).cursor

    anne.post(
        f"{room.address}connection/",
        fields(anne.get(f"{room.address}connection/")) | {"user": "other", "password": "new"},
    )

    saved = Connection.objects.get(dossier=room.dossier)
    assert (saved.cursor, saved.settings["user"]) == ("", "other")


def test_a_password_typed_in_one_dossier_serves_no_other(anne, room, tryton, firm):
    other = Room(new_dossier(firm, "Boulangerie", "0200065765"), Path())
    look(anne, room, password=PASSWORD)

    answer = look(anne, other)

    assert set(answer.context["form"].errors) == {"password"}


def test_the_password_is_nowhere_but_sealed(anne, room, tryton, caplog, capfd):
    caplog.set_level("DEBUG")
    password = "Zx9-canary-word"
    look(anne, room, password=password)
    anne.post(f"{room.address}connection/test/", ADDRESS | {"step": "address", "password": password})
    save(anne, room)
    sent = fields(anne.get(f"{room.address}connection/"))
    anne.post(f"{room.address}connection/", sent | {"password": password})
    run = room.run()

    assert run.outcome == Outcome.REFUSED
    assert logged_in(tryton)[-1] == [USER, {"password": password}]
    assert Event.objects.filter(action="sync.settings_changed").exists()
    assert Job.objects.exists()
    assert password not in everything()
    assert password not in caplog.text
    assert password not in "".join(capfd.readouterr())
    assert password not in anne.get(f"{room.address}runs/{run.pk}/").content.decode()


def test_a_connection_that_works_or_not_is_told_in_words(anne, room, tryton):
    wrong = anne.post(
        f"{room.address}connection/test/", ADDRESS | {"step": "address", "password": "wrong"}, headers=HTMX
    )
    save(anne, room)
    right = anne.post(f"{room.address}connection/test/", headers=HTMX)
    elsewhere = anne.post(
        f"{room.address}connection/test/",
        ADDRESS | {"step": "address", "url": "https://evil.example", "password": "x"},
        headers=HTMX,
    )

    assert "Does not work" in words(wrong)
    assert words(right).startswith(f"Works: Tryton answers at https://{HOST}")
    assert words(elsewhere).endswith(
        "The host evil.example:443 may not be asked. Whoever runs the server can allow it."
    )


def test_a_sealed_password_that_was_copied_to_another_row_ends_the_run_refused(anne, room, tryton, firm):
    saved = save(anne, room)
    other = Room(new_dossier(firm, "Boulangerie", "0200065765"), Path())
    Connection.objects.create(
        dossier=other.dossier,
        package="tryton",
        settings=saved.settings,
        sealed=saved.sealed,
        created_at=saved.created_at,
    )
    asked = len(tryton.asked)

    run = other.run()

    assert run.outcome == Outcome.REFUSED
    assert run.reason["text"] == LOST
    assert len(tryton.asked) == asked


def test_under_another_key_a_password_is_typed_again_and_all_is_well(anne, room, tryton, settings, firm):
    save(anne, room)
    settings.SECRET_KEY = "another key of this installation, as after a restore without its own"
    refused = room.run()
    tom = browser_of("Tom", "administrator", firm)
    sent = fields(tom.get(f"{room.address}connection/"))

    told = tom.post(f"{room.address}connection/", sent)
    tried = tom.post(f"{room.address}connection/test/", headers=HTMX)
    tom.post(f"{room.address}connection/", sent | {"password": PASSWORD})

    assert (refused.outcome, refused.reason["text"]) == (Outcome.REFUSED, LOST)
    assert told.status_code == 422
    assert LOST in words(told)
    assert words(tried) == f"Does not work: {LOST}"
    assert room.run().outcome == Outcome.DONE
