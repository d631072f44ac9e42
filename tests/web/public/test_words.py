"""Figures explained in words: for everybody at first, until a person puts it off."""

import re

from comptoir.audit.models import Event
from tests.web.public.visits import log_in, send


def test_who_knows_the_books_puts_the_words_off_and_on_again(visitor, carl):
    log_in(visitor, "Carl")

    off = send(visitor, "/account/", "/account/words/", words="no", next="/places/")
    carl.refresh_from_db()
    after_off = carl.wants_words
    on = send(visitor, "/account/", "/account/words/", words="yes", next="//evil.example")
    carl.refresh_from_db()

    assert (off["Location"], after_off, on["Location"], carl.wants_words) == ("/places/", False, "/", True)
    told = Event.objects.filter(action="person.words_changed").order_by("pk")
    assert [event.facts["wanted"] for event in told] == [False, True]


def test_asking_for_what_is_already_so_leaves_no_trace(visitor, carl):
    log_in(visitor, "Carl")

    send(visitor, "/account/", "/account/words/", words="yes")

    assert not Event.objects.filter(action="person.words_changed").exists()


def test_the_account_page_has_the_box(visitor, carl):
    log_in(visitor, "Carl")
    ticked = visitor.get("/account/").content.decode()

    send(visitor, "/account/", name="Carl", language="en")
    unticked = visitor.get("/account/").content.decode()

    carl.refresh_from_db()
    assert carl.wants_words is False
    assert [re.search('<input[^>]*name="words"[^>]*>', page)[0].count("checked") for page in (ticked, unticked)] == [
        1,
        0,
    ]
