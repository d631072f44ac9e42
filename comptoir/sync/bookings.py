"""A booking as plain JSON, so that a row can hold it until its package has taken it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from comptoir.documents.models import Document
from comptoir.documents.store import file_of
from comptoir.records.booking import Booking, BookingFile
from comptoir.records.books import Entry, Line, Partner


def booking_to_json(booking: Booking) -> dict[str, Any]:
    """Entry and partner as plain values, dates as ISO text; the documents are rows of their own."""
    entry = asdict(booking.entry) | {"lines": [line._asdict() for line in booking.entry.lines]}
    return {"entry": _plain(entry), "partner": _plain(asdict(booking.partner))}


def booking_from_json(token: str, content: dict[str, Any], documents: Sequence[Document]) -> Booking:
    """The booking again, its documents as they lie in the store. Raises NotInStore when one is damaged."""
    entry, partner = dict(content["entry"]), dict(content["partner"])
    lines = tuple(Line(**line | {"due_on": _day(line["due_on"])}) for line in entry.pop("lines"))
    booked_on, document_on = (date.fromisoformat(entry.pop(name)) for name in ("booked_on", "document_on"))
    files = tuple(BookingFile(file_of(each), each.name, each.media_type) for each in documents)
    made = Entry(**entry, booked_on=booked_on, document_on=document_on, lines=lines)
    return Booking(token, made, Partner(**partner | {"ibans": tuple(partner["ibans"])}), files)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
