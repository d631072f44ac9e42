"""Sentences for people, made where no language is known and translated where one is.

Below the database nothing knows in which language a person reads. A refusal or a finding is therefore a `Sentence`: an
English text with named placeholders (the key of the translation) and the facts that go into it. The doors translate it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comptoir.kit.text import readable

Fact = str | int | date


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount as a fact of a sentence, written out in the reader's way."""

    cents: int

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{whole}.{rest:02d}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One whole sentence: `text` with %(name)s placeholders, and the facts by name; a fact may be a sentence again."""

    text: str
    facts: "Mapping[str, Fact | Cents | Sentence]" = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % {name: readable(str(value)) for name, value in self.facts.items()}

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values, dates and amounts marked, so that they can be written out in any language later."""
        return {"text": self.text, "facts": {name: _fact_to_json(value) for name, value in self.facts.items()}}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Sentence":
        """Read back what `to_json` wrote."""
        return cls(value["text"], {name: _fact_from_json(fact) for name, fact in value["facts"].items()})


class Refusal(Exception):
    """Something a person may not do, or input that cannot be taken, with the sentence that says so."""

    def __init__(self, text: str, **facts: Fact | Cents | Sentence) -> None:
        self.sentence = Sentence(text, facts)
        super().__init__(str(self.sentence))


def _fact_to_json(value: Fact | Cents | Sentence) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Cents):
        return {"cents": value.cents}
    if isinstance(value, Sentence):
        return {"sentence": value.to_json()}
    return readable(value) if isinstance(value, str) else value


def _fact_from_json(value: Any) -> Fact | Cents | Sentence:
    if isinstance(value, dict):
        if "sentence" in value:
            return Sentence.from_json(value["sentence"])
        return date.fromisoformat(value["date"]) if "date" in value else Cents(value["cents"])
    return value if isinstance(value, int) else str(value)
