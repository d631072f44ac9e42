"""The plans of an account's lists: its lines with the balance that runs, or what is or was open of them."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from comptoir.firms.paging import Row
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.partner_account import BOOKED, Moves
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Choice, Day, Filter, Known
from comptoir.web.portal.lists.plan import ListPlan, Ready
from comptoir.web.shared.templatetags.comptoir import count

PERIOD: tuple[Filter, ...] = (
    Day("from", _("From"), _("From %(day)s")),
    Day("until", _("Until"), _("Until %(day)s"), end=True),
)

FILTERS: tuple[Filter, ...] = (
    *PERIOD,
    Day("as_of", _("Open on"), _("Open on %(day)s"), end=True),
    Choice("open", _("Open"), options=(("yes", _("Open only")),)),
)


def piece_of(row: Row) -> str:
    """Journal and number."""
    return f"{row['entry__journal__code']} {row['entry__number']}"


def kind_of(row: Row) -> str:
    """The journal's type in words."""
    return str(JournalKind(row["entry__journal__type"]).label)


def text_of(row: Row) -> str:
    """What is written on the line, or on its entry."""
    return str(row["text"] or row["entry__text"])


def letter_of(row: Row) -> str:
    """The lettering code; of a restated item, that of the line that restates it last."""
    return row["lettering__code"] or row["carried_by__lettering__code"] or ""


def is_settled(row: Row) -> bool:
    """Whether its lettering is complete."""
    return bool(row["lettering__complete"] or row["carried_by__lettering__complete"])


def _debit(row: Row) -> int | None:
    return row["cents"] if row["cents"] > 0 else None


def _credit(row: Row) -> int | None:
    return -row["cents"] if row["cents"] < 0 else None


def _has_document(row: Row) -> str:
    return gettext("Yes") if row["archived"] is not None and row["archived"].has_document else ""


def _plain(key: str) -> Any:
    return lambda row: row[key]


PIECE = Column(
    "piece", _("Piece"), _("Journal and number under which the entry is booked."), "at-piece", always=True, of=piece_of
)
DATE = Column("date", _("Date"), _("The day of the booking."), "at-day", kind="day", of=_plain("booked_on"))
KIND = Column("kind", _("Journal"), _("What kind of journal the entry is booked in."), "wide-only", of=kind_of)
TEXT = Column("text", _("Text"), _("What the books write beside it."), "grow at-partner", of=text_of)
DEBIT = Column("debit", _("Debit"), "", "amount at-amount", total="debit", kind="cents", of=_debit)
CREDIT = Column("credit", _("Credit"), "", "amount at-amount", total="credit", kind="cents", of=_credit)
BALANCE = Column(
    "balance",
    _("Balance"),
    _("What everything up to this line comes to."),
    "amount at-balance",
    total="balance",
    kind="cents",
    of=_plain("running_shown"),
)
LETTERING = Column(
    "lettering", _("Lettering"), _("Lines with the same code settle each other."), "at-letter", of=letter_of
)
OPEN = Column(
    "open",
    _("Open"),
    _("What remains to be settled of this line."),
    "amount at-open",
    total="open",
    kind="cents",
    of=_plain("open_shown"),
)
NUMBER = Column(
    "number",
    _("Number"),
    _("The supplier’s or customer’s own number of the invoice."),
    "wide-only",
    of=_plain("entry__document_number"),
)
DUE = Column(
    "due", _("Due"), _("The day by which it should be paid."), "at-due room-only", kind="day", of=_plain("due_on")
)
DOCUMENT = Column("document", _("Document"), _("Its place in the archive."), "at-file", icon="file", of=_has_document)
PARTNER = Column(
    "partner",
    _("Partner"),
    _("The supplier or customer."),
    "wide-only",
    of=lambda row: row["partner__name"] or "",
)

CELLS = ("piece", "date", "kind", "partner", "text", "number", "due", "debit", "credit", "balance", "lettering", "open")
"""Every column that move.html can show, with "document"."""


def counted(number: int) -> str:
    """How many lines."""
    return ngettext("%(number)s line", "%(number)s lines", number) % {"number": count(number)}


MOVES = ListPlan(
    name="account",
    right="history.view",
    title=_("Account"),
    filters=FILTERS,
    columns=(
        *(PIECE, DATE, KIND, TEXT, NUMBER, DUE, DEBIT, CREDIT, BALANCE, LETTERING),
        replace(OPEN, total=""),
        DOCUMENT,
    ),
    orders={"date": BOOKED},
    sort="date",
    sorts=(),
    row="portal/history/move.html",
    counted=counted,
    ready=(Ready("all", _("All entries")), Ready("open", _("Open only"), (("open", "yes"),))),
)
"""Every line, in the order of booking, with the balance that runs."""

OPEN_MOVES = replace(MOVES, columns=(PIECE, DATE, KIND, TEXT, NUMBER, DUE, DEBIT, CREDIT, LETTERING, OPEN, DOCUMENT))
"""What is open now, or was on a day: a balance that runs would leave out what lies between."""

GENERAL = replace(
    MOVES,
    name="general_account",
    filters=(*PERIOD, Known("year", _("Fiscal year"), _("Fiscal year %(name)s"), silent=True)),
    columns=(PIECE, DATE, KIND, PARTNER, TEXT, DEBIT, CREDIT, BALANCE, LETTERING),
    ready=(),
)
"""The lines of a general account in a fiscal year."""


def wanted_of(asked: Asked) -> Moves:
    """What the address asks for, as the ledger's queries take it; what was open on a day goes before all else."""
    if asked.day("as_of") is not None:
        return Moves(as_of=asked.day("as_of"))
    return Moves(asked.day("from"), asked.day("until"), open_only=asked.text("open") == "yes")
