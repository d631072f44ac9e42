"""Who sits where: the client's people in a dossier, the firm's people, and who looks after what."""

from datetime import timedelta

from django.core import mail

from comptoir.firms.actions import invite
from comptoir.firms.models import Invitation, Seat
from comptoir.firms.queries import access_to_firm
from comptoir.notices.models import Mail
from tests.firms.people import NOW, new_dossier, office, seat_of, seated
from tests.web.office.conftest import browser_of
from tests.web.office.office import section, words

INVITED = {"email": "New@Client.example", "profile": "full_access", "language": "nl"}


def test_somebody_of_the_client_is_invited_into_the_dossier(bob, room):
    answer = bob.post(f"{room.address}people/invite/", INVITED)

    invitation = Invitation.objects.get()
    assert answer["Location"] == f"{room.address}#people"
    assert (invitation.email, invitation.profile, invitation.language, invitation.dossier) == (
        "new@client.example",
        "full_access",
        "nl",
        room.dossier,
    )
    assert Mail.objects.get().recipient == "new@client.example"
    assert mail.outbox == []
    assert "new@client.example invited Full access" in section(bob.get(room.address), "people")


def test_who_sits_there_already_is_refused_at_the_field(bob, room):
    seated("Carl", "full_access", room.dossier.firm, room.dossier)

    answer = bob.post(f"{room.address}people/invite/", INVITED | {"email": "carl@example.org"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"email": ["Carl already has a seat here."]}
    assert not Invitation.objects.exists()


def test_a_profile_of_the_firm_cannot_be_given_in_a_dossier(bob, room):
    answer = bob.post(f"{room.address}people/invite/", INVITED | {"profile": "collaborator"})

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn_and_one_past_its_date_says_so(bob, room):
    by = office(room.dossier.firm, room.dossier)
    old = invite(
        "a@b.example",
        profile="full_access",
        firm=room.dossier.firm,
        dossier=room.dossier,
        by=by,
        at=NOW - timedelta(300),
    )
    assert "invitation past its date" in section(bob.get(room.address), "people")

    bob.post(f"{room.address}invitations/{old.pk}/withdraw/")

    assert not Invitation.objects.exists()


def test_a_clients_profile_is_changed_and_his_seat_taken_away(bob, room):
    firm = room.dossier.firm
    seated("Ada", "administrator", firm, room.dossier)
    carl = seated("Carl", "full_access", firm, room.dossier)
    page = f"{room.address}people/{seat_of(carl, room.dossier).pk}/"
    assert "Carl" in words(bob.get(page))

    bob.post(page, {"profile": "full_feedback"})
    assert seat_of(carl, room.dossier).profile == "full_feedback"

    bob.post(f"{page}remove/")
    assert not Seat.objects.filter(person=carl).exists()


def test_the_last_administrator_of_a_dossier_stays_and_the_page_says_why(bob, room):
    ada = seated("Ada", "administrator", room.dossier.firm, room.dossier)
    seated("Carl", "full_access", room.dossier.firm, room.dossier)
    page = f"{room.address}people/{seat_of(ada, room.dossier).pk}/"

    changed, removed = bob.post(page, {"profile": "full_access"}), bob.post(f"{page}remove/")

    assert (changed.status_code, removed.status_code) == (422, 422)
    assert "A dossier keeps at least one administrator." in words(changed)
    assert "A dossier keeps at least one administrator." in words(removed)
    assert seat_of(ada, room.dossier).profile == "administrator"


def test_a_dossier_is_given_to_somebody_of_the_firm_and_taken_away(anne, firm, room):
    tom = seated("Tom", "collaborator", firm)
    assert "Nobody in particular" in section(anne.get(room.address), "keepers")

    anne.post(f"{room.address}keepers/", {"seat": seat_of(tom).pk})
    assert access_to_firm(tom, firm.pk).assigned == {room.dossier.pk}
    assert section(anne.get(room.address), "keepers").startswith("Looked after by Tom")

    anne.post(f"{room.address}keepers/{seat_of(tom).pk}/remove/")
    assert access_to_firm(tom, firm.pk).assigned == frozenset()


def test_who_lets_a_dossier_go_himself_lands_on_his_list(bob, firm, room):
    seat = Seat.objects.get(person__name="Bob")

    answer = bob.post(f"{room.address}keepers/{seat.pk}/remove/")

    assert answer["Location"] == room.office
    assert bob.get(room.address).status_code == 404


def test_a_seat_of_nobody_or_of_an_administrator_cannot_be_given_a_dossier(anne, firm, room):
    administrator = Seat.objects.get(person__name="Anne")

    answers = [anne.post(f"{room.address}keepers/", {"seat": sent}) for sent in ("", "x", "987654")]
    refused = anne.post(f"{room.address}keepers/", {"seat": administrator.pk}, follow=True)

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "Anne is an administrator and sees every dossier." in words(refused)


def test_administrators_invite_into_the_office_and_withdraw(anne, firm):
    invited = INVITED | {"profile": "support"}

    answer = anne.post(f"/office/{firm.pk}/people/invite/", invited)

    invitation = Invitation.objects.get()
    assert answer["Location"] == f"/office/{firm.pk}/people/"
    assert (invitation.dossier, invitation.profile) == (None, "support")
    assert "new@client.example invited Support" in words(anne.get(f"/office/{firm.pk}/people/"))
    anne.post(f"/office/{firm.pk}/people/invitations/{invitation.pk}/withdraw/")
    assert not Invitation.objects.exists()


def test_administrators_change_profiles_give_dossiers_and_take_seats_away(anne, firm, dossier):
    tom = seated("Tom", "collaborator", firm)
    page = f"/office/{firm.pk}/people/{seat_of(tom).pk}/"
    assert "This person looks after no dossier yet" in words(anne.get(page))

    anne.post(f"{page}dossiers/", {"dossier": dossier.pk})
    assert "Atelier 0123456749 Take away" in words(anne.get(page))
    anne.post(f"{page}dossiers/{dossier.pk}/remove/")
    assert access_to_firm(tom, firm.pk).assigned == frozenset()

    anne.post(page, {"profile": "administrator"})
    assert "An administrator sees every dossier." in words(anne.get(page))
    anne.post(f"{page}remove/")
    assert not Seat.objects.filter(person=tom).exists()


def test_the_last_administrator_of_the_firm_stays(anne, firm):
    page = f"/office/{firm.pk}/people/{Seat.objects.get(person__name='Anne').pk}/"

    answers = anne.post(page, {"profile": "support"}), anne.post(f"{page}remove/")

    assert [answer.status_code for answer in answers] == [422, 422]
    assert Seat.objects.get(person__name="Anne").profile == "administrator"


def test_collaborators_see_their_colleagues_and_change_nobody(bob, firm, dossier):
    tom = seated("Tom", "support", firm)
    page = bob.get(f"/office/{firm.pk}/people/")

    assert "Tom tom@example.org · Support" in words(page)
    assert "The firm's administrators invite people and change their profiles." in words(page)
    posted = [f"people/{seat_of(tom).pk}/", f"people/{seat_of(tom).pk}/remove/", "people/invite/"]
    assert [bob.post(f"/office/{firm.pk}/{what}").status_code for what in posted] == [403, 403, 403]
    assert Seat.objects.filter(person=tom).exists()


def test_a_dossiers_seat_is_not_found_among_the_firms_nor_the_other_way_round(anne, firm, room):
    carl = seated("Carl", "full_access", firm, room.dossier)
    own = Seat.objects.get(person__name="Anne")

    assert anne.get(f"/office/{firm.pk}/people/{seat_of(carl, room.dossier).pk}/").status_code == 404
    assert anne.get(f"{room.address}people/{own.pk}/").status_code == 404
    assert anne.post(f"{room.address}people/{own.pk}/remove/").status_code == 404


def test_another_dossiers_people_and_invitations_are_not_found(firm, room):
    other = new_dossier(firm, "Zinc", "0200065765")
    carl = seated("Carl", "full_access", firm, other)
    invitation = invite(
        "a@b.example", profile="full_access", firm=firm, dossier=other, by=office(firm, other), at=other.created_at
    )
    tom = browser_of("Tom", "collaborator", firm, room.dossier)
    posted = (f"people/{seat_of(carl, other).pk}/", f"invitations/{invitation.pk}/withdraw/")

    assert [tom.post(f"{room.address}{what}").status_code for what in posted] == [404, 404]
    assert Invitation.objects.filter(pk=invitation.pk).exists()
