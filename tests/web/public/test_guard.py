"""The guard: another's thing is like nothing, a right taken away is gone at once, nothing is kept by browsers."""

import pytest
from django.test import Client

from comptoir.firms.actions import (
    assign,
    change_profile,
    close_dossier,
    give_seat,
    remove_seat,
    set_active,
    unassign,
)
from tests.firms.people import NOW, in_firm, new_dossier, new_firm, office, seat_of, seated
from tests.web.public.visits import log_in, same_for_all

pytestmark = pytest.mark.urls("tests.web.public.rooms")


@pytest.fixture
def logged_in(visitor, carl) -> Client:
    """Carl's visitor."""
    log_in(visitor, "Carl")
    return visitor


def test_who_is_not_logged_in_goes_to_the_login_and_back(visitor, carl, dossier):
    page = f"/d/{dossier.pk}/archive/?unpaid=1"

    answer = visitor.get(page)

    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next=/d/{dossier.pk}/archive/%3Funpaid%3D1")
    assert log_in(visitor, "Carl", address=answer["Location"]).status_code == 302


def test_a_place_that_exists_asks_for_the_login_just_like_one_that_does_not(visitor, dossier):
    found, missing = visitor.get(f"/d/{dossier.pk}/archive/"), visitor.get("/d/987654/archive/")

    assert (found.status_code, missing.status_code) == (302, 302)
    assert found["Location"].replace(str(dossier.pk), "X") == missing["Location"].replace("987654", "X")


def test_a_part_of_a_page_sends_the_whole_page_to_the_login(visitor, dossier):
    answer = visitor.get(
        f"/d/{dossier.pk}/archive/",
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/d/{dossier.pk}/archive/?page=2"},
    )

    assert answer["HX-Redirect"] == f"/login/?next=/d/{dossier.pk}/archive/%3Fpage%3D2"


def test_the_request_carries_person_dossier_and_firm(logged_in, dossier):
    assert logged_in.get(f"/d/{dossier.pk}/archive/").content == b"Carl in Atelier of Fiduciaire Exemple"


def test_anothers_dossier_is_answered_exactly_like_one_that_does_not_exist(logged_in, firm):
    foreign = new_dossier(new_firm("Autre"))
    neighbour = new_dossier(firm, "Boulangerie", "0200065765")

    answers = [logged_in.get(f"/d/{pk}/archive/") for pk in (987654, foreign.pk, neighbour.pk)]
    answers += [logged_in.get(f"/office/{pk}/") for pk in (987654, firm.pk)]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({same_for_all(answer).replace(answer.request["PATH_INFO"], "") for answer in answers}) == 1
    headers = [{name: text for name, text in answer.headers.items() if name != "Set-Cookie"} for answer in answers]
    for told in headers:
        told.pop("Content-Length", None)
    assert all(told == headers[0] for told in headers)


def test_a_number_beyond_any_row_is_not_found_either(logged_in):
    assert logged_in.get("/d/99999999999999999999999/archive/").status_code == 404


def test_a_seat_without_the_right_gets_a_sentence(visitor, firm, dossier):
    seated("Fay", "full_feedback", firm, dossier)
    log_in(visitor, "Fay")

    answer = visitor.get(f"/d/{dossier.pk}/handle/")

    assert answer.status_code == 403
    assert "Your profile does not allow this." in answer.content.decode()


def test_a_refusal_by_the_action_itself_is_the_same_page(logged_in, dossier):
    assert logged_in.get(f"/d/{dossier.pk}/refusing/").status_code == 403


def test_a_seat_taken_away_is_gone_at_the_next_request(logged_in, carl, firm, dossier):
    assert logged_in.get(f"/d/{dossier.pk}/archive/").status_code == 200

    remove_seat(seat_of(carl, dossier), by=office(firm, dossier), at=NOW)

    assert logged_in.get(f"/d/{dossier.pk}/archive/").status_code == 404


