"""The texts of mails: what may stand in them, which of them holds, and how they are filled in."""

from datetime import UTC, date, datetime

import pytest

from comptoir.archive.actions.templates import drop_template, save_template
from comptoir.archive.letters import BadText, Scene, Text, built_in, check_text, fill, values_of
from comptoir.archive.models import MailTemplate
from comptoir.archive.queries.sharing import Where, texts_of
from comptoir.firms.access import NotAllowed
from tests.firms.people import in_firm, new_dossier, new_firm, office, seated

NOON = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
GOOD = Text("Invoice {number}", "Here: {link}\n")
SCENE = Scene("Atelier", "Fiduciaire", "Carl", "EUR", date(2026, 8, 30))


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_built_in_text_of_each_language_is_a_good_one(language):
    text = built_in(language)

    assert check_text(text) == text
    assert [name for name in ("{link}", "{due_date}", "{valid_until}", "{sender}") if name not in text.body] == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_sentence_of_the_built_in_text_is_left_in_english(language):
    said, in_english = (
        {text.subject, *text.body.split("\n\n")} - {"{link}"} for text in map(built_in, (language, "en"))
    )

    assert said & in_english == set()


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("", "{link}", "Write a subject."),
        ("  ", "{link}", "Write a subject."),
        ("a", "b", "put {link} into it"),
        ("{link}", "{link}", "may not stand there"),
        ("a", "{link} {name}", "“{name}” is no placeholder"),
        ("{Number}", "{link}", "“{Number}” is no placeholder"),
        ("a", "{link} {{ request }}", "“{ request }” is no placeholder"),
        ("a", "{link} {number.__class__}", "“{number.__class__}” is no placeholder"),
        ("a", "{link} {}", "“{}” is no placeholder"),
        ("a", "{link} {number", "A brace stands alone"),
        ("a\r\nBcc: x@y.example", "{link}", "one line"),
        ("a\x85b", "{link}", "one line"),
        ("a\u2028b", "{link}", "one line"),
        ("a", "{link}\x00", "control characters"),
        ("a", "{link}\u202e", "control characters"),
        ("a" * 151, "{link}", "may have 150 characters"),
        ("a", "{link}" + "b" * 5000, "the text 5000"),
    ],
)
def test_what_would_not_make_a_whole_mail_is_refused_in_words(subject, body, said):
    with pytest.raises(BadText) as refused:
        check_text(Text(subject, body))

    assert said in str(refused.value)


def test_a_text_is_kept_trimmed_with_line_ends_of_one_kind():
    assert check_text(Text(" Facture\u202f: {number} ", "\r\nA  \r\n\r\n{link}\r\n\r\n")) == Text(
        "Facture\u202f: {number}", "A\n\n{link}\n"
    )


def test_filling_in_is_one_pass_so_that_what_is_filled_in_is_never_looked_at_again(books):
    books.book("2026-02-01 SAL 1  400000 Martin  -42.00")
    row = books.row("SAL 1")
    row.document_number = "{amount}%(x)s{{7*7}}"

    said = fill(Text("{number}", "{kind} {amount} {due_date} {link}"), values_of(row, SCENE, "nl"))

    assert said == Text("(amount)%(x)s((7*7))", "creditnota 42,00 EUR – {link}")


def test_the_nearest_text_holds_and_going_back_uncovers_the_next(db):
    dossier, asked = new_dossier(new_firm()), "fr"
    firm = dossier.firm
    save_template(GOOD, language="fr", by=office(firm), at=NOON)
    save_template(Text("Own", "{link}"), language="fr", by=office(firm, dossier), at=NOON)

    assert texts_of(firm, dossier)[asked].where == Where.DOSSIER
    assert texts_of(firm, dossier)[asked].text == Text("Own", "{link}\n")
    assert texts_of(firm, None)[asked].text == GOOD
    assert texts_of(firm, dossier)["nl"].where == Where.BUILT_IN

    drop_template(language="fr", by=office(firm, dossier), at=NOON)
    assert texts_of(firm, dossier)[asked].where == Where.FIRM
    drop_template(language="fr", by=office(firm), at=NOON)
    assert texts_of(firm, dossier)[asked].where == Where.BUILT_IN


def test_a_text_saved_twice_is_kept_once(db):
    firm = new_firm()
    for subject in ("One", "Two"):
        save_template(Text(subject, "{link}"), language="fr", by=office(firm), at=NOON)

    assert [row.subject for row in MailTemplate.objects.all()] == ["Two"]


def test_a_bad_text_is_not_saved(db):
    with pytest.raises(BadText):
        save_template(Text("a", "b"), language="fr", by=office(new_firm()), at=NOON)

    assert not MailTemplate.objects.exists()


def test_the_firms_text_is_its_administrators_matter(db):
    firm = new_firm()
    with pytest.raises(NotAllowed):
        save_template(GOOD, language="fr", by=in_firm(seated("Bob", "collaborator", firm), firm), at=NOON)

    assert not MailTemplate.objects.exists()
