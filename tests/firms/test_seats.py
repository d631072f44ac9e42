"""Seats: who may give and take them, and that no place is left without an administrator."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.firms.access import NotAllowed
from comptoir.firms.actions import CannotChangePeople, change_profile, enrol, give_seat, remove_seat, set_active
from comptoir.firms.models import Person, Seat
from comptoir.firms.queries import access_to_dossier
from tests.firms.people import (
    NOW,
    PASSWORD,
    in_dossier,
    in_firm,
    new_firm,
    new_person,
    office,
    seat_of,
    seated,
    trail,
)


def test_one_login_has_one_address_however_its_case_is_typed(db):
    new_person("Anne")

    with pytest.raises(CannotChangePeople, match="already a login"):
        enrol(" ANNE@Example.ORG ", name="Anne", password=PASSWORD, at=NOW)

    assert Person.objects.count() == 1


def test_letters_that_only_look_like_ascii_are_not_another_persons_address(db):
    new_person("Kim")

    assert Person.objects.by_email("\u212aim@example.org") is None


@pytest.mark.parametrize("password", ["short", "123456789012", "qwertyuiop123", "anne@example.org"])
def test_a_weak_password_is_refused(db, password):
    with pytest.raises(ValidationError):
        enrol("anne@example.org", name="Anne", password=password, at=NOW)

    assert not Person.objects.exists()


def test_a_person_sits_once_in_a_place(firm, dossier):
    carl = seated("Carl", "full_access", firm, dossier)

    with pytest.raises(CannotChangePeople, match="Carl already has a seat here"):
        give_seat(carl, profile="administrator", firm=firm, dossier=dossier, by=office(firm, dossier), at=NOW)


def test_a_profile_of_the_office_does_not_exist_in_a_dossier(firm, dossier):
    with pytest.raises(CannotChangePeople, match="does not exist here"):
        give_seat(
            new_person("Carl"), profile="collaborator", firm=firm, dossier=dossier, by=office(firm, dossier), at=NOW
        )


def test_a_collaborator_cannot_make_himself_administrator_of_the_firm(firm, admin):
    bert = seated("Bert", "collaborator", firm)

    with pytest.raises(NotAllowed):
        change_profile(seat_of(bert), "administrator", by=in_firm(bert, firm), at=NOW)

    assert seat_of(bert).profile == "collaborator"


def test_only_administrators_of_the_dossier_among_the_client_manage_its_people(firm, dossier):
    boss = seated("Dora", "administrator", firm, dossier)
    carl = seated("Carl", "full_access", firm, dossier)

    with pytest.raises(NotAllowed):
        remove_seat(seat_of(boss, dossier), by=in_dossier(carl, dossier), at=NOW)
    remove_seat(seat_of(carl, dossier), by=in_dossier(boss, dossier), at=NOW)

    assert access_to_dossier(carl, dossier.pk) is None
    assert trail()[-1] == "seat.removed"


def test_an_administrator_of_one_dossier_does_not_touch_the_office(firm, dossier, admin):
    boss = seated("Dora", "administrator", firm, dossier)

    with pytest.raises(NotAllowed):
        remove_seat(seat_of(admin), by=in_dossier(boss, dossier), at=NOW)


def test_people_of_another_firm_are_out_of_reach(admin, firm):
    other = new_firm("Autre")

    with pytest.raises(NotAllowed):
        change_profile(seat_of(admin), "support", by=office(other), at=NOW)


def test_a_firm_keeps_an_administrator(firm, admin):
    with pytest.raises(CannotChangePeople, match="A firm keeps at least one administrator"):
        change_profile(seat_of(admin), "support", by=office(firm), at=NOW)
    with pytest.raises(CannotChangePeople, match="A firm keeps at least one administrator"):
        remove_seat(seat_of(admin), by=office(firm), at=NOW)

    seated("Bert", "administrator", firm)
    remove_seat(seat_of(admin), by=office(firm), at=NOW)
    assert [seat.person.name for seat in Seat.objects.all()] == ["Bert"]


def test_an_administrator_who_cannot_log_in_does_not_count(firm, admin):
    bert = seated("Bert", "administrator", firm)
    set_active(bert, False, by=in_firm(admin, firm), at=NOW)

    with pytest.raises(CannotChangePeople, match="A firm keeps at least one administrator"):
        remove_seat(seat_of(admin), by=office(firm), at=NOW)


def test_a_dossier_keeps_an_administrator_while_others_sit_there(firm, dossier):
    boss = seated("Dora", "administrator", firm, dossier)
    carl = seated("Carl", "full_access", firm, dossier)

    with pytest.raises(CannotChangePeople, match="A dossier keeps at least one administrator"):
        remove_seat(seat_of(boss, dossier), by=office(firm, dossier), at=NOW)
    remove_seat(seat_of(carl, dossier), by=office(firm, dossier), at=NOW)
    remove_seat(seat_of(boss, dossier), by=office(firm, dossier), at=NOW)

    assert not Seat.objects.filter(dossier=dossier).exists()


def test_somebody_who_also_sits_in_another_firm_is_not_deactivated_by_this_one(firm, admin):
    other = new_firm("Autre")
    bert = seated("Bert", "collaborator", firm)
    give_seat(bert, profile="administrator", firm=other, by=office(other), at=NOW)

    with pytest.raises(CannotChangePeople, match="also sits elsewhere"):
        set_active(bert, False, by=in_firm(admin, firm), at=NOW)

    bert.refresh_from_db()
    assert bert.is_active
