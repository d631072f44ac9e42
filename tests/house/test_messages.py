"""Words for people: every sentence is collected, and said in French and in Dutch."""

import ast
import re

import polib
import pytest
from django.template import Template

from scripts.messages import (
    LANGUAGES,
    Message,
    Unreadable,
    catalogue,
    collect,
    handing_on,
    messages_of_python,
    messages_of_template,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


FOREIGN_TO_FRENCH = re.compile(r"'|« | »| [:;!?](?=\s|$)")
"""Straight apostrophes, and spaces at which a line could break before a mark."""


def silent(entry: polib.POEntry) -> bool:
    """Whether a form of the sentence is not translated, or not surely."""
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return entry.fuzzy or len(said) < (2 if entry.msgid_plural else 1) or not all(said)


def wrong_facts(entry: polib.POEntry) -> bool:
    """Whether a translation names other facts than the sentence; one of a singular and plural may leave one out."""
    own = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if entry.msgid_plural:
        return any(set(PLACEHOLDER.findall(said)) - own for said in entry.msgstr_plural.values())
    return set(PLACEHOLDER.findall(entry.msgstr)) != own


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_sentence_and_no_other(language):
    kept = {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(catalogue(language).as_posix())}

    said = {(message.context, message.text) for message in collect()}

    assert {"missing": said - kept, "no longer said": kept - said} == {"missing": set(), "no longer said": set()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_with_the_same_facts(language):
    entries = polib.pofile(catalogue(language).as_posix())

    assert [entry.msgid for entry in entries if silent(entry)] == []
    assert [entry.msgid for entry in entries if wrong_facts(entry)] == []


def test_french_writes_its_apostrophes_and_spaces_as_printers_do():
    entries = polib.pofile(catalogue("fr").as_posix())
    said = [form for entry in entries for form in (entry.msgstr, *entry.msgstr_plural.values())]

    assert [form for form in said if FOREIGN_TO_FRENCH.search(form)] == []


def test_sentences_of_python_are_collected_by_the_name_of_what_says_them():
    text = """
_("Paid")
gettext(sentence.text)
ngettext("one line", "%(n)s lines", n)
pgettext("month", "March")
words.Sentence("The file %(file)s is cut.", {"file": name})
raise CannotClose("The dossier is closed already.")
raise CannotClose(text)
super().__init__("The run %(run)s was lost.", run=run)
raise row.wrong("vat", "This is no VAT number.")
"""
    assert list(messages_of_python(text, "here.py", {"Sentence": 0, "CannotClose": 0, "wrong": 1})) == [
        Message("", "Paid"),
        Message("", "one line", "%(n)s lines"),
        Message("month", "March"),
        Message("", "The file %(file)s is cut."),
        Message("", "The dossier is closed already."),
        Message("", "The run %(run)s was lost."),
        Message("", "This is no VAT number."),
    ]


@pytest.mark.parametrize("text", ['_(f"Paid on {day}")', 'Sentence("Paid" + when)', '_("a" if b else "c")'])
def test_a_sentence_that_is_put_together_is_refused(text):
    with pytest.raises(Unreadable, match=r"here\.py:1"):
        list(messages_of_python(text, "here.py", {"Sentence": 0}))


def test_a_function_that_makes_a_refusal_of_its_text_is_known_by_name_with_the_place_of_the_text():
    tree = ast.parse("""
class Row:
    def wrong(self, column, text, **facts):
        return WrongRow(text, self.line, column, **facts)

    def read(self, text):
        raise WrongRow("This is no date.")
""")

    assert handing_on([tree], {"WrongRow": 0}) == {"wrong": 1}


def test_sentences_of_templates_are_collected_under_the_key_that_is_looked_up():
    template = Template("""{% if a %}{% translate "100% paid" %}{% else %}
        {% translate "May" context "month" %}{% endif %}
        {% for x in a %}{% blocktranslate trimmed count n=x %}one
          line{% plural %}{{ n }} lines{% endblocktranslate %}{% endfor %}{{ a|default:_("nothing") }}""")

    assert list(messages_of_template(template)) == [
        Message("", "100%% paid"),
        Message("month", "May"),
        Message("", "one line", "%(n)s lines"),
        Message("", "nothing"),
    ]


def test_a_missing_translation_and_a_wrong_placeholder_are_caught():
    assert silent(polib.POEntry(msgid="Paid", msgstr=""))
    assert silent(polib.POEntry(msgid="Paid", msgstr="Payé", flags=["fuzzy"]))
    assert wrong_facts(polib.POEntry(msgid="Paid on %(day)s", msgstr="Payé le %(jour)s"))
    assert not wrong_facts(polib.POEntry(msgid="Paid on %(day)s", msgstr="Payé le %(day)s"))
