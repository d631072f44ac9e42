"""What is over is swept away at night; what is not stays."""

from datetime import timedelta

from comptoir.firms import sessions
from comptoir.firms.models import Session
from comptoir.firms.sessions import SessionStore, handle_of
from tests.firms.people import NOW


def row(key: str, ends_at) -> Session:
    return Session.objects.create(
        session_key=key, session_data=SessionStore().encode({}), created_at=NOW, seen_at=NOW, expire_date=ends_at
    )


def test_sessions_that_are_over_are_removed(db):
    row("over", NOW)
    row("running", NOW + timedelta(seconds=1))

    assert sessions.clean(NOW) == 1
    assert Session.objects.get().session_key == "running"


def test_the_handle_of_a_session_is_stable_and_does_not_show_its_key():
    assert handle_of("abc") == handle_of("abc")
    assert handle_of("abc") != handle_of("abd")
    assert "abc" not in handle_of("abc")
