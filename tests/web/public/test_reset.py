"""A forgotten password: the same answer for all, one use, half an hour, and every other device logged out."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.firms import jobs
from comptoir.firms.actions import send_reset, set_active
from comptoir.firms.models import Session
from comptoir.jobs.models import Job
from comptoir.jobs.worker import run_here
from comptoir.notices.models import Mail
from tests.firms.people import NOW, PASSWORD, in_firm, trail
from tests.web.public.visits import log_in, same_for_all, send

NEW = "andere-lange-zin-2026"
JOBS = {"firms.send_reset": jobs.send_reset}


def ask(visitor: Client, email: str):
    """Ask for the link, and let the job run that looks the address up."""
    answer = send(visitor, "/reset/", email=email)
    for job in Job.objects.filter(name="firms.send_reset", state="waiting"):
        run_here(job, JOBS)
    return answer


def link_in_mail(settings) -> str:
    """The path of the link in the newest mail."""
    secret = Mail.objects.filter(body__contains="{link}").latest("id").secret
    assert secret.startswith(f"{settings.PUBLIC_URL}/reset/")
    return secret.removeprefix(settings.PUBLIC_URL)


def test_known_and_unknown_addresses_get_the_same_answer_and_only_one_gets_mail(visitor, carl):
    known, unknown = ask(visitor, "Carl@example.org"), ask(visitor, "nobody@example.org")

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert same_for_all(known) == same_for_all(unknown)
    assert "a mail with a link is on its way" in known.content.decode()
    assert [mail.recipient for mail in Mail.objects.all()] == ["carl@example.org"]


def test_asking_does_the_same_work_for_known_and_unknown_addresses(visitor, carl):
    token = visitor.get("/reset/").content.decode().partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
    counts = []
    for email in ("carl@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            visitor.post("/reset/", {"email": email, "csrfmiddlewaretoken": token})
        counts.append([query["sql"].split()[0] for query in queries.captured_queries])

    assert counts[0] == counts[1]
    assert [job.arguments for job in Job.objects.order_by("id")] == [
        {"email": "carl@example.org"},
        {"email": "nobody@example.org"},
    ]


def test_the_link_sets_a_password_once_and_logs_out_every_device(visitor, carl, settings):
    other = Client(enforce_csrf_checks=True)
    log_in(other, "Carl")
    ask(visitor, "carl@example.org")
    link = link_in_mail(settings)

    answer = send(visitor, link, new_password1=NEW, new_password2=NEW)

    assert answer["Location"] == "/login/"
    assert not Session.objects.exists()
    assert visitor.get(link).status_code == 410
    carl.refresh_from_db()
    assert (carl.check_password(NEW), carl.check_password(PASSWORD)) == (True, False)
    assert trail()[-1] == "person.password_reset"
    assert Mail.objects.latest("id").subject == "Your password was changed"


def test_the_link_lives_half_an_hour(visitor, carl, settings):
    with time_machine.travel(NOW):
        ask(visitor, "carl@example.org")
        link = link_in_mail(settings)
    with time_machine.travel(NOW + timedelta(minutes=29)):
        assert visitor.get(link).status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=31)):
        assert visitor.get(link).status_code == 410


def test_the_link_is_dead_once_the_password_was_changed_otherwise(visitor, carl, settings):
    ask(visitor, "carl@example.org")
    link = link_in_mail(settings)
    carl.set_password(NEW)
    carl.save()

    assert visitor.get(link).status_code == 410


@pytest.mark.parametrize(
    "token", ["x", "1-x", "zzzzzzzzzzzzzzzzzzzz-1-1", "1-d00000-00000000000000000000000000000000", "é-é"]
)
def test_a_link_that_never_was_one_opens_nothing(visitor, carl, token):
    assert visitor.get(f"/reset/{token}/").status_code == 410


def test_the_link_is_built_from_the_settings_whatever_the_request_claims(visitor, carl, settings):
    token = visitor.get("/reset/").content.decode().partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
    fields = {"email": "carl@example.org", "csrfmiddlewaretoken": token}
    evil = {"host": "evil.example", "x-forwarded-host": "evil.example"}

    assert visitor.post("/reset/", fields, headers=evil).status_code == 400
    visitor.post("/reset/", fields, headers={"x-forwarded-host": "evil.example"})
    run_here(Job.objects.get(), JOBS)

    assert link_in_mail(settings)


def test_a_weak_password_is_refused_and_nothing_changes(visitor, carl, settings):
    ask(visitor, "carl@example.org")
    link = link_in_mail(settings)

    answer = send(visitor, link, new_password1="short", new_password2="short")

    assert answer.status_code == 422
    assert 'aria-describedby="id_new_password1_helptext' in answer.content.decode()
    carl.refresh_from_db()
    assert carl.check_password(PASSWORD)


def test_who_may_no_longer_log_in_gets_no_link(visitor, carl, admin, firm):
    set_active(carl, False, by=in_firm(admin, firm), at=NOW)

    ask(visitor, "carl@example.org")

    assert not Mail.objects.exists()


def test_the_mail_is_in_the_language_of_its_person(carl):
    carl.language = "fr"
    carl.save()

    send_reset("carl@example.org", at=NOW)

    assert Mail.objects.get().recipient == "carl@example.org"


def test_after_three_mails_in_an_hour_one_waits_known_or_not(visitor, carl):
    with time_machine.travel(NOW, tick=False):
        for email in ("carl@example.org", "nobody@example.org"):
            answers = [ask(visitor, email).status_code for _ in range(4)]
            assert answers == [200, 200, 200, 429]
    assert Mail.objects.count() == 3


def test_changing_the_password_needs_the_present_one_and_logs_out_other_devices(visitor, carl):
    other = Client(enforce_csrf_checks=True)
    log_in(other, "Carl")
    log_in(visitor, "Carl")
    fields = {"new_password1": NEW, "new_password2": NEW}

    wrong = send(visitor, "/account/", "/account/password/", old_password="wrong", **fields)
    assert (wrong.status_code, "Your present password is not right." in wrong.content.decode()) == (422, True)
    assert other.get("/account/").status_code == 200

    answer = send(visitor, "/account/", "/account/password/", old_password=PASSWORD, **fields)
    assert answer["Location"] == "/account/"
    assert visitor.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    carl.refresh_from_db()
    assert carl.check_password(NEW)


def test_guessing_the_present_password_is_limited(visitor, carl):
    with time_machine.travel(NOW, tick=False):
        log_in(visitor, "Carl")
        for _ in range(5):
            send(visitor, "/account/", "/account/password/", old_password="x", new_password1=NEW, new_password2=NEW)

        answer = send(
            visitor, "/account/", "/account/password/", old_password=PASSWORD, new_password1=NEW, new_password2=NEW
        )

    assert "Too many attempts." in answer.content.decode()
    carl.refresh_from_db()
    assert carl.check_password(PASSWORD)
