"""A new dossier: checked number, the sentence at the field; and closing one after a page that says what that means."""

from comptoir.audit.models import Event
from comptoir.firms.actions import close_dossier
from comptoir.firms.models import Dossier
from tests.firms.people import NOW, new_dossier, office
from tests.web.office.office import words

NEW = {"name": "Boulangerie", "country": "BE", "number": "0200.065.765"}


def test_a_new_dossier_is_created_and_its_connection_comes_next(bob, firm):
    answer = bob.post(f"/office/{firm.pk}/dossiers/new/", NEW)

    made = Dossier.objects.get(number="0200065765")
    assert answer["Location"] == f"/office/{firm.pk}/dossiers/{made.pk}/connection/"
    assert (made.name, made.firm) == ("Boulangerie", firm)
    assert Event.objects.filter(action="dossier.created", target_id=made.pk).get().by == "Bob"


def test_a_number_that_cannot_be_is_refused_at_its_field_and_nothing_is_made(anne, firm):
    answer = anne.post(f"/office/{firm.pk}/dossiers/new/", NEW | {"number": "0200065766"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"number": ["0200065766 is not a valid enterprise number."]}
    assert Dossier.objects.count() == 0


def test_a_number_that_another_open_dossier_has_is_refused_by_name(anne, firm):
    new_dossier(firm, "Meunerie", "0200065765")

    answer = anne.post(f"/office/{firm.pk}/dossiers/new/", NEW)

    assert "already the number of the open dossier Meunerie." in words(answer)
    assert Dossier.objects.count() == 1


def test_support_may_not_create_a_dossier_and_is_told_so(sue, firm):
    answer = sue.post(f"/office/{firm.pk}/dossiers/new/", NEW)

    assert answer.status_code == 403
    assert "Your profile does not allow this." in answer.content.decode()
    assert not Dossier.objects.filter(name="Boulangerie").exists()


def test_closing_asks_first_and_then_takes_the_dossier_out_of_the_list(anne, room):
    assert "Nothing is deleted" in words(anne.get(f"{room.address}close/"))

    answer = anne.post(f"{room.address}close/")

    room.dossier.refresh_from_db()
    assert answer["Location"] == room.address
    assert room.dossier.closed_at is not None
    assert "Closed since" in words(anne.get(room.address))


def test_a_closed_dossier_offers_nothing_that_writes(anne, room):
    room.connect()
    close_dossier(room.dossier, by=office(room.dossier.firm), at=NOW)

    page = words(anne.get(room.address))

    assert "Synchronise now" not in page
    assert "Settings" not in page
    assert anne.post(f"{room.address}synchronise/", {"reading": "incremental"}).status_code == 403


def test_a_closed_dossier_is_reopened_unless_its_number_is_taken_by_then(anne, firm, dossier):
    close_dossier(dossier, by=office(firm), at=NOW)
    twin = new_dossier(firm, "Nouveau", dossier.number)

    refused = anne.post(f"/office/{firm.pk}/dossiers/{dossier.pk}/close/")
    close_dossier(twin, by=office(firm), at=NOW)
    anne.post(f"/office/{firm.pk}/dossiers/{dossier.pk}/close/")

    dossier.refresh_from_db()
    assert refused.status_code == 422
    assert "already the number of the open dossier Nouveau." in words(refused)
    assert dossier.closed_at is None


def test_only_administrators_close_dossiers(bob, room):
    assert bob.get(f"{room.address}close/").status_code == 403
    assert bob.post(f"{room.address}close/").status_code == 403
    assert "Close…" not in words(bob.get(room.address))
