"""The firm's own questions: added, changed, ordered and removed by its administrators, and what is refused."""

import pytest

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.firms.models import Firm
from comptoir.guide.actions import (
    CannotChangeQuestion,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from comptoir.guide.models import Question
from tests.firms.people import NOW, in_firm, new_firm, office, seated, trail


@pytest.fixture
def firm(db) -> Firm:
    return new_firm()


def added(firm: Firm, question: str, answer: str = "So.", language: str = "fr") -> Question:
    return add_question(language, question, answer, by=office(firm), at=NOW)


def order(firm: Firm, language: str = "fr") -> list[str]:
    rows = Question.objects.filter(firm=firm, language=language).order_by("position", "pk")
    return [row.question for row in rows]


def test_a_question_is_added_after_the_others_of_its_language(firm):
    added(firm, " Where \r\n are\u202fyou? ", "  Here.  \n\n- there \n")
    added(firm, "When?")
    added(firm, "Waar?", language="nl")

    first = Question.objects.get(question="Where are\u202fyou?")
    assert first.answer == "Here.\n\n- there"
    assert (order(firm), order(firm, "nl")) == (["Where are\u202fyou?", "When?"], ["Waar?"])
    assert trail() == ["question.added"] * 3


def test_a_question_that_is_sent_twice_stands_there_once(firm):
    first = added(firm, "When?")
    again = added(firm, " When? ")
    other = added(firm, "When?", "Never.")

    assert (again, order(firm), trail()) == (first, ["When?", "When?"], ["question.added"] * 2)
    assert other != first


@pytest.mark.parametrize(
    ("question", "answer", "language", "sentence"),
    [
        (" ", "So.", "fr", "A question needs an answer, and an answer its question."),
        ("Why?", "\n ", "fr", "A question needs an answer, and an answer its question."),
        ("x" * 201, "So.", "fr", "A question is at most 200 characters long."),
        ("Why?", "x" * 4001, "fr", "An answer is at most 4000 characters long."),
        ("Why?", "So.", "de", "Choose a language."),
    ],
)
def test_what_is_empty_or_too_long_is_refused(firm, question, answer, language, sentence):
    with pytest.raises(CannotChangeQuestion, match=sentence):
        added(firm, question, answer, language)

    assert (Question.objects.count(), trail()) == (0, [])


def test_the_longest_that_fits_is_taken(firm):
    assert len(added(firm, "x" * 200, "y" * 4000).answer) == 4000


def test_after_a_hundred_a_language_is_full_and_the_others_are_not(firm):
    rows = [Question(firm=firm, language="fr", question=f"{n}?", answer="So.", position=n) for n in range(100)]
    Question.objects.bulk_create(rows)

    with pytest.raises(CannotChangeQuestion, match="There are 100 questions in this language already"):
        added(firm, "One more?")

    assert len(order(firm)) == 100
    assert added(firm, "Nog een?", language="nl").position == 0


def test_a_change_keeps_its_place_and_is_told_before_and_after(firm):
    row = added(firm, "Why?")

    change_question(row, "Why not?", "So.", by=office(firm), at=NOW)
    change_question(row, "Why not?", "So.", by=office(firm), at=NOW)

    event = Event.objects.get(action="question.changed")
    assert order(firm) == ["Why not?"]
    assert event.facts == {"before": {"question": "Why?", "answer": "So."}, "question": "Why not?", "answer": "So."}


def test_questions_change_places_and_stay_at_the_ends(firm):
    first, second, third = (added(firm, word) for word in ("A?", "B?", "C?"))

    move_question(third, up=True, by=office(firm), at=NOW)
    moved = order(firm)
    move_question(first, up=True, by=office(firm), at=NOW)
    move_question(second, up=False, by=office(firm), at=NOW)

    assert (moved, order(firm)) == (["A?", "C?", "B?"], ["A?", "C?", "B?"])
    assert trail().count("question.moved") == 1


def test_what_is_removed_stays_in_the_trail(firm):
    row = added(firm, "Why?")

    remove_question(row, by=office(firm), at=NOW)
    with pytest.raises(CannotChangeQuestion, match="removed meanwhile"):
        change_question(row, "Why not?", "So.", by=office(firm), at=NOW)

    event = Event.objects.get(action="question.removed")
    assert (order(firm), event.facts) == ([], {"language": "fr", "question": "Why?", "answer": "So."})


def test_only_administrators_change_them_and_only_their_own(firm):
    row = added(firm, "Why?")
    collaborator = in_firm(seated("Bob", "collaborator", firm), firm)

    with pytest.raises(NotAllowed):
        remove_question(row, by=collaborator, at=NOW)
    with pytest.raises(CannotChangeQuestion):
        remove_question(row, by=office(new_firm("Other")), at=NOW)

    assert order(firm) == ["Why?"]
