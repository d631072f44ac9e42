"""Language: the person's own, else the cookie, else what the browser asks for, else French."""

import pytest
from django.test import Client

from comptoir.firms.models import Person
from tests.web.public.visits import log_in, send


def spoken(client: Client) -> str:
    return client.get("/login/", follow=True).headers["Content-Language"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [("nl-BE,nl;q=0.9", "nl"), ("en", "en"), ("fr-FR", "fr"), ("de-DE", "fr"), ("", "fr"), ("xx;q=nonsense", "fr")],
)
def test_a_stranger_reads_what_his_browser_asks_for_else_french(db, asked, language):
    assert spoken(Client(headers={"accept-language": asked})) == language


def test_a_choice_is_kept_in_a_cookie_before_the_login(visitor, db):
    answer = send(visitor, "/login/", "/language/", language="nl", next="/login/")

    assert answer["Location"] == "/login/"
    assert spoken(visitor) == "nl"


def test_a_language_that_is_not_spoken_here_changes_nothing(visitor, db):
    send(visitor, "/login/", "/language/", language="de")

    assert spoken(visitor) == "en"


def test_the_persons_own_language_goes_before_cookie_and_browser(visitor, carl):
    carl.language = "fr"
    carl.save()
    send(visitor, "/login/", "/language/", language="nl")
    log_in(visitor, "Carl")

    assert visitor.get("/account/").headers["Content-Language"] == "fr"


def test_choosing_when_logged_in_keeps_it_with_the_person(visitor, carl):
    log_in(visitor, "Carl")

    send(visitor, "/account/", "/language/", language="nl", next="//evil.example")

    assert Person.objects.get(pk=carl.pk).language == "nl"
    assert Client(headers={"accept-language": "en"}).get("/login/").headers["Content-Language"] == "en"


def test_name_and_language_are_changed_on_the_account_page(visitor, carl):
    log_in(visitor, "Carl")

    send(visitor, "/account/", name="Carl C.", language="nl")
    empty = send(visitor, "/account/", name=" ", language="nl")

    carl.refresh_from_db()
    assert (carl.name, carl.language, empty.status_code) == ("Carl C.", "nl", 422)
