"""How bank transactions look: their badges, the words of their rows, the pieces that they are lettered with, their curve."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from comptoir.archive.choices import Settling
from comptoir.archive.queries.bank import BankAccount, LeftOut, LetteredPiece, balances_at, last_rows_by_day
from comptoir.firms.access import Access
from comptoir.kit.dates import month_end
from comptoir.kit.words import Sentence
from comptoir.ledger.choices import JournalKind
from comptoir.web.shared.charts import Curve, Series
from comptoir.web.shared.templatetags.comptoir import dmy

LOOKS = {
    Settling.LETTERED: ("good", "check"),
    Settling.OPEN: ("due", "unpaid"),
    Settling.NONE: ("plain", "none"),
}

MOST_PIECES = 2
"""A row names so many of the pieces that it is lettered with; the rest is counted."""

DAYS, WEEKS, MONTHS = 62, 53, 120
"""Of a curve: so many days are shown day by day, so many weeks by the week, and at most so many months."""

OWN_CURVES = 4
"""So many accounts have a line of their own beside that of all together."""

TONES = ("two", "three", "four", "six")


def badge_of(state: str) -> SafeString:
    """The badge of a state: icon, word and colour."""
    return _badge(state, get_language() or "")


@lru_cache(maxsize=64)
def _badge(state: str, language: str) -> SafeString:
    del language
    tone, drawing = LOOKS[Settling(state)]
    return render_to_string("shared/parts/badge.html", {"tone": tone, "icon": drawing, "word": Settling(state).label})


def pieces_in_words(pieces: Iterable[LetteredPiece], own_entry: int) -> str:
    """The other pieces of the group by name, for a file."""
    return ", ".join(piece.name for piece in pieces if piece.entry_id != own_entry)


def pieces_as_links(pieces: Sequence[LetteredPiece], own_entry: int, archive: str) -> SafeString | str:
    """The other pieces of the group: those of the archive as links, and how many more there are."""
    others = [piece for piece in pieces if piece.entry_id != own_entry]
    shown = format_html_join(" ", "{}", ((_piece(piece, archive),) for piece in others[:MOST_PIECES]))
    more = len(others) - MOST_PIECES
    if more <= 0:
        return shown
    words = ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more}
    return format_html("{} {}", shown, words)


def _piece(piece: LetteredPiece, archive: str) -> SafeString | str:
    if piece.archived_id is None:
        return format_html('<span class="nowrap">{}</span>', piece.name)
    address = f"{archive}{piece.tab}/{piece.archived_id}/"
    return format_html('<a class="piece-link" href="{}" hx-boost="false">{}</a>', address, piece.name)


def why_left_out(journal: LeftOut) -> Sentence:
    """Why Financial shows nothing of this journal."""
    if journal.kind != JournalKind.BANK:
        return Sentence("not shown: its type is not bank")
    if journal.hidden:
        return Sentence("not shown: it is hidden in the configuration of the dossier")
    return Sentence("not shown yet: nothing is booked in it")


def curve_of(access: Access, accounts: Sequence[BankAccount], first: date | None, last: date | None) -> Curve | None:
    """The balances of these accounts between two days (of the last year where none are said); None without any."""
    booked = max((account.last_booked_on for account in accounts), default=None)
    if booked is None:
        return None
    journals = [account.journal_id for account in accounts]
    end = min(last, booked) if last else booked
    begun = min(rows[0][0] for rows in last_rows_by_day(access, journals).values())
    days = days_between(max(first or _year_before(end), begun), end)
    if len(days) < 2:
        return None
    own = balances_at(access, journals, days)
    names = {account.journal_id: account.name or account.code for account in accounts}
    lines = [(names[pk], tuple(cents)) for pk, cents in own.items() if cents[-1] is not None]
    note = gettext("From %(first)s to %(last)s.") % {"first": dmy(days[0]), "last": dmy(days[-1])}
    return Curve(gettext("Balance over time"), _labels(days), _series(lines), note)


def _labels(days: Sequence[date]) -> tuple[str, ...]:
    """Short words for the days: without the year within one, without the day where months are shown."""
    within = (days[-1] - days[0]).days <= WEEKS * 7
    return tuple(dmy(day)[:5] if within else dmy(day)[3:] for day in days)


def _series(own: list[tuple[str, tuple[int | None, ...]]]) -> tuple[Series, ...]:
    """One account's line; of several the line of all together, and their own where they are few."""
    if len(own) == 1:
        return (Series(own[0][0], "one", own[0][1]),)
    together = Series(gettext("Together"), "one", _together([cents for _, cents in own]))
    few = own if len(own) <= OWN_CURVES else []
    return (together, *(Series(name, tone, cents) for (name, cents), tone in zip(few, TONES, strict=False)))


def days_between(first: date, last: date) -> list[date]:
    """The last day, and days before it at even steps back to the first: each day, each week or each month's end."""
    span = (last - first).days
    if span <= DAYS:
        return [first + timedelta(days=number) for number in range(span + 1)]
    if span <= WEEKS * 7:
        return [last - timedelta(days=7 * number) for number in range(span // 7, -1, -1)]
    ends = []
    day = month_end(first)
    while day < last:
        ends.append(day)
        day = month_end(day + timedelta(days=1))
    return [*ends[1 - MONTHS :], last]


def _year_before(day: date) -> date:
    return day - timedelta(days=364)


def _together(lines: Collection[Sequence[int | None]]) -> tuple[int | None, ...]:
    return tuple(
        None if all(cents is None for cents in amounts) else sum(cents or 0 for cents in amounts)
        for amounts in zip(*lines, strict=True)
    )
