"""Invitations: one use, fourteen days, never a way to another's password."""

from datetime import timedelta

import pytest

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.firms.actions import (
    CannotInvite,
    InvitationOver,
    LoginExists,
    accept_as,
    accept_invitation,
    create_firm,
    invite,
    make_invitation,
    open_invitation,
    withdraw_invitation,
)
from comptoir.firms.limiter import TooManyAttempts
from comptoir.firms.models import Invitation, Person, Seat
from comptoir.firms.queries import invitations_waiting, places_of
from comptoir.notices.models import Mail
from tests.firms.people import NOW, PASSWORD, in_dossier, in_firm, new_firm, new_person, office, seat_of, seated, trail


def token_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def to_dossier(firm, dossier, email="carl@example.org", profile="full_access"):
    """The token of an invitation to the dossier."""
    _, link = make_invitation(email, profile=profile, firm=firm, dossier=dossier, by=office(firm, dossier), at=NOW)
    return token_of(link)


def test_a_new_firm_comes_with_the_link_of_its_first_administrator(db, settings):
    firm, link = create_firm("Fiduciaire Exemple", email="Anne@Example.org", language="nl", at=NOW)

    anne = accept_invitation(token_of(link), name="Anne", password=PASSWORD, at=NOW)

    assert link.startswith(f"{settings.PUBLIC_URL}/invitation/")
    assert (anne.email, anne.language, anne.check_password(PASSWORD)) == ("anne@example.org", "nl", True)
    assert (seat_of(anne).firm, seat_of(anne).profile) == (firm, "administrator")
    assert trail() == ["firm.created", "person.invited", "person.enrolled", "seat.given"]


def test_an_invitation_is_mailed_in_the_language_of_the_firm_and_its_link_is_stored_only_to_be_sent(firm, dossier):
    anne = seated("Anne", "administrator", firm)

    invitation = invite(
        "carl@example.org", profile="administrator", firm=firm, dossier=dossier, by=in_firm(anne, firm), at=NOW
    )

    mail = Mail.objects.get()
    assert (mail.recipient, invitation.language) == ("carl@example.org", "fr")
    assert "{link}" in mail.body
    assert "Anne" in mail.body
    assert open_invitation(token_of(mail.secret), at=NOW) == invitation
    assert token_of(mail.secret) not in str(list(Event.objects.values())) + str(list(Invitation.objects.values()))


def test_an_invitation_works_once(firm, dossier):
    token = to_dossier(firm, dossier)
    accept_invitation(token, name="Carl", password=PASSWORD, at=NOW)

    with pytest.raises(InvitationOver):
        accept_invitation(token, name="Carl", password=PASSWORD, at=NOW)

    assert Seat.objects.count() == 1


def test_an_invitation_lives_fourteen_days(firm, dossier):
    token = to_dossier(firm, dossier)

    with pytest.raises(InvitationOver):
        accept_invitation(token, name="Carl", password=PASSWORD, at=NOW + timedelta(days=14))
    accept_invitation(token, name="Carl", password=PASSWORD, at=NOW + timedelta(days=13, hours=23))

    assert Person.objects.count() == 1


def test_a_link_that_never_was_one_opens_nothing(db):
    with pytest.raises(InvitationOver):
        open_invitation("guess", at=NOW)


def test_somebody_who_has_a_login_keeps_his_password_and_accepts_when_logged_in(firm, dossier):
    carl = new_person("Carl")
    token = to_dossier(firm, dossier)

    with pytest.raises(LoginExists):
        accept_invitation(token, name="Mallory", password="other-long-password-2", at=NOW)
    accept_as(carl, token, at=NOW)

    carl.refresh_from_db()
    assert (carl.name, carl.check_password(PASSWORD)) == ("Carl", True)
    assert [place.name for place in places_of(carl)] == ["Atelier"]


