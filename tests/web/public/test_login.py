"""Login, logout, sessions: counted failures, new keys, an end for every session."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comptoir.audit.models import Event
from comptoir.firms.actions import give_seat
from comptoir.firms.models import Session
from tests.firms.people import NOW, PASSWORD, new_person, office, seated, trail
from tests.web.public.visits import log_in, send

HOUR = timedelta(hours=1)


def words(answer) -> str:
    return answer.content.decode()


def test_login_leads_to_the_only_place_and_logout_back(visitor, carl, dossier):
    answer = log_in(visitor, "Carl")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert visitor.get("/")["Location"] == f"/d/{dossier.pk}/"
    send(visitor, "/account/", "/logout/")
    assert visitor.get("/")["Location"] == "/login/"
    assert not Session.objects.exists()
    assert trail()[-2:] == ["person.logged_in", "person.logged_out"]


def test_the_address_may_be_typed_in_any_case(visitor, carl):
    assert send(visitor, "/login/", email=" Carl@EXAMPLE.org ", password=PASSWORD).status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor, carl):
    wrong = log_in(visitor, "Carl", "not the password")
    unknown = log_in(visitor, "Nobody", "not the password")

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    for answer in (wrong, unknown):
        assert "The e-mail address or the password is not right." in words(answer)
    failed = Event.objects.filter(action="person.login_failed").order_by("id")
    assert [event.target_id for event in failed] == [str(carl.pk), "None"]
    assert "not the password" not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/account/?tab=1", "/account/?tab=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_the_login_only_own_paths_are_reached(visitor, carl, asked, reached):
    answer = send(visitor, "/login/", email="carl@example.org", password=PASSWORD, next=asked)

    assert answer["Location"] == reached


def test_the_fifth_failure_locks_one_login_for_a_quarter_of_an_hour_and_no_longer(visitor, carl, admin):
    with time_machine.travel(NOW, tick=False):
        for _ in range(5):
            log_in(visitor, "Carl", "wrong")
        locked = log_in(visitor, "Carl")
        assert locked.status_code == 429
        assert "Too many attempts. Try again in 15 min." in words(locked)
        assert log_in(Client(enforce_csrf_checks=True), "Anne").status_code == 302

    with time_machine.travel(NOW + timedelta(minutes=15)):
        assert log_in(visitor, "Carl").status_code == 302


def test_a_stranger_who_uses_up_the_attempts_does_not_lock_out_the_persons_own_browser(visitor, carl):
    with time_machine.travel(NOW, tick=False):
        log_in(visitor, "Carl")
        send(visitor, "/account/", "/logout/")
        stranger = Client(enforce_csrf_checks=True)
        for _ in range(6):
            answer = log_in(stranger, "Carl", "wrong")

        assert answer.status_code == 429
        assert log_in(visitor, "Carl").status_code == 302


def test_twenty_failures_in_a_minute_lock_one_network_address(visitor, carl):
    with time_machine.travel(NOW, tick=False):
        for number in range(20):
            log_in(visitor, f"Guess{number}", "wrong")

        assert log_in(visitor, "Carl").status_code == 429


def test_logins_that_succeed_are_not_counted(visitor, carl):
    with time_machine.travel(NOW, tick=False):
        for _ in range(25):
            assert log_in(Client(enforce_csrf_checks=True), "Carl").status_code == 302


def test_a_session_is_a_row_with_person_device_and_times_under_a_new_key(visitor, carl):
    agent = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0 " + "x" * 300

    with time_machine.travel(NOW, tick=False):
        visitor.defaults["HTTP_USER_AGENT"] = agent
        log_in(visitor, "Carl")

    session = Session.objects.get()
    assert (session.person, session.device) == (carl, agent[:200])
    assert (session.created_at, session.seen_at) == (NOW, NOW)
    assert session.session_key == visitor.cookies["comptoir_session"].value


def test_a_login_over_a_login_gets_another_key(visitor, carl):
    log_in(visitor, "Carl")
    first = visitor.cookies["comptoir_session"].value
    send(visitor, "/account/", "/logout/")
    log_in(visitor, "Carl")

    assert visitor.cookies["comptoir_session"].value != first


def test_a_session_ends_eight_hours_after_the_last_request(visitor, carl):
    with time_machine.travel(NOW):
        log_in(visitor, "Carl")
    with time_machine.travel(NOW + 7 * HOUR):
        assert visitor.get("/account/").status_code == 200
    with time_machine.travel(NOW + 15 * HOUR + timedelta(minutes=1)):
        assert visitor.get("/account/").status_code == 302


def test_a_session_ends_twelve_hours_after_the_login_however_busy(visitor, carl):
    with time_machine.travel(NOW):
        log_in(visitor, "Carl")
    for hours in (3, 6, 9, 11):
        with time_machine.travel(NOW + hours * HOUR):
            assert visitor.get("/account/").status_code == 200
            visitor.get("/account/")
    with time_machine.travel(NOW + 12 * HOUR + timedelta(seconds=1)):
        assert visitor.get("/account/").status_code == 302


def test_a_request_is_noted_at_most_once_a_minute(visitor, carl):
    with time_machine.travel(NOW, tick=False):
        log_in(visitor, "Carl")
    with time_machine.travel(NOW + timedelta(seconds=59), tick=False):
        visitor.get("/account/")
    assert Session.objects.get().seen_at == NOW
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        visitor.get("/account/")
    assert Session.objects.get().seen_at == NOW + timedelta(seconds=61)


def test_one_device_is_logged_out_from_another(visitor, carl):
    other = Client(enforce_csrf_checks=True, headers={"user-agent": "Safari/1 iPhone"})
    log_in(other, "Carl")
    log_in(visitor, "Carl")
    page = words(visitor.get("/account/devices/"))
    handle = page.partition('name="device" value="')[2].partition('"')[0]

    send(visitor, "/account/devices/", "/account/devices/end/", device=handle)

    assert "Safari, iPhone" in page
    assert other.get("/account/").status_code == 302
    assert visitor.get("/account/").status_code == 200


def test_the_key_of_a_session_is_on_no_page_and_in_no_trail(visitor, carl):
    other = Client(enforce_csrf_checks=True)
    log_in(other, "Carl")
    log_in(visitor, "Carl")
    keys = list(Session.objects.values_list("session_key", flat=True))
    page = words(visitor.get("/account/devices/"))
    send(visitor, "/account/devices/", "/account/devices/end-all/")

    assert [key for key in keys if key in page + str(list(Event.objects.values()))] == []


def test_the_devices_of_another_person_are_neither_listed_nor_ended(visitor, carl, admin):
    other = Client(enforce_csrf_checks=True)
    log_in(other, "Anne")
    handle = words(other.get("/account/devices/"))
    log_in(visitor, "Carl")
    assert words(visitor.get("/account/devices/")).count('<li class="panel') == 1

    send(visitor, "/account/devices/", "/account/devices/end/", device=handle)

    assert other.get("/account/").status_code == 200


def test_sign_out_everywhere_ends_every_session_here_too(visitor, carl, admin):
    other, anne = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    log_in(other, "Carl")
    log_in(anne, "Anne")
    log_in(visitor, "Carl")

    answer = send(visitor, "/account/devices/", "/account/devices/end-all/")

    assert answer["Location"] == "/login/"
    assert [client.get("/account/").status_code for client in (visitor, other, anne)] == [302, 302, 200]
    assert trail()[-1] == "person.signed_out_everywhere"


def test_a_session_taken_away_while_a_page_is_open_is_not_revived_by_it(visitor, carl):
    log_in(visitor, "Carl")
    Session.objects.all().delete()

    assert visitor.get("/account/").status_code == 302
    assert not Session.objects.filter(person=carl).exists()


def test_somebody_without_a_seat_is_told_so(visitor, db):
    new_person("Olga")
    log_in(visitor, "Olga")

    assert "You have no seat in a dossier or an office any more" in words(visitor.get("/"))


def test_several_places_are_listed(visitor, firm, dossier, admin):
    person = seated("Dora", "administrator", firm, dossier)
    give_seat(person, profile="support", firm=firm, by=office(firm), at=timezone.now())
    log_in(visitor, "Dora")

    page = words(visitor.get("/"))

    assert f'href="/office/{firm.pk}/"' in page
    assert f'href="/d/{dossier.pk}/"' in page
    assert "Atelier (0123456749)" in page


def test_the_sign_of_life_needs_no_login(client, db):
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})
