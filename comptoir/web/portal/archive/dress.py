"""How the archive's invoices look: their badges, the words their rows share, payment in short and the tick in words."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from comptoir.archive.choices import OPEN, Payment
from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.invoices import COLUMNS
from comptoir.firms.access import Access
from comptoir.firms.paging import Row
from comptoir.kit.words import Sentence
from comptoir.web.shared.templatetags.comptoir import dmy, icon, money

LOOKS = {
    Payment.PAID: ("good", "paid"),
    Payment.PARTLY: ("part", "partly"),
    Payment.UNPAID: ("due", "unpaid"),
    Payment.NONE: ("plain", "none"),
}


def values_of(item: ArchivedInvoice) -> Row:
    """One invoice as the list reads it."""
    return {column: getattr(item, column) for column in COLUMNS}


def badge_of(payment: str) -> SafeString:
    """The badge of a state of payment: icon, word and colour."""
    return _badge(payment, get_language() or "")


@lru_cache(maxsize=64)
def _badge(payment: str, language: str) -> SafeString:
    del language
    tone, drawing = LOOKS[Payment(payment)]
    return render_to_string("shared/parts/badge.html", {"tone": tone, "icon": drawing, "word": Payment(payment).label})


def row_words() -> dict[str, str]:
    """The words and icons that every row repeats, translated and drawn once."""
    return {
        "word_due": gettext("Due"),
        "word_late": gettext("overdue"),
        "word_open": gettext("open"),
        "word_credit": gettext("Credit note"),
        "word_within": gettext("found in the document"),
        "word_handled": gettext("Handled"),
        "word_not_handled": gettext("Not handled"),
        "word_tick": gettext("Mark as handled"),
        "word_clear": gettext("Take the tick away"),
        "word_pick": gettext("Select"),
        "word_file": gettext("Open the document"),
        **{f"icon_{name}": icon(name) for name in ("late", "box", "check", "file")},
        "icon_checked": icon("box-checked"),
    }


def payment_in_short(row: Row) -> str:
    """What the row itself says of its payment, for a hint: the day, or what is open of it."""
    if row["payment"] == Payment.PAID and row["paid_on"] and row["amount_cents"]:
        return gettext("Settled in full on %(day)s") % {"day": dmy(row["paid_on"])}
    if row["payment"] in OPEN:
        amounts = {"open": money(abs(row["open_cents"])), "amount": money(abs(row["amount_cents"]))}
        return gettext("%(open)s of %(amount)s is open") % amounts
    return ""


def handled_in_words(item: ArchivedInvoice, access: Access) -> Sentence | None:
    """Who marked it as handled and on which day, the year said where it is another one; None without the tick."""
    if item.handled_at is None:
        return None
    on = timezone.localdate(item.handled_at)
    day = f"{on:%d/%m}" if on.year == timezone.localdate().year else f"{on:%d/%m/%Y}"
    if item.handled_by_id is not None and item.handled_by_id == access.person_id:
        return Sentence("You marked this as handled on %(day)s.", {"day": day})
    if item.handled_by is None:
        return Sentence("This was marked as handled on %(day)s.", {"day": day})
    return Sentence("%(name)s marked this as handled on %(day)s.", {"name": str(item.handled_by), "day": day})
