"""Templates compile, know their variables, mark every word for translation, and hold no script or style."""

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.template.loader import get_template

from tests.house.source import ROOT, templates

SPOKEN = {"title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "alt", "label"}
UNTRANSLATED = {"Comptoir", "PDF", "UBL", "XML", "CSV", "FEC", "IBAN", "BE", "EUR"}
"""Words that are the same in every language."""

SILENT = {"script", "style", "svg", "code", "kbd", "samp"}
BLOCK = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
CLASSES = re.compile(r"{%\s*block \w+_class\s*%}.*?{%\s*endblock\b.*?%}", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


class Words(HTMLParser):
    """Collects the words that a person reads or hears: text, and attributes that are spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        for name, value in attrs:
            if name in SPOKEN and value:
                self.found += WORD.findall(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found += WORD.findall(data)


def without_code(text: str) -> str:
    """The template's own text; whatever a tag or a variable puts there is left out, line by line."""
    for pattern in (BLOCK, COMMENT, CLASSES, CODE):
        text = pattern.sub(lambda match: "\n" * match.group().count("\n"), text)
    return text


def unmarked(text: str, *, html: bool = True) -> list[str]:
    """Words outside {% translate %} and {% blocktranslate %}."""
    plain = without_code(text)
    if not html:
        return [word for word in WORD.findall(plain) if word not in UNTRANSLATED]
    words = Words()
    words.feed(plain)
    words.close()
    return [word for word in words.found if word not in UNTRANSLATED]


def inline(text: str) -> list[str]:
    """Scripts, styles and handlers that a strict Content-Security-Policy refuses."""
    plain = without_code(text)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b[^>]*>", plain, re.IGNORECASE)
    attributes = re.findall(r"<[a-z][^>]*?\s(style|on[a-z]+|hx-on[a-z:-]*)\s*=", plain, re.IGNORECASE)
    return scripts + attributes + re.findall(r"javascript:", plain, re.IGNORECASE)


def named(path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_template_compiles():
    for path in templates():
        get_template(path.as_posix().rpartition("/templates/")[2])


def test_every_word_of_a_template_is_marked_for_translation():
    found = {named(path): unmarked(path.read_text(), html=path.suffix == ".html") for path in templates()}

    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello</p>",
        '<a title="Next page">›</a>',
        '{% if x %}<b aria-label="Close {{ x }}">×</b>{% endif %}',
        "<p>{% translate 'Paid' %} on {{ day }}</p>",
    ],
)
def test_an_unmarked_word_is_caught(text):
    assert unmarked(text)


def test_marked_words_figures_and_signs_are_let_through():
    text = """<p title="{% translate 'Paid' %}">{% blocktranslate %}Paid on {{ day }}{% endblocktranslate %} · 3 €
        {# a note #}<svg><title>arrow</title></svg>{{ name }}</p>{% block main_class %}wide{% endblock %}"""

    assert unmarked(text) == []


def test_no_template_holds_a_script_or_a_style():
    found = {named(path): inline(path.read_text()) for path in templates()}

    assert {place: tags for place, tags in found.items() if tags} == {}


def test_inline_scripts_styles_and_handlers_are_caught():
    text = '<script>1</script><script src="/a.js"></script><p style="x" onclick="y"></p><a href="javascript:z">'

    assert inline(text) == ["<script>", "style", "javascript:"]


def test_an_undefined_variable_fails_the_test_that_renders_it():
    with pytest.raises(pytest.fail.Exception, match="nobody"):
        Template("{{ nobody }}").render(Context({"somebody": 1}))