def test_an_invitation_gives_nothing_to_somebody_else(firm, dossier):
    token = to_dossier(firm, dossier)

    with pytest.raises(InvitationOver, match="for somebody else"):
        accept_as(new_person("Mallory"), token, at=NOW)

    assert not Seat.objects.exists()


def test_inviting_again_ends_the_older_link(firm, dossier):
    first = to_dossier(firm, dossier)
    second = to_dossier(firm, dossier)

    with pytest.raises(InvitationOver):
        open_invitation(first, at=NOW)
    assert open_invitation(second, at=NOW).email == "carl@example.org"
    assert invitations_waiting(office(firm, dossier)).count() == 1
    assert invitations_waiting(office(firm)).count() == 0


def test_a_withdrawn_invitation_no_longer_works(firm, dossier):
    token = to_dossier(firm, dossier)
    invitation = open_invitation(token, at=NOW)

    withdraw_invitation(invitation, by=office(firm, dossier), at=NOW)

    with pytest.raises(InvitationOver):
        open_invitation(token, at=NOW)
    with pytest.raises(InvitationOver):
        withdraw_invitation(invitation, by=office(firm, dossier), at=NOW)


def test_who_already_sits_there_is_not_invited(firm, dossier):
    seated("Carl", "full_access", firm, dossier)

    with pytest.raises(CannotInvite, match="Carl already has a seat here"):
        to_dossier(firm, dossier)


def test_an_address_that_is_none_is_not_invited(firm, dossier):
    with pytest.raises(CannotInvite, match="carl is not an e-mail address"):
        to_dossier(firm, dossier, email="carl")


def test_a_collaborator_invites_to_his_dossiers_but_not_into_the_office(firm, dossier):
    bert = seated("Bert", "collaborator", firm)

    with pytest.raises(NotAllowed):
        invite("eve@example.org", profile="administrator", firm=firm, by=in_firm(bert, firm), at=NOW)
    with pytest.raises(NotAllowed):
        invite("eve@example.org", profile="full_access", firm=firm, dossier=dossier, by=in_firm(bert, firm), at=NOW)

    assert not Invitation.objects.exists()
    assert not Mail.objects.exists()


def test_nobody_invites_to_another_firm(firm, dossier):
    other = new_firm("Autre")

    with pytest.raises(NotAllowed):
        make_invitation("eve@example.org", profile="administrator", firm=firm, by=office(other), at=NOW)


def test_the_administrator_of_a_dossier_invites_colleagues_and_full_access_does_not(firm, dossier):
    boss = seated("Dora", "administrator", firm, dossier)
    carl = seated("Carl", "full_access", firm, dossier)

    invite("eve@example.org", profile="full_feedback", firm=firm, dossier=dossier, by=in_dossier(boss, dossier), at=NOW)
    with pytest.raises(NotAllowed):
        invite(
            "fay@example.org", profile="full_access", firm=firm, dossier=dossier, by=in_dossier(carl, dossier), at=NOW
        )

    assert list(Invitation.objects.values_list("email", flat=True)) == ["eve@example.org"]


def test_after_thirty_invitations_in_an_hour_a_person_waits(firm, dossier, admin):
    for number in range(30):
        invite(f"p{number}@example.org", profile="support", firm=firm, by=in_firm(admin, firm), at=NOW)

    with pytest.raises(TooManyAttempts):
        invite("late@example.org", profile="support", firm=firm, by=in_firm(admin, firm), at=NOW)
    invite("late@example.org", profile="support", firm=firm, by=in_firm(admin, firm), at=NOW + timedelta(hours=1))

    assert Invitation.objects.count() == 31


def test_an_invitation_in_the_name_of_a_firm_with_a_percent_sign_can_be_written(db):
    firm = new_firm("100 % Compta")
    anne = seated("Anne", "administrator", firm)

    invite("carl@example.org", profile="support", firm=firm, by=in_firm(anne, firm), at=NOW)

    assert "100 % Compta" in Mail.objects.get().subject
