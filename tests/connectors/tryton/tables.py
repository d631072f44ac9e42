"""Rows in memory that answer Tryton's domains and dotted names: what the fake stands on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Row = dict[str, Any]
Key = tuple[str, int]

ONE, INVERSE, MANY = "one", "inverse", "many"
RELATIONS: dict[str, dict[str, tuple[str, str, str]]] = {
    "account.move": {
        "journal": (ONE, "account.journal", ""),
        "period": (ONE, "account.period", ""),
        "lines": (INVERSE, "account.move.line", "move"),
    },
    "account.move.line": {
        "move": (ONE, "account.move", ""),
        "account": (ONE, "account.account", ""),
        "party": (ONE, "party.party", ""),
        "second_currency": (ONE, "currency.currency", ""),
        "tax_lines": (INVERSE, "account.tax.line", "move_line"),
    },
    "account.invoice": {
        "move": (ONE, "account.move", ""),
        "party": (ONE, "party.party", ""),
        "payment_lines": (MANY, "account.move.line", ""),
    },
    "account.period": {"fiscalyear": (ONE, "account.fiscalyear", "")},
    "account.account": {"type": (ONE, "account.account.type", "")},
    "account.configuration": {
        "default_account_receivable": (ONE, "account.account", ""),
        "default_account_payable": (ONE, "account.account", ""),
    },
    "company.company": {"party": (ONE, "party.party", ""), "currency": (ONE, "currency.currency", "")},
    "party.party": {
        "lang": (ONE, "ir.lang", ""),
        "identifiers": (INVERSE, "party.identifier", "party"),
        "contact_mechanisms": (INVERSE, "party.contact_mechanism", "party"),
        "addresses": (INVERSE, "party.address", "party"),
        "bank_accounts": (MANY, "bank.account", ""),
        "tax_identifier": (ONE, "party.identifier", ""),
    },
    "party.address": {"country": (ONE, "country.country", "")},
    "bank.account": {"numbers": (INVERSE, "bank.account.number", "account")},
}


class Refused(Exception):
    """The rows cannot be asked like this; Tryton answers such with an error."""


@dataclass
class Tables:
    """Rows by model and id, as they are committed."""

    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    derived: dict[tuple[str, str], Callable[["Tables", Row], Any]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def next_id(self, model: str) -> int:
        """An id that no row ever had."""
        self.last[model] = self.last.get(model, 0) + 1
        return self.last[model]

    def all(self, model: str) -> Iterator[Row]:
        """The rows of a model, by id."""
        rows = self.rows.get(model, {})
        return (rows[key] for key in sorted(rows))

    def value(self, model: str, row: Row, name: str) -> Any:
        """A field of a row: an id, a list of ids or a plain value."""
        if derive := self.derived.get((model, name)):
            return derive(self, row)
        kind, target, inverse = RELATIONS.get(model, {}).get(name, ("", "", ""))
        if kind == INVERSE:
            return [each["id"] for each in self.all(target) if each[inverse] == row["id"]]
        if name not in row:
            raise Refused(name)
        return row[name]

    def matches(self, model: str, row: Row, domain: Any) -> bool:
        """Whether the row is one that the domain names."""
        if not domain:
            return True
        if domain[0] == "OR":
            return any(self.matches(model, row, each) for each in domain[1:])
        if isinstance(domain[0], str):
            return self._clause(model, row, *domain)
        return all(self.matches(model, row, each) for each in domain)

    def read(self, model: str, row: Row, names: Iterable[str]) -> Row:
        """The fields of a row as Tryton reads them: `name.` holds what is beyond a dot."""
        told: Row = {"id": row["id"]}
        beyond: dict[str, list[str]] = {}
        for name in names:
            first, dot, rest = name.partition(".")
            if dot:
                beyond.setdefault(first, []).append(rest)
            else:
                told[name] = self.value(model, row, name)
        for first, rest in beyond.items():
            told[f"{first}."] = self._beyond(model, row, first, rest)
        return told

    def _beyond(self, model: str, row: Row, name: str, rest: list[str]) -> Any:
        kind, target, _ = RELATIONS.get(model, {}).get(name, ("", "", ""))
        value = self.value(model, row, name)
        if kind == ONE:
            return self.read(target, self.rows[target][value], rest) if value else None
        if not kind:
            raise Refused(name)
        return [self.read(target, self.rows[target][key], rest) for key in value]

    def _clause(self, model: str, row: Row, name: str, operator: str, operand: Any) -> bool:
        first, _, rest = name.partition(".")
        if rest or operator == "where":
            inner = operand if operator == "where" else [[rest, operator, operand]]
            return any(self.matches(target, each, inner) for target, each in self._related(model, row, first))
        return _compare(self.value(model, row, first), operator, operand)

    def _related(self, model: str, row: Row, name: str) -> Iterator[tuple[str, Row]]:
        if name not in RELATIONS.get(model, {}):
            raise Refused(name)
        target = RELATIONS[model][name][1]
        value = self.value(model, row, name)
        for key in value if isinstance(value, list) else [value]:
            if key:
                yield target, self.rows[target][key]


def _compare(value: Any, operator: str, operand: Any) -> bool:
    if isinstance(value, datetime | None) and operator in (">=", "<=", ">", "<") and value is None:
        return False
    match operator:
        case "=":
            return bool(value == operand)
        case "!=":
            return bool(value != operand)
        case "in":
            return value in operand
        case ">=":
            return bool(value >= operand)
        case "<=":
            return bool(value <= operand)
        case ">":
            return bool(value > operand)
        case "like":
            return str(operand).strip("%").replace("\\", "") in (value or "")
    raise Refused(operator)
