"""The help's page: the questions that concern the reader, the search, the firm's own words and how to reach it."""

import re

import pytest

from comptoir.guide.models import Question
from tests.web.portal.page import text_of

KEY = re.compile(r'<details class="question" id="([^"]+)"( lang="..")?( open)?>')


@pytest.fixture
def address(dossier) -> str:
    return f"/d/{dossier.pk}/help/"


def shown(response) -> list[str]:
    return [key for key, _, _ in KEY.findall(response.content.decode())]


def own(firm, question: str, answer: str = "So.", language: str = "en", position: int = 0) -> Question:
    return Question.objects.create(firm=firm, question=question, answer=answer, language=language, position=position)


def test_the_questions_are_those_that_concern_the_reader(carl, rita, paul, address):
    everything, consulting, handing_in = (shown(who.get(address)) for who in (carl, rita, paul))

    assert set(consulting) < set(everything)
    assert set(handing_in) - {"hands-in"} < set(everything)
    assert "hand-in-how" in handing_in
    assert "hand-in-how" not in consulting
    assert "in-progress" in consulting
    assert "send" in everything
    assert "send" not in consulting
    assert "find" not in handing_in


def test_financial_is_told_of_only_where_the_dossier_shows_it(carl, address, dossier):
    hidden = shown(carl.get(address))
    dossier.shows_financial = True
    dossier.save()

    assert "bank-shows" not in hidden
    assert "bank-shows" in shown(carl.get(address))


def test_limited_reporting_takes_payment_and_history_out_of_the_help(carl, address, dossier):
    dossier.limited_reporting = True
    dossier.save()

    assert {"i-have-paid", "statement"} & set(shown(carl.get(address))) == set()


def test_a_search_opens_and_marks_what_it_found(carl, address):
    answer = carl.get(address, {"q": "REVOKE"}).content.decode()

    assert KEY.findall(answer) == [("revoke", "", " open")]
    assert "<mark><strong>Revoke</strong></mark>" in answer


def test_a_search_without_a_find_says_whom_to_ask(carl, address, dossier):
    dossier.firm.contact = "Anne Lambert\n+32 2 123 45 67\ninfo@fiduciaire.example"
    dossier.firm.save()

    answer = carl.get(address, {"q": "zzzz"})

    assert shown(answer) == []
    assert "No question has “zzzz”." in text_of(answer.content.decode())
    assert 'Anne Lambert<br>+32 2 123 45 67<br><a href="mailto:info@fiduciaire.example">' in answer.content.decode()


def test_htmx_gets_the_answers_alone(carl, address):
    answer = carl.get(address, {"q": "revoke"}, headers={"HX-Request": "true", "HX-Target": "answers"})

    assert answer.content.decode().lstrip().startswith('<div id="answers"')
    assert shown(answer) == ["revoke"]


def test_a_link_opens_its_question(carl, address):
    found = KEY.findall(carl.get(address, {"open": "password"}).content.decode())

    assert [key for key, _, opened in found if opened] == ["password"]


def test_the_firms_own_questions_come_first_and_are_searched(carl, address, dossier):
    own(dossier.firm, "When are you open?", "From **nine**.", position=1)
    own(dossier.firm, "Where are you?", position=0)

    answer = carl.get(address)
    first = shown(answer)[:2]

    titles = [Question.objects.get(pk=key.removeprefix("own-")).question for key in first]
    assert titles == ["Where are you?", "When are you open?"]
    assert f"From {dossier.firm.name}" in text_of(answer.content.decode())
    assert shown(carl.get(address, {"q": "nine"}))[0] == first[1]


def test_the_firms_questions_are_in_the_firms_language_where_the_readers_has_none(carl, address, dossier):
    own(dossier.firm, "Où êtes-vous ?", language="fr")

    (key, language, _) = KEY.findall(carl.get(address).content.decode())[0]

    assert (key.startswith("own-"), language) == (True, ' lang="fr"')


def test_another_firms_questions_are_not_shown(carl, address, dossier):
    own(type(dossier.firm).objects.create(name="Other", created_at=dossier.created_at), "Hers?")

    assert "Hers?" not in carl.get(address).content.decode()


def test_hostile_words_of_a_firm_stay_text(carl, address, dossier):
    own(dossier.firm, "<script>alert(1)</script>", "<img src=x onerror=alert(2)> {{ shell }} {{Paid}}")

    page = carl.get(address).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=x onerror=alert(2)&gt; {{ shell }} {{Paid}}" in page


def test_the_page_costs_the_same_however_much_the_firm_has_added(carl, address, dossier, django_assert_num_queries):
    carl.get(address)
    with django_assert_num_queries(COST):
        carl.get(address)
    for number in range(20):
        own(dossier.firm, f"Question {number}?")
    with django_assert_num_queries(COST):
        carl.get(address)


def test_without_words_the_page_offers_them_again(carl, address):
    before = text_of(carl.get(address).content.decode())
    carl.post("/account/words/", {"words": "no"})
    after = text_of(carl.get(address).content.decode())

    assert "Leave the question marks out" in before
    assert "What “Provisional” means" in before
    assert "Show the question marks" in after
    assert "What “Provisional” means" not in after


COST = 7


def test_the_guide_is_downloaded_under_the_firms_name_in_the_readers_language(carl, address):
    assert "Guide as PDF" in text_of(carl.get(address).content.decode())

    answer = carl.get(f"{address}guide.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Guide Fiduciaire Exemple.pdf"'
    assert answer.content.startswith(b"%PDF-")
