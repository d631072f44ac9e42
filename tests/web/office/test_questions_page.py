"""The office's pages of the firm's own questions."""

import pytest

from comptoir.guide.models import Question
from tests.web.portal.page import text_of


@pytest.fixture
def address(firm) -> str:
    return f"/office/{firm.pk}/questions/"


def order(firm, language: str = "fr") -> list[str]:
    return [row.question for row in Question.objects.filter(firm=firm, language=language).order_by("position", "pk")]


def add(browser, address: str, question: str, answer: str = "Ici.", language: str = "fr"):
    return browser.post(address, {"language": language, "question": question, "answer": answer}, follow=True)


def test_a_question_is_added_in_the_language_that_is_open(anne, firm, address):
    said = text_of(add(anne, address, "Waar?", language="nl").content.decode())

    assert "The question is added; your clients see it in their help." in said
    assert "Waar?" in said
    assert (order(firm), order(firm, "nl")) == ([], ["Waar?"])


def test_a_refusal_stands_in_the_opened_form_with_what_was_typed(anne, firm, address):
    answer = add(anne, address, "Où ?", "")

    assert answer.status_code == 422
    assert "A question needs an answer, and an answer its question." in text_of(answer.content.decode())
    assert 'value="Où ?"' in answer.content.decode()
    assert order(firm) == []


def test_a_question_is_moved_changed_and_removed(anne, firm, address):
    for word in ("A ?", "B ?"):
        add(anne, address, word)
    first, second = Question.objects.filter(firm=firm).order_by("position")

    anne.post(f"{address}{second.pk}/", {"deed": "up"})
    moved = order(firm)
    anne.post(f"{address}{second.pk}/", {"deed": "save", "question": "C ?", "answer": "Là."})
    changed = order(firm)
    anne.post(f"{address}{first.pk}/", {"deed": "remove"})
    anne.post(f"{address}{second.pk}/", {"deed": "anything"})

    assert (moved, changed, order(firm)) == (["B ?", "A ?"], ["C ?", "A ?"], ["C ?"])


def test_the_page_shows_the_answer_as_it_is_read_and_hostile_words_as_text(anne, firm, address):
    add(anne, address, "Où ?", "<b>no</b> **yes**\n\n- one")
    row = Question.objects.get(firm=firm)

    page = anne.get(f"{address}{row.pk}/").content.decode()

    assert "&lt;b&gt;no&lt;/b&gt; <strong>yes</strong>" in page
    assert "<li>one</li>" in page