def test_a_profile_changed_holds_at_the_next_request(logged_in, carl, firm, dossier):
    change_profile(seat_of(carl, dossier), "full_feedback", by=office(firm, dossier), at=NOW)

    assert logged_in.get(f"/d/{dossier.pk}/archive/").status_code == 200
    assert logged_in.get(f"/d/{dossier.pk}/handle/").status_code == 403


def test_a_person_made_inactive_is_logged_out_at_the_next_request(logged_in, carl, admin, firm, dossier):
    set_active(carl, False, by=in_firm(admin, firm), at=NOW)

    assert logged_in.get(f"/d/{dossier.pk}/archive/").status_code == 302
    assert log_in(logged_in, "Carl").status_code == 422


def test_a_closed_dossier_is_read_by_its_address_and_not_changed(logged_in, firm, dossier):
    close_dossier(dossier, by=office(firm, dossier), at=NOW)

    assert logged_in.get(f"/d/{dossier.pk}/archive/").status_code == 200
    assert logged_in.get(f"/d/{dossier.pk}/handle/").status_code == 403


def test_in_the_office_the_access_is_for_the_firm_or_for_the_dossier_of_the_address(visitor, admin, firm, dossier):
    foreign = new_dossier(new_firm("Autre"))
    log_in(visitor, "Anne")

    assert visitor.get(f"/office/{firm.pk}/").content == b"Fiduciaire Exemple: None, None"
    found = visitor.get(f"/office/{firm.pk}/dossiers/{dossier.pk}/").content.decode()
    assert found == f"Fiduciaire Exemple: Atelier (0123456749), {dossier.pk}"
    assert visitor.get(f"/office/{firm.pk}/dossiers/{foreign.pk}/").status_code == 404


def test_a_dossier_that_a_collaborator_no_longer_looks_after_is_gone_from_office_and_portal(visitor, firm, dossier):
    bert = seated("Bert", "collaborator", firm)
    assign(seat_of(bert), dossier, by=office(firm), at=NOW)
    log_in(visitor, "Bert")
    pages = (f"/office/{firm.pk}/dossiers/{dossier.pk}/", f"/d/{dossier.pk}/archive/")
    assert [visitor.get(page).status_code for page in pages] == [200, 200]

    unassign(seat_of(bert), dossier, by=office(firm), at=NOW)

    assert [visitor.get(page).status_code for page in pages] == [404, 404]


def test_nothing_is_kept_by_browsers_or_proxies(visitor, carl, dossier):
    answers = [visitor.get("/login/"), log_in(visitor, "Carl"), visitor.get(f"/d/{dossier.pk}/archive/")]
    answers += [visitor.get("/d/987654/archive/"), visitor.get("/health/")]

    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert {answer["Cross-Origin-Opener-Policy"] for answer in answers} == {"same-origin"}


def test_a_form_without_its_protection_token_is_refused_with_a_sentence(visitor, carl):
    answer = visitor.post("/login/", {"email": "carl@example.org", "password": "x"})

    assert answer.status_code == 403
    assert "Load it again and retry." in answer.content.decode()


def test_the_guard_costs_four_queries_on_every_page(logged_in, dossier, django_assert_num_queries):
    logged_in.get(f"/d/{dossier.pk}/archive/")

    with django_assert_num_queries(4):
        logged_in.get(f"/d/{dossier.pk}/archive/")


def test_the_last_place_is_where_the_root_leads(visitor, firm, dossier, carl):
    other = new_dossier(firm, "Boulangerie", "0200065765")
    seated("Dora", "full_access", firm, other)
    from_office = office(firm, other)
    log_in(visitor, "Carl")
    assert visitor.get("/")["Location"] == f"/d/{dossier.pk}/"

    give_seat(carl, profile="full_access", firm=firm, dossier=other, by=from_office, at=NOW)
    visitor.get(f"/d/{other.pk}/archive/")

    assert visitor.get("/")["Location"] == f"/d/{other.pk}/"
