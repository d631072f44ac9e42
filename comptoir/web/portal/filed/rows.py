"""What a row of filed documents is written from, and the words that say when one expires."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext, ngettext

from comptoir.archive.models import FiledDocument
from comptoir.archive.queries.filed import COLUMNS, expires_soon
from comptoir.firms.paging import Row
from comptoir.web.portal.filed.plan import category_name
from comptoir.web.portal.lists.rows import RowWriter
from comptoir.web.shared.templatetags.comptoir import dmy, when

SHORT = 120
"""Characters of a comment in the list; the opened document has it whole."""


def row_writer(shown: Mapping[str, Any], *, on: date) -> RowWriter:
    """Writes rows for one page. `shown` is the page's context: addresses, words, whether the reader may tick."""

    def values(row: Row) -> dict[str, str]:
        place, comment = f"{shown['prefix']}{row['id']}/", " ".join(row["comment"].split())
        return {
            "id": str(row["id"]),
            "title": escape(row["title"]),
            "address": escape(f"{place}{shown['query']}"),
            "act": escape(f"{place}handled{shown['query']}"),
            "date": dmy(row["dated_on"]),
            "category": escape(category_name(row)),
            "comment": escape(comment if len(comment) <= SHORT else f"{comment[:SHORT]}…"),
            "expires": dmy(row["expires_on"]),
            "ends": ends_in_words(row["expires_on"], row["remind_on"], on=on),
            "filed_by": escape(row["filed_name"]),
            "filed_on": when(row["filed_at"]).split(" ")[0],
            "document": str(row["document_id"]),
        }

    def flags(row: Row) -> dict[str, Any]:
        return {
            "opened": row["id"] == shown["opened_id"],
            "over": is_over(row["expires_on"], on=on),
            "handled": row["handled_at"] is not None,
        }

    return RowWriter("portal/filed/row.html", shown, values=values, flags=flags)


def values_of(filed: FiledDocument) -> Row:
    """One filed document as the list reads it; its category read with it."""
    plain = {column: getattr(filed, column) for column in COLUMNS if "__" not in column}
    category = filed.category
    names = {"fr": category.name_fr, "nl": category.name_nl, "en": category.name_en}
    return plain | {f"category__name_{language}": name for language, name in names.items()}


def is_over(expires_on: date | None, *, on: date) -> bool:
    """Whether it has expired."""
    return expires_on is not None and expires_on < on


def ends_in_words(expires_on: date | None, remind_on: date | None, *, on: date) -> str:
    """The words of the badge: expired, today, in so many days; nothing while it is far."""
    if expires_on is None:
        return ""
    if is_over(expires_on, on=on):
        return gettext("expired")
    if not expires_soon(expires_on, remind_on, on=on):
        return ""
    days = (expires_on - on).days
    if days == 0:
        return gettext("expires today")
    return ngettext("expires in %(days)s day", "expires in %(days)s days", days) % {"days": days}
