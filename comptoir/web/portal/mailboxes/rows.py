"""What a row of the mailboxes, of what is in progress and of the history is written from, and the badges on it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from comptoir.documents.finding import told_by_documents
from comptoir.documents.models import Compared
from comptoir.firms.paging import Row
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.queries.handed_in import EURO
from comptoir.web.portal.lists.rows import RowWriter
from comptoir.web.portal.mailboxes.plan import source_of, status_of
from comptoir.web.portal.mailboxes.waiting import badge_of, stage_shown, waits_for
from comptoir.web.shared.templatetags.comptoir import dmy, icon, money, when

SHORT = 100
"""Characters of a comment in the list; the opened document has it whole."""

ICONS = {
    Channel.UPLOAD: "up",
    Channel.CAMERA: "camera",
    Channel.MAIL: "mail",
    Channel.FOLDER: "dossier",
    Channel.API: "settings",
    Channel.BOOKS: "archive",
    Channel.SPLIT: "columns",
    Channel.MERGE: "columns",
}
LOOKS = {
    State.MAILBOX: ("due", "inbox"),
    State.SENT: ("part", "send"),
    State.TRANSFERRED: ("part", "sync"),
    State.BOOKED: ("good", "archive"),
    State.DELETED: ("plain", "delete"),
    State.REPLACED: ("plain", "none"),
}


def row_writer(template: str, shown: Mapping[str, Any]) -> RowWriter:
    """Writes rows for one page. `shown` is the page's context: addresses, words, what the reader may do."""

    def values(row: Row) -> dict[str, str]:
        place, comment = f"{shown['prefix']}{row['id']}/", " ".join(row["comment"].split())
        stage, since = stage_shown(row)
        return {
            "id": str(row["id"]),
            "name": escape(row["name"]),
            "address": escape(f"{place}{shown['query']}"),
            "partner": escape(row["partner"]),
            "number": escape(row["number"]),
            "date": dmy(row["dated_on"]),
            "amount": amount_in_words(row["total_cents"], row["currency"]),
            "cents": str(row["total_cents"] or 0) if row["currency"] == EURO else "0",
            "source": escape(source_of(row)),
            "sender": escape(row["sender"]),
            "arrived": when(row["arrived_at"]),
            "sent": when(row["sent_at"]),
            "journal": escape(row["journal"]),
            "mailbox": escape(str(Mailbox(row["mailbox"]).label)),
            "pages": str(row["pages"] or ""),
            "comment": escape(comment if len(comment) <= SHORT else f"{comment[:SHORT]}…"),
            "tags": " ".join(f'<span class="tag">{escape(tag)}</span>' for tag in row["tags"]),
            "document": str(row["document_id"]),
            "stage": stage,
            "since": since,
            "handled": when(row.get("handled_at")).split(" ")[0],
        }

    def flags(row: Row) -> dict[str, Any]:
        return {
            "opened": row["id"] == shown["opened_id"],
            "badge": badge_of(waits_for(row)),
            "status": status_badge(row["state"], evidence=row["evidence_of_id"] is not None),
            "channel": icon(ICONS[Channel(row["channel"])]),
            "differs": row["document__reading__compared"] == Compared.DIFFERENT,
            "evidence": row["has_evidence"],
            "untyped": row["mailbox"] == Mailbox.UNTYPED,
            "deleted": row["state"] == State.DELETED,
            "credit": (row["total_cents"] or 0) < 0,
            "within": bool(shown["sought"]) and told_by_documents(row["search"], shown["sought"]),
        }

    return RowWriter(template, shown, values=values, flags=flags)


def status_badge(state: str, *, evidence: bool) -> SafeString:
    """The badge of where a document is."""
    return _status(state, evidence, get_language() or "")


@lru_cache(maxsize=64)
def _status(state: str, evidence: bool, language: str) -> SafeString:
    del language
    tone, drawing = ("plain", "link") if evidence else LOOKS[State(state)]
    word = status_of({"state": state, "evidence_of_id": 1 if evidence else None})
    return render_to_string("shared/parts/badge.html", {"tone": tone, "icon": drawing, "word": word})


def amount_in_words(cents: int | None, currency: str) -> str:
    """The amount, with its currency where that is another than the euro."""
    return money(cents) if currency in {EURO, ""} else escape(f"{money(cents)} {currency}")


def row_words() -> dict[str, str]:
    """The words and icons that every row repeats, translated and drawn once."""
    return {
        "word_pick": gettext("Select"),
        "word_file": gettext("Open the document"),
        "word_save": gettext("Download the original"),
        "word_back": gettext("Put back into the mailboxes"),
        "word_credit": gettext("Credit note"),
        "word_within": gettext("found in the document"),
        "word_evidence": gettext("received more than once"),
        "word_untyped": gettext("To be sorted"),
        "badge_differs": badge_of("differs"),
        "word_pages": gettext("Pages"),
        **{f"icon_{name}": icon(name) for name in ("file", "download", "inbox", "check")},
    }
