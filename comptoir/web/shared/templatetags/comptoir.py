"""Filters and tags that templates use everywhere: amounts, dates, instants, sentences and icons in the reader's way."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from comptoir.firms.models import Person
from comptoir.guide.words import Explained, explained
from comptoir.kit.money import MARKS, MINUS
from comptoir.kit.numbers import format_iban
from comptoir.kit.words import Sentence
from comptoir.notices.saying import amount, said
from comptoir.notices.saying import day as written_day
from comptoir.web.shared.charts import Chart
from comptoir.web.shared.charts import short as in_short

register = template.Library()


@register.filter
def money(cents: int | None) -> str:
    """Cents as an amount: 1 234,56 in French, 1.234,56 in Dutch, 1,234.56 in English; nothing for None."""
    return "" if cents is None else amount(cents)


@register.filter
def short(cents: int) -> str:
    """An amount in few signs, for the scale of a chart."""
    return in_short(cents, MARKS.get((get_language() or "fr")[:2], MARKS["fr"])[1])


@register.filter
def credit(cents: int) -> str:
    """The amount of a line on the credit side, as a positive figure."""
    return money(-cents)


@register.filter
def count(number: int) -> str:
    """A number of things, its thousands apart."""
    between, _ = MARKS.get((get_language() or "fr")[:2], MARKS["fr"])
    return f"{number:,}".replace(",", between)


def decimal(text: str | None, places: int = 2) -> str:
    """A decimal figure of a document, "1234.5", in the reader's way with at least so many places; nothing for None."""
    if text is None:
        return ""
    between, point = MARKS.get((get_language() or "fr")[:2], MARKS["fr"])
    whole, _, rest = text.lstrip("+-").partition(".")
    grouped = f"{int(whole or 0):,}".replace(",", between)
    rest = rest.rstrip("0").ljust(places, "0")
    return f"{MINUS if text.startswith('-') else ''}{grouped}{point if rest else ''}{rest}"


@register.filter
def dmy(day: date | None) -> str:
    """A day as 05/03/2026; nothing for None."""
    return written_day(day) if day else ""


@register.filter
def iban(text: str) -> str:
    """An IBAN in groups of four, on one line."""
    return format_iban(text).replace(" ", "\u00a0")


@register.filter
def when(instant: datetime | None) -> str:
    """An instant in local time as 05/03/2026 14:07; nothing for None."""
    if instant is None:
        return ""
    local = timezone.localtime(instant)
    return f"{local.day:02d}/{local.month:02d}/{local.year:04d} {local.hour:02d}:{local.minute:02d}"


@register.filter
def say(sentence: Sentence | Mapping[str, Any] | None) -> str:
    """A sentence, or its JSON, in the reader's language with its facts written out; nothing for None."""
    if not sentence:
        return ""
    return said(sentence if isinstance(sentence, Sentence) else Sentence.from_json(sentence))


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """A chart with the table of its figures."""
    return render_to_string(drawn.template, {"chart": drawn})


@register.simple_tag(takes_context=True)
def in_words(context: Context, key: str, at: str = "") -> SafeString:
    """A small button that opens what a figure or column means, where the reader wants that.

    `at="end"` opens it leftwards. It may stand in a heading or a block, not in a paragraph, which it would end.
    """
    told = words_of(context, key)
    shown = {"told": told, "at_end": at == "end"}
    return render_to_string("shared/parts/in_words.html", shown) if told else SafeString()


@register.simple_tag(takes_context=True)
def words_of(context: Context, key: str) -> Explained | None:
    """Term and explanation of a figure or column, for a page that sets them itself; None where they are not wanted."""
    request: HttpRequest | None = getattr(context, "request", None)
    person = getattr(request, "user", None)
    wanted = isinstance(person, Person) and person.wants_words
    return explained(key, (get_language() or "fr")[:2]) if wanted else None


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sprite; decoration only, the word stands beside it."""
    return _icon(name)


@lru_cache(maxsize=200)
def _icon(name: str) -> SafeString:
    address = static("shared/icons.svg")
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true"><use href="{}#{}"></use></svg>', name, address, name
    )
