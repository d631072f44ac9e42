"""Dossiers: a checked number, once among the open ones of a firm, closed and reopened, assigned."""

import pytest
from django.db import IntegrityError, transaction

from comptoir.firms.access import NotAllowed
from comptoir.firms.actions import (
    CannotChangeDossier,
    assign,
    close_dossier,
    create_dossier,
    reopen_dossier,
    unassign,
)
from comptoir.firms.models import Assignment, Dossier
from comptoir.firms.queries import access_to_dossier
from tests.firms.people import NOW, in_dossier, in_firm, new_dossier, new_firm, office, seat_of, seated, trail


def test_a_belgian_number_is_kept_in_its_one_spelling(firm):
    dossier = create_dossier(firm, name=" Atelier ", number="BE 0123.456.749", by=office(firm), at=NOW)

    assert (dossier.name, dossier.number, dossier.country) == ("Atelier", "0123456749", "BE")
    assert trail() == ["dossier.created"]


@pytest.mark.parametrize("number", ["0123456748", "123", "", "ABCDEFGHIJ"])
def test_a_belgian_number_that_cannot_be_is_refused(firm, number):
    with pytest.raises(CannotChangeDossier, match="not a valid enterprise number"):
        create_dossier(firm, name="Atelier", number=number, by=office(firm), at=NOW)

    assert not Dossier.objects.exists()
    assert trail() == []


def test_a_french_number_is_kept_as_letters_and_digits(firm):
    dossier = create_dossier(firm, name="Atelier", number="732 829 320", country="FR", by=office(firm), at=NOW)

    assert dossier.number == "732829320"


def test_a_number_is_taken_while_its_dossier_is_open(firm, dossier):
    with pytest.raises(CannotChangeDossier, match="0123456749 is already the number of the open dossier Atelier"):
        create_dossier(firm, name="Encore", number="0123456749", by=office(firm), at=NOW)

    assert Dossier.objects.count() == 1


def test_the_database_itself_refuses_the_same_open_number_twice(firm, dossier):
    with pytest.raises(IntegrityError), transaction.atomic():
        new_dossier(firm, "Encore")


def test_closing_frees_the_number_and_reopening_needs_it_free(firm, dossier):
    close_dossier(dossier, by=office(firm), at=NOW)
    second = create_dossier(firm, name="Encore", number="0123456749", by=office(firm), at=NOW)

    with pytest.raises(CannotChangeDossier, match="already the number"):
        reopen_dossier(dossier, by=office(firm), at=NOW)
    close_dossier(second, by=office(firm), at=NOW)

    assert reopen_dossier(dossier, by=office(firm), at=NOW).closed_at is None


def test_another_firm_may_have_the_same_number(firm, dossier):
    other = new_firm("Autre")

    assert create_dossier(other, name="Atelier", number="0123456749", by=office(other), at=NOW).firm == other


def test_the_collaborator_who_opens_a_dossier_looks_after_it(firm):
    bert = seated("Bert", "collaborator", firm)

    dossier = create_dossier(firm, name="Atelier", number="0123456749", by=in_firm(bert, firm), at=NOW)

    assert in_dossier(bert, dossier).of_firm
    assert list(Assignment.objects.values_list("seat_id", "dossier_id")) == [(seat_of(bert).pk, dossier.pk)]


def test_support_opens_no_dossier(firm):
    sam = seated("Sam", "support", firm)

    with pytest.raises(NotAllowed):
        create_dossier(firm, name="Atelier", number="0123456749", by=in_firm(sam, firm), at=NOW)

    assert not Dossier.objects.exists()


def test_a_dossier_of_another_firm_cannot_be_closed(dossier):
    other = new_firm("Autre")

    with pytest.raises(NotAllowed):
        close_dossier(dossier, by=office(other), at=NOW)

    dossier.refresh_from_db()
    assert dossier.closed_at is None


def test_a_collaborator_cannot_take_a_dossier_that_he_does_not_see(firm, dossier):
    bert = seated("Bert", "collaborator", firm)

    with pytest.raises(NotAllowed):
        assign(seat_of(bert), dossier, by=in_firm(bert, firm), at=NOW)

    assert not Assignment.objects.exists()


def test_who_no_longer_looks_after_a_dossier_no_longer_sees_it(firm, dossier):
    bert = seated("Bert", "collaborator", firm)
    assign(seat_of(bert), dossier, by=office(firm), at=NOW)
    assign(seat_of(bert), dossier, by=office(firm), at=NOW)

    unassign(seat_of(bert), dossier, by=office(firm), at=NOW)

    assert access_to_dossier(bert, dossier.pk) is None
    assert trail()[-2:] == ["dossier.assigned", "dossier.unassigned"]


def test_an_administrator_needs_no_assignment(firm, dossier, admin):
    with pytest.raises(CannotChangeDossier, match="Anne is an administrator and sees every dossier"):
        assign(seat_of(admin), dossier, by=office(firm), at=NOW)
