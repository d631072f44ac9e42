"""Amounts, dates, instants and sentences in the reader's way."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context, RequestContext, Template
from django.utils import translation

from comptoir.firms.models import Person
from comptoir.kit.words import Cents, Sentence
from comptoir.web.shared.templatetags.comptoir import count, dmy, icon, money, say, when


@pytest.mark.parametrize(
    ("language", "cents", "text"),
    [
        ("fr", 123456789, "1\u202f234\u202f567,89"),
        ("nl", 123456789, "1.234.567,89"),
        ("en", 123456789, "1,234,567.89"),
        ("fr", -5, "\u22120,05"),
        ("nl", 100000, "1.000,00"),
        ("en", 99999, "999.99"),
        ("en", 0, "0.00"),
        ("en", None, ""),
    ],
)
def test_an_amount_is_written_in_the_readers_way(language, cents, text):
    with translation.override(language):
        assert money(cents) == text


def test_a_count_has_its_thousands_apart():
    with translation.override("nl"):
        assert count(1234567) == "1.234.567"


def test_a_day_is_written_day_first_and_none_is_nothing():
    assert dmy(date(2026, 3, 5)) == "05/03/2026"
    assert dmy(None) == ""


def test_an_instant_is_written_in_local_time():
    assert when(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "02/07/2026 00:30"
    assert when(None) == ""


SENTENCE = Sentence("%(n)s of %(who)s on %(day)s: %(sum)s", {
    "n": 3, "who": "<b>Ann</b>", "day": date(2026, 3, 5), "sum": Cents(-123456),
})  # fmt: skip


@pytest.mark.parametrize("told", [SENTENCE, SENTENCE.to_json()], ids=["sentence", "json"])
def test_a_sentence_is_said_with_its_facts_written_out(told):
    with translation.override("nl"):
        assert say(told) == "3 of <b>Ann</b> on 05/03/2026: \u22121.234,56"


def test_what_a_sentence_says_cannot_be_markup():
    with translation.override("en"):
        page = Template("{{ told|say }}").render(Context({"told": SENTENCE}))

    assert "&lt;b&gt;Ann&lt;/b&gt;" in page


def test_nothing_is_said_of_nothing():
    assert say(None) == ""


def test_an_icon_is_decoration():
    assert icon("check") == (
        '<svg class="icon icon-check" aria-hidden="true"><use href="/static/shared/icons.svg#check"></use></svg>'
    )


def asked_by(person: object) -> HttpRequest:
    """A request of that person."""
    request = HttpRequest()
    request.user = person
    return request


def test_a_figure_is_explained_to_who_wants_words_and_to_nobody_else():
    text = Template('{% in_words "overdue" %}')
    asked = [Person(wants_words=True), Person(wants_words=False), AnonymousUser()]

    with translation.override("en"):
        wanted, unwanted, stranger = (text.render(RequestContext(asked_by(who))) for who in asked)

    assert "What “Overdue” means" in wanted
    assert "The due date has passed, and the books still have an open amount." in wanted
    assert (unwanted, stranger, text.render(Context())) == ("", "", "")


def test_a_figure_without_an_explanation_is_a_fault_of_the_page():
    with pytest.raises(KeyError):
        Template('{% in_words "nothing" %}').render(RequestContext(asked_by(Person(wants_words=True))))
