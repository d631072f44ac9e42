"""Translations as the running program reads them."""

import gettext
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=3; plural={};\\n"\n\n'
FRENCH = HEADER.format("(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2")


@pytest.fixture
def catalogue(settings: Settings, tmp_path: Path) -> Path:
    """A French catalogue with one sentence, one plural, and one that nobody has confirmed."""
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]
    (folder / "django.po").write_text(
        f'{FRENCH}msgid "Paid"\nmsgstr "Payé"\n\n#, fuzzy\nmsgid "Open"\nmsgstr "Ouvrir"\n\n'
        'msgid "one row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "une ligne"\nmsgstr[1] "%(n)s de lignes"\n'
        'msgstr[2] "%(n)s lignes"\n'
    )
    return folder / "django.po"


def compiled() -> str:
    out = StringIO()
    call_command("compile_messages", stdout=out)
    return out.getvalue()


def test_a_catalogue_is_compiled_with_all_its_plurals_and_nothing_unconfirmed(catalogue: Path) -> None:
    assert compiled() == "fr/LC_MESSAGES/django.mo: compiled\n"

    with catalogue.with_suffix(".mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Paid") == "Payé"
    assert french.gettext("Open") == "Open"
    plurals = [french.ngettext("one row", "%(n)s rows", number) for number in (1, 1_000_000, 2)]
    assert plurals == ["une ligne", "%(n)s de lignes", "%(n)s lignes"]


def test_only_what_has_changed_is_compiled_again(catalogue: Path) -> None:
    compiled()
    assert compiled() == ""

    later = catalogue.with_suffix(".mo").stat().st_mtime + 10
    os.utime(catalogue, (later, later))

    assert compiled() == "fr/LC_MESSAGES/django.mo: compiled\n"
