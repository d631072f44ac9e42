"""The plan of the list of bank transactions: its filters, columns, orders and ready-made views."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comptoir.archive.choices import Settling
from comptoir.archive.queries.bank import ORDERS, BankFilter
from comptoir.firms.paging import Row
from comptoir.kit.numbers import format_communication
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Amount, Choice, Choices, Day, Filter, Known, Text
from comptoir.web.portal.lists.plan import ListPlan, Ready
from comptoir.web.shared.templatetags.comptoir import count

SEES = "payment.view"
"""What says which invoice a transaction pays needs this right: it is the archive's column “Paid” from the other side."""

FILTERS: tuple[Filter, ...] = (
    Text("q", _("Search"), _("Contains “%(text)s”"), main=True),
    Known("account", _("Account"), _("Account %(name)s"), by_id=True),
    Choice("way", _("In or out"), options=(("in", _("Money in")), ("out", _("Money out")))),
    Day("from", _("From"), _("From %(day)s")),
    Day("until", _("Until"), _("Until %(day)s"), end=True),
    Amount("min", _("Amount from"), _("At least %(amount)s")),
    Amount("max", _("Amount up to"), _("At most %(amount)s")),
    Choices("state", _("Status"), options=tuple(Settling.choices), needs=SEES),
)

SORTS = (
    ("", _("Newest first")),
    ("date", _("Oldest first")),
    ("-amount", _("Largest money in")),
    ("amount", _("Largest money out")),
)

READY = (
    Ready("all", _("All")),
    Ready("open", _("Not lettered"), (("state", Settling.OPEN.value),), needs=SEES),
    Ready("in", _("Money in"), (("way", "in"),)),
    Ready("out", _("Money out"), (("way", "out"),)),
)


def _state(row: Row) -> str:
    return str(Settling(row["state"]).label)


def _communication(row: Row) -> str:
    return format_communication(row["communication"])


COLUMNS = (
    Column(
        "statement",
        _("Statement"),
        _("The bank statement or piece: journal, fiscal year and number."),
        "at-piece",
        always=True,
    ),
    Column(
        "date",
        _("Date"),
        _("The day on which it is booked."),
        "",
        "date",
        kind="day",
        of=lambda row: row["booked_on"],
    ),
    Column(
        "counterparty",
        _("Counterparty"),
        _("The customer or supplier, or the account where there is none."),
        "grow",
        always=True,
    ),
    Column("iban", _("IBAN"), _("The counterparty’s bank account."), "wide-only at-hidden"),
    Column(
        "communication",
        _("Communication"),
        _("The structured communication, or the text of the line."),
        "at-told at-more",
        of=_communication,
    ),
    Column(
        "amount",
        _("Amount"),
        _("What came in, or went out (negative)."),
        "amount",
        "amount",
        total="moved",
        kind="cents",
        of=lambda row: row["amount_cents"],
    ),
    Column(
        "balance",
        _("Balance"),
        _("The balance of the bank account after it."),
        "amount at-balance",
        kind="cents",
        of=lambda row: row["balance_cents"],
    ),
    Column(
        "status", _("Status"), _("Whether it is lettered, and with which pieces."), "at-state", of=_state, needs=SEES
    ),
    Column("pieces", _("Lettered with"), listed=False, of=lambda row: row["pieces"], needs=SEES),
    Column("account", _("Account"), listed=False),
)


def wanted_of(asked: Asked) -> BankFilter:
    """What the address asks for, as the bank's queries take it; the account apart."""
    return BankFilter(
        text=asked.text("q"),
        from_on=asked.day("from"),
        until_on=asked.day("until"),
        at_least=asked.number("min"),
        at_most=asked.number("max"),
        inwards={"in": True, "out": False}.get(asked.text("way")),
        states=asked.several("state"),
    )


def _counted(number: int) -> str:
    return ngettext("%(number)s transaction", "%(number)s transactions", number) % {"number": count(number)}


PLAN = ListPlan(
    name="financial",
    right="financial.view",
    title=_("Financial"),
    filters=FILTERS,
    columns=COLUMNS,
    orders=ORDERS,
    sort="-date",
    sorts=SORTS,
    row="portal/financial/row.html",
    counted=_counted,
    ready=READY,
    placeholder=_("Name, amount, communication…"),
)
