"""Personal tokens: the program may what its person may, where the token says so, and for no longer."""

from datetime import timedelta

import pytest

from comptoir.firms.actions import (
    BadToken,
    CannotMakeToken,
    WhichDossier,
    WrongPassword,
    change_profile,
    close_dossier,
    make_api_token,
    recognise,
    remove_seat,
    revoke_api_token,
    set_active,
    standing_with,
)
from comptoir.firms.actions.api_tokens import MOST
from comptoir.firms.models import ApiToken, Dossier, Person
from comptoir.firms.queries import dossiers_where
from comptoir.notices.models import Mail
from tests.firms.people import NOW, PASSWORD, in_firm, new_dossier, new_firm, office, seat_of, seated, trail

DAY = timedelta(days=1)


@pytest.fixture
def carl(firm, dossier) -> Person:
    return seated("Carl", "full_access", firm, dossier)


def made(person: Person, *dossiers: Dossier, name: str = "Odoo", **other) -> tuple[ApiToken, str]:
    asked = {"days": 90, "password": PASSWORD, "at": NOW} | other
    return make_api_token(person, name=name, dossiers=[each.pk for each in dossiers], **asked)


def test_a_token_is_told_once_and_kept_as_its_hash_alone(carl, dossier):
    token, secret = made(carl, dossier)

    kept = ApiToken.objects.values().get()
    assert secret.startswith("cpt_")
    assert len(secret) == 47
    assert secret not in str(kept)
    assert (kept["name"], kept["expires_at"], kept["used_at"]) == ("Odoo", NOW + 90 * DAY, None)
    assert list(token.dossiers.all()) == [dossier]
    assert trail()[-1] == "person.token_made"
    assert Mail.objects.get(recipient="carl@example.org").subject == "A token for a program was made"


def test_without_the_present_password_no_token_is_made(carl, dossier):
    with pytest.raises(WrongPassword):
        made(carl, dossier, password="not it")

    assert ApiToken.objects.count() == 0


def test_only_dossiers_in_which_the_person_may_hand_in_can_be_chosen(carl, firm, dossier):
    beside = new_dossier(firm, "Boulangerie", "0403019261")

    for chosen in ((), (beside,), (dossier, beside)):
        with pytest.raises(CannotMakeToken, match="Choose at least one dossier"):
            made(carl, *chosen)
    assert ApiToken.objects.count() == 0


def test_a_name_is_given_once_until_its_token_is_revoked(carl, dossier):
    token, _ = made(carl, dossier)
    with pytest.raises(CannotMakeToken, match="with that name"):
        made(carl, dossier, name=" Odoo ")

    revoke_api_token(carl, token.pk, at=NOW)

    assert made(carl, dossier)[0].pk != token.pk


def test_nobody_has_tokens_without_end(carl, dossier):
    for number in range(MOST):
        made(carl, dossier, name=f"Odoo {number}")

    with pytest.raises(CannotMakeToken, match="20 tokens"):
        made(carl, dossier, name="one more")


def test_the_secret_lets_in_and_its_use_is_noted_once_a_minute(carl, dossier):
    token, secret = made(carl, dossier)

    used = []
    for seconds in (0, 59, 60):
        assert recognise(secret, at=NOW + timedelta(seconds=seconds)).pk == token.pk
        used.append(ApiToken.objects.get().used_at)
    assert used == [NOW, NOW, NOW + timedelta(minutes=1)]


def test_an_unknown_a_revoked_and_an_old_token_let_nobody_in(carl, dossier):
    (revoked, first), (_, old) = made(carl, dossier), made(carl, dossier, name="old")
    revoke_api_token(carl, revoked.pk, at=NOW)

    refusals = []
    for secret, at in (("cpt_x", NOW), ("", NOW), (first, NOW), (old, NOW + 90 * DAY)):
        with pytest.raises(BadToken) as refusal:
            recognise(secret, at=at)
        refusals.append(str(refusal.value))
    assert refusals == [
        "This token is not known here.",
        "This token is not known here.",
        "This token was revoked on 2026-11-01.",
        "This token was good until 2027-01-30.",
    ]
    assert ApiToken.objects.filter(used_at=None).count() == 2


def test_a_token_of_somebody_who_is_switched_off_lets_nobody_in(carl, dossier, firm):
    _, secret = made(carl, dossier)
    set_active(carl, False, by=in_firm(seated("Anne", "administrator", firm), firm), at=NOW)

    with pytest.raises(BadToken):
        recognise(secret, at=NOW)


def test_anothers_token_is_not_revoked(carl, firm, dossier):
    token, _ = made(carl, dossier)
    nora = seated("Nora", "full_access", firm, dossier)

    assert revoke_api_token(nora, token.pk, at=NOW) is None
    assert ApiToken.objects.get().revoked_at is None


def test_a_program_may_what_its_person_may_now(carl, firm, dossier):
    token, _ = made(carl, dossier)
    before = standing_with(token, "")

    change_profile(seat_of(carl, dossier), "full_feedback", by=office(firm, dossier), at=NOW)
    changed = standing_with(token, "")
    remove_seat(seat_of(carl, dossier), by=office(firm, dossier), at=NOW)

    assert before.access.may("mailbox.use")
    assert (before.access.person_id, before.dossier) == (carl.pk, dossier)
    assert not changed.access.may("mailbox.use")
    assert standing_with(token, "") is None


@pytest.mark.parametrize("text", ["0123456749", "BE0123456749", "BE 0123.456.749", "be0123.456.749"])
def test_a_dossier_is_found_by_its_number_however_it_is_written(carl, firm, dossier, text):
    token, _ = made(carl, dossier)

    assert standing_with(token, text).dossier == dossier
    assert standing_with(token, "0403019261") is None


def test_a_dossier_for_which_the_token_was_not_made_is_none(firm, dossier):
    anne = seated("Anne", "administrator", firm)
    beside = new_dossier(firm, "Boulangerie", "0403019261")
    token, _ = made(anne, dossier)

    assert standing_with(token, beside.number) is None


def test_of_several_dossiers_one_is_to_be_named_clearly(firm, dossier):
    anne, other = seated("Anne", "administrator", firm), new_firm("Autre")
    by = new_dossier(firm, "Boulangerie", "0403019261")
    token, _ = made(anne, dossier, by)
    twin = new_dossier(other)
    token.dossiers.add(twin)

    for text in ("", dossier.number):
        with pytest.raises(WhichDossier):
            standing_with(token, text)
    close_dossier(twin, by=office(other, twin), at=NOW)
    assert standing_with(token, dossier.number).dossier == dossier


def test_the_dossiers_to_choose_from_are_those_in_which_one_may_hand_in(firm, dossier):
    beside, closed = new_dossier(firm, "Boulangerie", "0403019261"), new_dossier(firm, "Fermé", "0200065765")
    close_dossier(closed, by=office(firm, closed), at=NOW)
    new_dossier(new_firm("Autre"))
    people = [
        seated("Anne", "administrator", firm),
        seated("Sue", "support", firm),
        seated("Paul", "document_processing", firm, dossier),
        seated("Rita", "full_feedback", firm, dossier),
    ]

    found = [list(dossiers_where(person, "mailbox.use")) for person in people]

    assert found == [[dossier, beside], [], [dossier], []]
