"""The frequent questions: complete in three languages, true to the words of the screen, shown to whom they concern."""

import re

import polib
import pytest

from comptoir.firms.choices import DOSSIER_RIGHTS, LIMITED_RIGHTS, PORTAL_RIGHTS_OF_FIRM, DossierProfile, Language
from comptoir.guide.markup import written
from comptoir.guide.questions import all_chapters, chapters_for, found_in, sources
from scripts.messages import catalogue
from tests.house.test_messages import FOREIGN_TO_FRENCH

RIGHTS = frozenset().union(*PORTAL_RIGHTS_OF_FIRM.values(), *DOSSIER_RIGHTS.values())
WORD = re.compile(r"\{\{(.+?)\}\}")
READ = [(chapter, question) for chapter in sources() for question in chapter["questions"]]


def keys(language: str, rights: frozenset[str]) -> set[str]:
    """The questions that somebody with these rights sees."""
    return {question.key for chapter in chapters_for(language, rights) for question in chapter.questions}


def test_every_question_is_asked_and_answered_in_every_language():
    assert len(READ) >= 30
    for chapter, question in READ:
        assert sorted(chapter["title"]) == sorted(Language.values)
        for language in Language.values:
            told = question[language]
            assert set(told) == {"asks", "says"}, question["key"]
            assert told["asks"].endswith("?"), question["key"]
            assert told["says"].strip().endswith("."), question["key"]


def test_the_languages_say_the_same_words_of_the_screen():
    for _, question in READ:
        words = [sorted(WORD.findall(question[language]["says"])) for language in Language.values]
        assert words[0] == words[1] == words[2], question["key"]


def test_keys_are_unique_and_fit_an_address():
    names = [chapter["key"] for chapter in sources()] + [question["key"] for _, question in READ]

    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []


def test_every_right_that_a_question_needs_exists():
    named = {right for _, question in READ for on in ("needs", "unless") for right in question.get(on, ())}

    assert named - RIGHTS == set()


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_word_of_the_screen_stands_there(language):
    known = {
        f"{entry.msgctxt}|{entry.msgid}" if entry.msgctxt else entry.msgid
        for entry in polib.pofile(str(catalogue(language)))
    }
    said = {
        word for _, question in READ for told in ("asks", "says") for word in WORD.findall(question[language][told])
    }

    assert said
    assert said - known == set()


def test_french_is_printed_with_its_spaces_and_apostrophes():
    texts = [question["fr"][told] for _, question in READ for told in ("asks", "says")]

    assert [text for text in texts if FOREIGN_TO_FRENCH.search(text)] == []


def test_words_of_the_screen_are_those_of_the_readers_language():
    said = {
        language: written(next(q for c in all_chapters(language) for q in c.questions if q.key == "find").blocks)
        for language in Language.values
    }

    assert "Plus de filtres" in said["fr"]
    assert "Meer filters" in said["nl"]
    assert "More filters" in said["en"]


def test_everybody_sees_the_questions_about_what_he_has():
    full = DOSSIER_RIGHTS[DossierProfile.FULL_ACCESS]
    hands_in = keys("fr", DOSSIER_RIGHTS[DossierProfile.DOCUMENT_PROCESSING])
    consults = keys("fr", DOSSIER_RIGHTS[DossierProfile.FULL_FEEDBACK])
    limited = keys("fr", full - LIMITED_RIGHTS)

    assert {"find", "i-have-paid"} & hands_in == set()
    assert {"what-is-here", "hands-in", "password"} <= hands_in
    assert "hands-in" not in consults
    assert {"handled", "send", "file-one"} & consults == set()
    assert {"find", "i-have-paid", "statement"} <= consults
    assert {"i-have-paid", "states", "to-do", "ages", "statement"} & limited == set()
    assert {"handled", "find", "send", "no-payments"} <= limited
    assert "no-payments" not in keys("fr", full) | hands_in


def test_a_search_wants_every_word_and_does_not_mind_accents_and_case():
    chapters = chapters_for("fr", RIGHTS)

    assert {q.key for c in found_in(chapters, "ECHEANCE  depassee jours") for q in c.questions} == set()
    assert "ages" in {q.key for c in found_in(chapters, "ANCIENNETÉ echeance") for q in c.questions}
    assert found_in(chapters, "zzzz") == []


def test_what_was_looked_for_is_marked_in_question_and_answer():
    (chapter,) = [c for c in found_in(chapters_for("en", RIGHTS), "password forgotten") if c.key == "people"]
    spans = [span for block in chapter.questions[0].blocks for line in block.lines for span in line if span.found]

    assert {span.text.casefold() for span in spans} == {"forgotten", "password"}
