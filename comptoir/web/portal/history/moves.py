"""What the rows of an account are written from: its lines, and the balance with which a page begins."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from comptoir.archive.queries.entries import Archived, archived_by_entry
from comptoir.firms.access import Access
from comptoir.firms.paging import Row
from comptoir.kit.batches import batched
from comptoir.web.portal.history.account_plan import CELLS, is_settled, kind_of, letter_of, piece_of, text_of
from comptoir.web.portal.lists.rows import RowWriter
from comptoir.web.shared.templatetags.comptoir import dmy, icon, money


def with_balance(rows: Iterable[Row], cents: int, *, sign: int = 1) -> Iterator[Row]:
    """The rows with the balance after each, when `cents` was the balance before the first.

    `sign` makes balance and open amount positive for what is owed as usual.
    """
    for row in rows:
        cents += row["cents"]
        yield row | {"running_shown": cents * sign, "open_shown": row["open_cents"] * sign}


def with_archived(access: Access, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with their places in the archive, None where they have none."""
    for some in batched(rows, 500):
        places = archived_by_entry(access, [row["entry_id"] for row in some])
        for row in some:
            yield row | {"archived": places.get(row["entry_id"])}


def move_words(show: Mapping[str, bool]) -> dict[str, Any]:
    """Words and icons that every row repeats, and which cells it has."""
    return {
        "show": dict.fromkeys((*CELLS, "document"), False) | dict(show),
        "word_due": gettext("Due"),
        "word_late": gettext("overdue"),
        "word_open": gettext("open"),
        "word_debit": gettext("Debit"),
        "word_credit": gettext("Credit"),
        "word_balance": gettext("Balance"),
        "word_settled": gettext("settled"),
        "word_file": gettext("Open in the archive"),
        **{f"icon_{name}": icon(name) for name in ("late", "check", "file")},
        "beside": False,
    }


def move_writer(shown: Mapping[str, Any], *, on: date) -> RowWriter:
    """Writes rows of an account. `shown` has addresses besides `move_words`; `on` decides what is overdue."""

    def values(row: Row) -> dict[str, str]:
        archived: Archived | None = row["archived"]
        return {
            "id": str(row["id"]),
            "piece": escape(piece_of(row)),
            "address": escape(f"{shown['prefix']}entries/{row['entry_id']}/{shown['query']}"),
            "date": dmy(row["booked_on"]),
            "kind": escape(kind_of(row)),
            "partner": escape(row.get("partner__name") or ""),
            "text": escape(text_of(row)),
            "number": escape(row["entry__document_number"]),
            "due": dmy(row["due_on"]),
            "debit": money(row["cents"]) if row["cents"] > 0 else "",
            "credit": money(-row["cents"]) if row["cents"] < 0 else "",
            "balance": money(row["running_shown"]),
            "lettering": escape(letter_of(row)),
            "open": money(row["open_shown"]) if row["open_shown"] else "",
            "file": f"{shown['archive']}{archived.tab}/{archived.id}/" if archived else "",
        }

    def flags(row: Row) -> dict[str, bool]:
        late = bool(row["open_cents"] and row["due_on"] and row["due_on"] < on)
        return {"opened": row["entry_id"] == shown["opened_id"], "late": late, "settled": is_settled(row)}

    return RowWriter("portal/history/move.html", shown, values=values, flags=flags)


def brought(shown: Mapping[str, Any], word: str, cents: int) -> SafeString:
    """The row with the balance before the first line of the page."""
    return render_to_string("portal/history/brought.html", {**shown, "word": word, "cents": cents})
