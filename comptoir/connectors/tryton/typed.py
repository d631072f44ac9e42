"""Tryton's typed JSON: amounts, dates, moments and bytes travel as objects that say their class."""

import base64
import binascii
import json
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any


class BadJson(ValueError):
    """The bytes are no typed JSON."""


def dumps(value: Any) -> bytes:
    """The value as Tryton reads it."""
    return json.dumps(value, default=_encoded, separators=(",", ":")).encode()


def loads(content: bytes) -> Any:
    """What Tryton wrote; moments are told in UTC. Raises BadJson, also for numbers that are no numbers."""
    try:
        return json.loads(content, object_hook=_decoded, parse_constant=_refused)
    except (ValueError, TypeError, KeyError, InvalidOperation, RecursionError) as error:
        raise BadJson(str(error)) from error


def _encoded(value: object) -> dict[str, Any]:
    if isinstance(value, Decimal):
        return {"__class__": "Decimal", "decimal": str(value)}
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
        names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return {"__class__": "datetime"} | {name: getattr(value, name) for name in names}
    if isinstance(value, date):
        return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
    if isinstance(value, bytes):
        return {"__class__": "bytes", "base64": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} has no typed JSON")


def _decoded(value: dict[str, Any]) -> Any:
    match value.get("__class__"):
        case "Decimal":
            return Decimal(value["decimal"])
        case "datetime":
            return datetime(*_day(value), value["hour"], value["minute"], value["second"], value["microsecond"], UTC)
        case "date":
            return date(*_day(value))
        case "bytes":
            try:
                return base64.b64decode(value["base64"])
            except binascii.Error as error:
                raise BadJson(str(error)) from error
    return value


def _day(value: dict[str, Any]) -> tuple[int, int, int]:
    return value["year"], value["month"], value["day"]


def _refused(name: str) -> Any:
    raise BadJson(name)
