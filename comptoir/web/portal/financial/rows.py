"""What a row of bank transactions is written from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.html import escape

from comptoir.archive.queries.bank import LetteredPiece, lettered_with
from comptoir.firms.access import Access
from comptoir.firms.paging import Row
from comptoir.kit.batches import batched
from comptoir.kit.numbers import format_communication
from comptoir.web.portal.financial.dress import badge_of, pieces_as_links, pieces_in_words
from comptoir.web.portal.lists.rows import RowWriter
from comptoir.web.shared.templatetags.comptoir import dmy, iban, money

CHUNK = 500
"""Rows of a file whose pieces are looked for at a time."""


def row_writer(shown: Mapping[str, Any], pieces: Mapping[int, list[LetteredPiece]]) -> RowWriter:
    """Writes rows for one page. `shown` is the page's context; `pieces` are those of its lettering groups."""

    def values(row: Row) -> dict[str, str]:
        place = f"{shown['prefix']}{row['id']}/"
        group = pieces.get(row["lettering_id"], [])
        return {
            "id": str(row["id"]),
            "statement": escape(row["statement"]),
            "address": escape(f"{place}{shown['query']}"),
            "date": dmy(row["booked_on"]),
            "counterparty": escape(row["counterparty"]),
            "iban": escape(iban(row["iban"])),
            "communication": escape(format_communication(row["communication"])),
            "amount": money(row["amount_cents"]),
            "balance": money(row["balance_cents"]),
            "pieces": pieces_as_links(group, row["entry_id"], shown["archive"]),
        }

    def flags(row: Row) -> dict[str, Any]:
        return {
            "opened": row["id"] == shown["opened_id"],
            "inwards": row["amount_cents"] > 0,
            "badge": badge_of(row["state"]) if shown["sees_payment"] else "",
        }

    return RowWriter("portal/financial/row.html", shown, values=values, flags=flags)


def with_pieces(access: Access, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of a file, each with the pieces that it is lettered with in words."""
    for some in batched(rows, CHUNK):
        pieces = lettered_with(access, {row["lettering_id"] for row in some} - {None})
        for row in some:
            words = pieces_in_words(pieces.get(row["lettering_id"], ()), row["entry_id"])
            yield row | {"pieces": words, "iban": iban(row["iban"])}
