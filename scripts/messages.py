"""Collect every sentence for people into comptoir/locale/<language>/LC_MESSAGES/django.po; needs no GNU gettext.

Python files are read as syntax trees: the calls of gettext, the first text of every `Sentence` and of every subclass of
`Refusal`, and what is given as `text` to a function that makes one of these of it. Templates are read by Django's own
engine, so that the key found here is the key looked up at run time. Catalogues are sorted and hold no line numbers; what
is no longer said is dropped.
"""

import ast
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django import setup
from django.template import Template
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "comptoir"
IN_EXPRESSION = re.compile(r"""(?<![\w.])_\(\s*("[^"]*"|'[^']*')\s*\)""")
LANGUAGES = {"fr": "nplurals=2; plural=(n > 1);", "nl": "nplurals=2; plural=(n != 1);"}
GETTEXT = {
    "gettext": (0,),
    "gettext_lazy": (0,),
    "gettext_noop": (0,),
    "_": (0,),
    "ngettext": (0, 1),
    "ngettext_lazy": (0, 1),
}
WITH_CONTEXT = {"pgettext": (1,), "pgettext_lazy": (1,), "npgettext": (1, 2), "npgettext_lazy": (1, 2)}


class Message(NamedTuple):
    """A key of the catalogues: context, text, plural; what is absent is empty."""

    context: str
    text: str
    plural: str = ""


class Unreadable(Exception):
    """A sentence that is no plain text and can therefore not be collected; says where."""


def collect() -> list[Message]:
    """Every sentence of the project, once, in the order of the alphabet; one with a plural stands for both."""
    files = [(path, path.read_text()) for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name != "migrations"]
    trees = [ast.parse(text) for _, text in files]
    makers = sentence_makers(trees)
    makers |= handing_on(trees, makers)
    found: dict[tuple[str, str], Message] = {}
    said = [msg for path, text in files for msg in messages_of_python(text, str(path.relative_to(ROOT)), makers)]
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            template = get_template(path.as_posix().rpartition("/templates/")[2]).template
            said += messages_of_template(template)
    for message in said:
        key = (message.context, message.text)
        found[key] = message if message.plural else found.get(key, message)
    return sorted(found.values(), key=lambda message: (message.text, message.context))


def messages_of_python(text: str, place: str, makers: dict[str, int]) -> Iterator[Message]:
    """What a Python file says. Refuses a sentence put together at run time: nobody could translate it."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = last_name(node.func)
        at = f"{place}:{node.lineno}"
        if name in WITH_CONTEXT and not is_passed_on(node.args[0]):
            yield Message(literal(node.args[0], at), *(literal(node.args[index], at) for index in WITH_CONTEXT[name]))
        elif name in GETTEXT and not is_passed_on(node.args[0]):
            yield Message("", *(literal(node.args[index], at) for index in GETTEXT[name]))
        elif name in makers or is_handed_up(node):
            said = node.args[makers.get(name, 0) :]
            if said and not is_passed_on(said[0]):
                yield Message("", literal(said[0], at))


def literal(value: ast.expr, at: str) -> str:
    """The plain text that this expression is."""
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        raise Unreadable(f"{at}: a sentence for people must be one plain text, with %(name)s for what changes")
    return value.value


def is_passed_on(value: ast.expr) -> bool:
    """Whether a text comes from somewhere else, as in a class that hands on what it was given."""
    return isinstance(value, ast.Name | ast.Attribute | ast.Subscript | ast.Starred)


def is_handed_up(call: ast.Call) -> bool:
    """A text given to super().__init__: how a refusal with facts of its own says its sentence."""
    handed = (
        isinstance(call.func, ast.Attribute) and call.func.attr == "__init__" and isinstance(call.func.value, ast.Call)
    )
    return handed and isinstance(call.args[0], ast.Constant) and " " in str(call.args[0].value)


def sentence_makers(trees: list[ast.Module]) -> dict[str, int]:
    """Sentence, Refusal, and every class that descends from Refusal and takes its text first: name, place of the text."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known, before = {"Sentence", "Refusal"}, 0
    while len(known) > before:
        before = len(known)
        known |= {cls.name for cls in classes if known & {last_name(base) for base in cls.bases}}
    return dict.fromkeys(known - {cls.name for cls in classes if first_argument(cls) not in {"", "text"}}, 0)


def handing_on(trees: list[ast.Module], makers: dict[str, int]) -> dict[str, int]:
    """The functions that make a sentence of the `text` that they are given: name, place of the text in a call."""
    found = {}
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        names = [argument.arg for argument in node.args.args if argument.arg != "self"]
        calls = [call for call in ast.walk(node) if isinstance(call, ast.Call) and last_name(call.func) in makers]
        if (
            node.name != "__init__"
            and "text" in names
            and any(getattr(call.args[0], "id", "") == "text" for call in calls if call.args)
        ):
            found[node.name] = names.index("text")
    return found


def first_argument(cls: ast.ClassDef) -> str:
    """The name of what the class is made from, "" when it leaves that to its bases."""
    own = [node for node in cls.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"]
    names = [argument.arg for argument in own[0].args.args[1:]] if own else [""]
    return names[0] if names else "nothing"


def last_name(node: ast.expr) -> str:
    """ "c" of `a.b.c`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def messages_of_template(template: Template) -> Iterator[Message]:
    """What a template says; the keys are those that Django's own nodes look up, doubled percent signs included."""
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        text = getattr(node.filter_expression.var, "literal", None)
        if isinstance(text, str):
            yield Message(context_of(node), text.replace("%", "%%"))
    for block in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        singular, plural = (block.render_token_list(form or [])[0] for form in (block.singular, block.plural))
        yield Message(context_of(block), singular, plural)
    for quoted in IN_EXPRESSION.findall(template.source):
        yield Message("", quoted[1:-1].replace("%", "%%"))


def context_of(node: TranslateNode | BlockTranslateNode) -> str:
    """The message's context, "" for none."""
    return str(node.message_context.var) if node.message_context else ""


def catalogue(language: str) -> Path:
    """Where the sentences of that language lie."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def renewed(language: str, messages: list[Message]) -> polib.POFile:
    """The catalogue of these messages, with the translations that it has already."""
    path = catalogue(language)
    old = polib.pofile(path.as_posix()) if path.exists() else polib.POFile()
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {
        "Project-Id-Version": "Comptoir",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    fresh.extend(entry_of(message, known.get((message.context, message.text))) for message in messages)
    return fresh


def entry_of(message: Message, known: polib.POEntry | None) -> polib.POEntry:
    """One message as its catalogue keeps it."""
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if "%(" in message.text:
        entry.flags = ["python-format"]
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = (known and known.msgstr_plural) or {0: "", 1: ""}
    elif known:
        entry.msgstr = known.msgstr
    if known:
        entry.tcomment = known.tcomment
    return entry


def main() -> None:
    """Write the catalogues, and say how many sentences wait for their translation."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "comptoir.config.settings"
    with tempfile.TemporaryDirectory() as os.environ["COMPTOIR_DATA"]:
        setup()
        messages = collect()
    for language in LANGUAGES:
        fresh = renewed(language, messages)
        catalogue(language).parent.mkdir(parents=True, exist_ok=True)
        fresh.save(catalogue(language).as_posix())
        waiting = len(fresh.untranslated_entries())
        print(f"{language}: {len(fresh)} sentences, {waiting} without translation")


if __name__ == "__main__":
    try:
        main()
    except Unreadable as refusal:
        sys.exit(f"messages: {refusal}")
