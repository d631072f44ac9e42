"""What pages say, as the reader of a page gets it: taken from the catalogues, so that no test knows two languages."""

from django.utils import translation
from django.utils.translation import gettext

from comptoir.kit.money import cents_from_text
from comptoir.web.shared.templatetags.comptoir import money

FRENCH = "fr"
"""The language of most people of the demo."""


def said(text: str, *, language: str = FRENCH, **facts: object) -> str:
    """That sentence of the sources in the reader's language, with its facts in it."""
    with translation.override(language):
        return gettext(text) % facts if facts else gettext(text)


def day(iso: str) -> str:
    """A day of the command line's JSON as pages show it."""
    return "/".join(reversed(iso.split("-")))


def amount(text: str, *, language: str = FRENCH) -> str:
    """An amount of the command line's JSON as pages show it."""
    with translation.override(language):
        return money(cents_from_text(text))
