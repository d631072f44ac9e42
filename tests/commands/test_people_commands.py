"""create-firm, create-dossier and invite, as an administrator types or scripts them."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

import comptoir.demo
from comptoir.archive.models import Category
from comptoir.firms.models import Dossier, Firm, Person, Seat
from comptoir.kit.words import Refusal
from comptoir.sync.models import Connection
from tests.firms.people import new_firm, seated
from tests.web.public.visits import send


def said(*line: str) -> str:
    out = StringIO()
    call_command(*line, stdout=out)
    return out.getvalue()


def test_a_fresh_installation_has_no_login_and_the_link_makes_the_first(db, settings):
    assert not Person.objects.exists()
    told = json.loads(said("create_firm", "--name", "Compta", "--email", "anne@example.org", "--json"))

    path = told["link"].removeprefix(settings.PUBLIC_URL)
    answer = send(
        Client(), path, name="Anne", new_password1="andere-lange-zin-2026", new_password2="andere-lange-zin-2026"
    )

    firm = Firm.objects.get()
    assert (told["id"], told["name"], answer["Location"]) == (firm.pk, "Compta", f"/office/{firm.pk}/")
    assert Seat.objects.get(person__email="anne@example.org").profile == "administrator"
    assert Category.objects.filter(firm=firm, dossier=None).count() == 11


def test_in_words_the_link_stands_on_a_line_of_its_own(db, settings):
    lines = said("create_firm", "--name", "Compta", "--email", "anne@example.org").splitlines()

    assert lines[0].startswith("The firm Compta is created")
    assert lines[1].startswith(f"{settings.PUBLIC_URL}/invitation/")


@pytest.mark.parametrize("email", ["anne", "anne@", ""])
def test_a_firm_is_not_created_for_an_address_that_is_none(db, email):
    with pytest.raises((CommandError, Refusal), match="is not an e-mail address"):
        said("create_firm", "--name", "Compta", "--email", email)

    assert not Firm.objects.exists()


def test_the_same_firm_is_not_created_twice(db):
    new_firm("Compta")

    with pytest.raises((CommandError, Refusal), match="There is already a firm named Compta"):
        said("create_firm", "--name", "Compta", "--email", "anne@example.org")

    assert Firm.objects.count() == 1


def test_a_dossier_is_created_in_the_only_firm(db):
    new_firm("Compta")

    told = json.loads(said("create_dossier", "--number", "0123.456.749", "--name", "Atelier", "--json"))

    dossier = Dossier.objects.get()
    assert (dossier.name, dossier.number, dossier.firm.name) == ("Atelier", "0123456749", "Compta")
    assert (told["id"], told["number"], told["connector"]) == (dossier.pk, "0123456749", None)


def test_without_a_firm_the_command_says_what_to_do_first(db):
    with pytest.raises((CommandError, Refusal), match="There is no firm yet"):
        said("create_dossier", "--number", "0123456749", "--name", "Atelier")


def test_with_several_firms_one_must_be_named(db):
    first, second = new_firm("Compta"), new_firm("Autre")

    with pytest.raises((CommandError, Refusal), match=rf"Autre \({second.pk}\), Compta \({first.pk}\)"):
        said("create_dossier", "--number", "0123456749", "--name", "Atelier")
    with pytest.raises((CommandError, Refusal), match="There is no firm Nobody"):
        said("create_dossier", "--number", "0123456749", "--name", "Atelier", "--firm", "Nobody")
    said("create_dossier", "--number", "0123456749", "--name", "Atelier", "--firm", "Autre")
    said("create_dossier", "--number", "0123456749", "--name", "Atelier", "--firm", str(first.pk))

    assert sorted(Dossier.objects.values_list("firm__name", flat=True)) == ["Autre", "Compta"]


def test_a_wrong_number_is_refused_with_the_reason(db):
    new_firm("Compta")

    with pytest.raises((CommandError, Refusal), match="0123456748 is not a valid enterprise number"):
        said("create_dossier", "--number", "0123456748", "--name", "Atelier")


def test_a_connector_that_cannot_be_used_leaves_no_dossier_behind(db, tmp_path):
    new_firm("Compta")
    line = ("create_dossier", "--number", "0123456749", "--name", "Atelier", "--connector", "fec")

    with pytest.raises((CommandError, Refusal)):
        said(*line, "--folder", str(tmp_path / "missing"))

    assert not Dossier.objects.exists()
    assert not Connection.objects.exists()


def test_a_dossier_is_connected_with_the_settings_that_its_books_propose(db):
    new_firm("Compta")
    books = Path(comptoir.demo.__path__[0], "books", "atelier")
    line = ("create_dossier", "--number", "0123456749", "--name", "Atelier", "--connector", "fec")

    told = json.loads(said(*line, "--folder", str(books), "--json"))

    connection = Connection.objects.get()
    assert (connection.dossier.number, connection.package) == ("0123456749", "fec")
    assert connection.settings == told["settings"]
    assert (told["settings"]["folder"], told["settings"]["country"]) == (str(books), "BE")
    assert told["settings"]["journals"] == {"ACH": "purchase", "BNK": "bank", "VEN": "sale"}


def test_a_french_dossier_gets_the_accounts_of_french_books(db):
    new_firm("Compta")
    books = Path(comptoir.demo.__path__[0], "books", "atelier")
    line = ("create_dossier", "--number", "732829320", "--name", "Atelier", "--country", "FR", "--connector", "fec")

    said(*line, "--folder", str(books))

    settings = Connection.objects.get().settings
    assert (settings["country"], settings["customer_roots"], settings["supplier_roots"]) == ("FR", ["411"], ["401"])


def test_settings_that_are_no_json_object_are_refused(db, tmp_path):
    new_firm("Compta")
    file = tmp_path / "settings.json"
    line = ("create_dossier", "--number", "0123456749", "--name", "Atelier", "--connector", "fec")

    for text, reason in (("[]", "holds no JSON object"), ("{", "cannot be read")):
        file.write_text(text)
        with pytest.raises((CommandError, Refusal), match=reason):
            said(*line, "--settings", str(file))

    assert not Dossier.objects.exists()


def test_an_invitation_to_a_dossier_is_printed(db, settings):
    firm = new_firm("Compta")
    said("create_dossier", "--number", "0123456749", "--name", "Atelier")

    told = json.loads(
        said("invite", "--email", "carl@example.org", "--dossier", "0123.456.749", "--profile", "full_access", "--json")
    )

    assert told["link"].startswith(f"{settings.PUBLIC_URL}/invitation/")
    with pytest.raises((CommandError, Refusal), match="There is no dossier with number 1"):
        said("invite", "--email", "carl@example.org", "--dossier", "1")
    seated("Anne", "administrator", firm)
    with pytest.raises((CommandError, Refusal), match="Anne already has a seat here"):
        said("invite", "--email", "anne@example.org")
