"""The settings of a connection to Tryton: what is needed, and what is wrong with what was given."""

import pytest

from comptoir.connectors.port import NOWHERE, Reach, WrongConfiguration
from comptoir.connectors.tryton.package import PACKAGE
from comptoir.connectors.tryton.settings import parse
from comptoir.records.books import JournalType

GOOD = {"url": "https://tryton.example/", "database": "books", "user": "comptoir", "password": "secret"}
REACH = Reach(hosts=frozenset({"tryton.example"}))


def test_what_is_not_given_has_a_careful_default():
    read = parse(GOOD)

    assert (read.url, read.company, read.digits, read.journals) == ("https://tryton.example", 0, 6, {})
    assert PACKAGE.check(GOOD, REACH) == []


def test_the_password_is_in_no_text_of_the_settings():
    assert "secret" not in repr(parse(GOOD))


def test_journal_types_may_say_otherwise_than_tryton():
    assert parse(GOOD | {"journals": {"NCA": "purchase_credit"}}).journals == {"NCA": JournalType.PURCHASE_CREDIT}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": ""}, "Say at which address Tryton answers."),
        ({"database": " "}, "Say which database of Tryton has the books."),
        ({"user": None}, "Say with which user Tryton is asked."),
        ({"password": ""}, "Say the password of Tryton's user."),
        ({"company": "1"}, "company must be a whole number from 0 to 2147483647."),
        ({"digits": 0}, "digits must be a whole number from 1 to 12."),
        ({"journals": {"A": "x"}}, "The type of journal A is x, which is none."),
        ({"customer_roots": "400"}, "The roots of accounts must be a list of account numbers."),
    ],
)
def test_what_is_wrong_is_said(changes, words):
    assert words in [str(problem.sentence) for problem in PACKAGE.check(GOOD | changes, REACH)]
    with pytest.raises(WrongConfiguration):
        PACKAGE.open(GOOD | changes, REACH)


def test_a_host_that_may_not_be_asked_is_said_and_never_asked():
    (problem,) = PACKAGE.check(GOOD, NOWHERE)

    assert "tryton.example" in str(problem.sentence)
    assert [tried.good for tried in PACKAGE.test(GOOD, NOWHERE)] == [False]
    with pytest.raises(WrongConfiguration):
        PACKAGE.open(GOOD, NOWHERE)
