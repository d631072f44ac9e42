"""Runs in words: outcome, kind, what was counted, where something is wrong; and what a dossier says for itself."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from comptoir.connectors.registry import PACKAGES
from comptoir.firms.access import COMMAND_LINE
from comptoir.firms.models import Dossier
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.models import Run
from comptoir.web.shared.templatetags.comptoir import count, say

LOOKS = {
    Outcome.RUNNING: ("due", "sync"),
    Outcome.DONE: ("good", "check"),
    Outcome.REFUSED: ("late", "error"),
    Outcome.FAILED: ("late", "warning"),
}

FAULTS = frozenset({Outcome.REFUSED, Outcome.FAILED})


def outcome_badge(run: Run) -> SafeString:
    """Icon, word and colour of how the run stands."""
    return _badge(run.outcome, run.needs_confirmation, get_language() or "")


@lru_cache(maxsize=64)
def _badge(outcome: str, held: bool, language: str) -> SafeString:
    del language
    tone, icon = LOOKS[Outcome(outcome)]
    word = gettext("To be confirmed") if held else Outcome(outcome).label
    return render_to_string(
        "shared/parts/badge.html", {"tone": "part" if held else tone, "icon": "warning" if held else icon, "word": word}
    )


def kind_in_words(run: Run) -> str:
    """Which of the four kinds, and for the one that can be both whether it was complete."""
    if run.kind == RunKind.MANUAL:
        return gettext("Manual, complete") if run.full else gettext("Manual, incremental")
    return str(RunKind(run.kind).label)


def asker_in_words(run: Run) -> str:
    """Who asked for the run: a person by name, Comptoir itself, or whoever ran a command on the server."""
    return gettext("command line") if run.asked_name == COMMAND_LINE else run.asked_name


def counts_in_words(counts: Mapping[str, int]) -> list[str]:
    """What a run did, one phrase for each thing that it did at all."""
    number = {name: counts.get(name, 0) for name in _PHRASES}
    return [_PHRASES[name](value) % {"number": count(value)} for name, value in number.items() if value]


_PHRASES = {
    "added": lambda n: ngettext("%(number)s entry added", "%(number)s entries added", n),
    "changed": lambda n: ngettext("%(number)s entry changed", "%(number)s entries changed", n),
    "removed": lambda n: ngettext("%(number)s entry removed", "%(number)s entries removed", n),
    "lettered": lambda n: ngettext("%(number)s newly lettered", "%(number)s newly lettered", n),
    "unlettered": lambda n: ngettext("%(number)s no longer lettered", "%(number)s no longer lettered", n),
    "documents": lambda n: ngettext("%(number)s new document", "%(number)s new documents", n),
    "linked": lambda n: ngettext("%(number)s document linked", "%(number)s documents linked", n),
}


def place_in_words(place: Mapping[str, Any] | None) -> str:
    """Where in the source something is wrong, "" when that is not known."""
    if not place:
        return ""
    facts = {"file": place.get("file", ""), "line": place.get("line", 0), "column": place.get("column", "")}
    if facts["line"] and facts["column"]:
        return gettext("Line %(line)s, column %(column)s of %(file)s") % facts
    if facts["line"]:
        return gettext("Line %(line)s of %(file)s") % facts
    return str(facts["file"])


def package_label(name: str) -> str:
    """What people call the accounting package."""
    return say(PACKAGES[name].label) if name in PACKAGES else name


def options_in_words(dossier: Dossier) -> list[str]:
    """The options of which the dossier says otherwise than its firm."""
    firm, words = dossier.firm, []
    if dossier.shows_only_processed != firm.only_processed:
        on, off = gettext("Only processed periods"), gettext("All periods, unlike the firm")
        words.append(on if dossier.only_processed else off)
    if dossier.reports_limited != firm.limited_reporting:
        on, off = gettext("Limited reporting"), gettext("Full reporting, unlike the firm")
        words.append(on if dossier.limited_reporting else off)
    return words
