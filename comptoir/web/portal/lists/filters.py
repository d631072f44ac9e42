"""The filters that a list can declare: how each reads its words of the address, and what its chip says.

What cannot be read limits nothing and comes with the sentence that says why.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from comptoir.kit.money import text_of
from comptoir.kit.typed import cents_as_typed, day_as_typed
from comptoir.web.shared.templatetags.comptoir import dmy, money

Word = str | Promise
Options = tuple[tuple[str, Word], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What the words mean: a value and how it is said, or the sentence that says why there is none."""

    value: Any = None
    said: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Something in the address that limits a list: its name there, the label of its field, the sentence of its chip.

    The sentence has one place for what is said: %(text)s, %(day)s, %(amount)s or %(name)s. Without the right that it
    `needs` the filter is not there, and its words in an address mean nothing.
    """

    name: str
    label: Word = ""
    chip: Word = ""
    needs: str = field(default="", kw_only=True)

    kind: ClassVar[str] = "text"
    many: ClassVar[bool] = False

    def read(self, typed: str) -> Read:
        """The meaning of what is typed; never of nothing."""
        return Read(typed, typed)

    def lasting(self, typed: str) -> str:
        """What is typed in words that mean the same to readers of every language."""
        return typed

    def say(self, said: str) -> str:
        """The words of the chip."""
        if not self.chip:
            return said
        return str(self.chip) % dict.fromkeys(("text", "day", "amount", "name"), said)


@dataclass(frozen=True, slots=True)
class Text(Filter):
    """Free text. `main` is the search box of the list; `offered` when the page gives an address that offers words."""

    main: bool = False
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Day(Filter):
    """A day, month or year as typed; with `end` a month means its last day."""

    end: bool = False
    kind: ClassVar[str] = "day"

    def read(self, typed: str) -> Read:
        """The day."""
        day = day_as_typed(typed, end=self.end)
        if day is None:
            sentence = gettext("“%(value)s” is not a date; write it like 31/03/2026 or 03/2026.")
            return Read(wrong=sentence % {"value": typed})
        return Read(day, dmy(day))


@dataclass(frozen=True, slots=True)
class Amount(Filter):
    """An amount in the reader's way of writing, as cents."""

    kind: ClassVar[str] = "amount"

    def read(self, typed: str) -> Read:
        """The cents."""
        cents = cents_as_typed(typed, (get_language() or "fr")[:2])
        if cents is None:
            return Read(wrong=gettext("“%(value)s” is not an amount.") % {"value": typed})
        return Read(cents, money(cents))

    def lasting(self, typed: str) -> str:
        """The amount with a point before the cents."""
        cents = self.read(typed).value
        return typed if cents is None else text_of(cents)


@dataclass(frozen=True, slots=True)
class Choice(Filter):
    """One of some options, each with its word. A single option is a box to tick."""

    options: Options = ()
    kind: ClassVar[str] = "choice"

    def read(self, typed: str) -> Read:
        """The option."""
        words = dict(self.options)
        return Read(typed, str(words[typed])) if typed in words else _no_choice(typed)


@dataclass(frozen=True, slots=True)
class Choices(Choice):
    """Any of some options; as boxes to tick."""

    kind: ClassVar[str] = "choices"
    many: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Known(Filter):
    """One of the values that the page knows and names (fiscal years, categories, accounts).

    `by_id` when the value is the id of a row; that it is one of this dossier is for the page to check (404). `silent`
    when there is no field for it: a link set it.
    """

    by_id: bool = False
    silent: bool = False
    kind: ClassVar[str] = "known"

    def read(self, typed: str) -> Read:
        """The value, as a number where it is an id."""
        if not self.by_id:
            return Read(typed, typed)
        return Read(int(typed), typed) if is_id(typed) else _no_choice(typed)


def is_id(text: str) -> bool:
    """Whether the text can be the id of a row."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def _no_choice(typed: str) -> Read:
    return Read(wrong=gettext("“%(value)s” is not one of the choices.") % {"value": typed})
