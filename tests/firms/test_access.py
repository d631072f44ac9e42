"""Who stands where, with which rights; and the places between which a person switches."""

from comptoir.firms.actions import assign, close_dossier, give_seat, set_active
from comptoir.firms.choices import DOSSIER_RIGHTS, FIRM_RIGHTS, PORTAL_RIGHTS_OF_FIRM
from comptoir.firms.models import Dossier
from comptoir.firms.queries import access_to_dossier, access_to_firm, places_of, standing_in_firm
from tests.firms.people import NOW, in_dossier, in_firm, new_dossier, new_firm, new_person, office, seat_of, seated


def test_a_client_has_the_rights_of_his_profile_in_his_dossier_and_none_elsewhere(firm, dossier):
    other = new_dossier(firm, "Boulangerie", "0200065765")
    client = seated("Carl", "full_feedback", firm, dossier)

    access = in_dossier(client, dossier)

    assert (access.name, access.firm_id, access.dossier_id) == ("Carl", firm.pk, dossier.pk)
    assert access.rights == DOSSIER_RIGHTS["full_feedback"]
    assert not access.of_firm
    assert access_to_dossier(client, other.pk) is None
    assert access_to_firm(client, firm.pk) is None


def test_an_administrator_of_the_firm_sees_all_of_its_dossiers_and_none_of_another_firm(firm, dossier, admin):
    foreign = new_dossier(new_firm("Autre"))

    assert list(Dossier.objects.visible_to(in_firm(admin, firm))) == [dossier]
    assert in_firm(admin, firm).rights == FIRM_RIGHTS["administrator"]
    assert in_dossier(admin, dossier).rights == PORTAL_RIGHTS_OF_FIRM["administrator"]
    assert in_dossier(admin, dossier).of_firm
    assert access_to_dossier(admin, foreign.pk) is None
    assert standing_in_firm(admin, firm.pk, foreign.pk) is None


def test_a_collaborator_sees_the_dossiers_assigned_to_him_only(firm, dossier):
    other = new_dossier(firm, "Boulangerie", "0200065765")
    collaborator = seated("Bert", "collaborator", firm)
    assign(seat_of(collaborator), dossier, by=office(firm), at=NOW)

    assert list(Dossier.objects.visible_to(in_firm(collaborator, firm))) == [dossier]
    assert access_to_dossier(collaborator, other.pk) is None
    assert standing_in_firm(collaborator, firm.pk, other.pk) is None


def test_two_seats_in_one_dossier_give_the_rights_of_both(firm, dossier, admin):
    give_seat(admin, profile="administrator", firm=firm, dossier=dossier, by=office(firm, dossier), at=NOW)

    rights = in_dossier(admin, dossier).rights

    assert rights == DOSSIER_RIGHTS["administrator"] | PORTAL_RIGHTS_OF_FIRM["administrator"]


def test_support_sees_its_dossiers_in_the_office_and_only_checks_in_the_portal(firm, dossier):
    support = seated("Sam", "support", firm)
    assign(seat_of(support), dossier, by=office(firm), at=NOW)

    assert in_firm(support, firm).rights == {"office.view"}
    assert in_dossier(support, dossier).rights == {"portal.view", "document.view", "worklist.use"}


def test_a_closed_dossier_may_be_read_but_not_changed_and_leaves_the_list_of_places(firm, dossier, admin):
    client = seated("Carl", "administrator", firm, dossier)
    close_dossier(dossier, by=office(firm), at=NOW)

    reads = {"portal", "archive", "financial", "history", "figures", "reports", "payment", "mailbox", "document"}
    assert in_dossier(client, dossier).rights == {f"{room}.view" for room in reads}
    standing = standing_in_firm(admin, firm.pk, dossier.pk)
    assert standing is not None
    assert standing.access.rights == {"office.view", "office.dossiers", "office.people", "office.firm"}
    assert places_of(client) == []


def test_a_person_who_is_no_longer_active_has_no_access(firm, dossier, admin):
    client = seated("Carl", "full_access", firm, dossier)

    client = set_active(client, False, by=in_firm(admin, firm), at=NOW)

    assert access_to_dossier(client, dossier.pk) is None
    assert access_to_firm(client, firm.pk) is None


def test_places_are_the_own_seats_offices_first_then_dossiers_by_name(firm, dossier):
    boulangerie = new_dossier(firm, "Boulangerie", "0200065765")
    person = new_person("Dora")
    for place in (boulangerie, dossier, None):
        profile = "full_access" if place else "support"
        give_seat(
            person,
            profile=profile,
            firm=firm,
            dossier=place,
            by=in_firm(seated("Anne", "administrator", firm), firm) if place is None else office(firm, place),
            at=NOW,
        )

    places = places_of(person)

    assert [(place.address, place.name, place.number, place.firm_name) for place in places] == [
        (f"/office/{firm.pk}/", "Fiduciaire Exemple", "", "Fiduciaire Exemple"),
        (f"/d/{dossier.pk}/", "Atelier", "0123456749", "Fiduciaire Exemple"),
        (f"/d/{boulangerie.pk}/", "Boulangerie", "0200065765", "Fiduciaire Exemple"),
    ]


def test_the_access_to_a_dossier_takes_a_fixed_number_of_queries(firm, dossier, admin, django_assert_num_queries):
    with django_assert_num_queries(2):
        access_to_dossier(admin, dossier.pk)
    for number in ("0200065765", "0200068636"):
        new_dossier(firm, number, number)
    with django_assert_num_queries(2):
        access_to_dossier(admin, dossier.pk)
