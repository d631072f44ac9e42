"""What a row of purchases or sales is written from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.html import escape

from comptoir.archive.choices import OPEN, Payment
from comptoir.documents.finding import told_by_documents
from comptoir.firms.paging import Row
from comptoir.web.portal.archive.dress import badge_of, payment_in_short
from comptoir.web.portal.lists.rows import RowWriter
from comptoir.web.shared.templatetags.comptoir import dmy, money


def row_writer(shown: Mapping[str, Any], *, on: date) -> RowWriter:
    """Writes rows for one page. `shown` is the page's context: addresses, words, what the reader sees and may do."""
    sees = shown["sees_payment"]

    def values(row: Row) -> dict[str, str]:
        place = f"{shown['prefix']}{row['id']}/"
        return {
            "id": str(row["id"]),
            "piece": escape(f"{row['journal']} {row['number']}"),
            "address": escape(f"{place}{shown['query']}"),
            "act": escape(f"{place}handled{shown['query']}"),
            "period": escape(row["period"]),
            "date": dmy(row["date"]),
            "due": dmy(row["due_on"]),
            "number": escape(row["document_number"]),
            "partner": escape(row["partner_name"]),
            "amount": money(row["amount_cents"]),
            "cents": str(row["amount_cents"]),
            "open": str(row["open_cents"]) if sees else "",
            "rest": money(row["open_cents"]) if sees and row["payment"] == Payment.PARTLY else "",
            "paying": escape(payment_in_short(row)) if sees else "",
            "document": "" if row["document_id"] is None else str(row["document_id"]),
        }

    def flags(row: Row) -> dict[str, Any]:
        return {
            "opened": row["id"] == shown["opened_id"],
            "late": sees and is_late(row, on=on),
            "credit": row["amount_cents"] < 0,
            "handled": row["handled_at"] is not None,
            "within": told_by_documents(row["search"], shown["sought"]),
            "badge": badge_of(row["payment"]) if sees else "",
        }

    return RowWriter("portal/archive/row.html", shown, values=values, flags=flags)


def is_late(row: Row, *, on: date) -> bool:
    """Whether the row is open and its due date has passed."""
    return row["payment"] in OPEN and row["due_on"] is not None and row["due_on"] < on
