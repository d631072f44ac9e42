"""A booking that an accounting package is asked to make: an entry, its partner's card and its documents."""

from dataclasses import dataclass
from pathlib import Path

from comptoir.records.books import Entry, Partner


@dataclass(frozen=True, slots=True)
class BookingFile:
    """A document of the booking: where its bytes lie, the name it shall have, and what they are by content."""

    path: Path
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Booking:
    """A purchase or sale as it shall stand in the books.

    `token` is ours and never changes: however often the same token is pushed, the books have one piece. `entry` has the
    number given to the piece and lines that sum to zero, exactly one of them on the customer's or supplier's account
    (its `key` is empty: the package has not given one yet). Lines that are taxed name their VAT code, the lines of the
    VAT itself also its base. `partner` is that customer or supplier: `key` is the package's, or the one to be given to a
    new card.
    """

    token: str
    entry: Entry
    partner: Partner
    files: tuple[BookingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a pushed booking.

    `booked`: it stands in the books (else it waits in an outbox until the package takes it). `key` is the connector's key
    of the entry, where it is known already; `number` what it is called in the books.
    """

    booked: bool
    number: str
    key: str = ""
