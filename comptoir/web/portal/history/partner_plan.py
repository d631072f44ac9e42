"""The plan of the lists of customers and suppliers: filters, columns, orders, ready-made views."""

from dataclasses import replace

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from comptoir.firms.paging import Order, Row
from comptoir.ledger.ageing import sign_of
from comptoir.ledger.balances import ORDERS, BalanceFilter
from comptoir.ledger.choices import AccountRole, Age
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Choice, Filter, Text
from comptoir.web.portal.lists.plan import ListPlan, Ready
from comptoir.web.shared.templatetags.comptoir import count

FILTERS: tuple[Filter, ...] = (
    Text("q", _("Search"), _("Contains “%(text)s”"), main=True),
    Choice("age", _("Age of what is open"), options=tuple(Age.choices)),
    Choice("open", _("Open"), options=(("yes", _("Open")),)),
    Choice("overdue", _("Overdue"), options=(("yes", _("Overdue")),)),
)

SORTS = (
    ("", _("Largest amount")),
    ("open", _("Smallest amount")),
    ("partner", _("Partner")),
    ("due", _("Due first")),
    ("-last", _("Newest first")),
)

READY = (
    Ready("all", _("All")),
    Ready("open", _("Open"), (("open", "yes"),)),
    Ready("overdue", _("Overdue"), (("overdue", "yes"),)),
)


def name_of(row: Row) -> str:
    """The partner's name; words for the lines that name none, his key where he has no name."""
    if row["partner_id"] is None:
        return gettext("Without partner")
    return str(row["name"] or row["partner__key"])


COLUMNS = (
    Column(
        "partner", _("Partner"), _("The supplier or customer."), "grow at-partner", "partner", always=True, of=name_of
    ),
    Column(
        "key",
        _("Number"),
        _("The partner’s number in the accounting software."),
        "wide-only at-piece",
        of=lambda row: row["partner__key"] or "",
    ),
    Column(
        "due",
        _("Oldest due"),
        _("The oldest due date of what is open."),
        "at-due",
        "due",
        kind="day",
        of=lambda row: row["oldest_due_on"],
    ),
    Column(
        "last",
        _("Last movement"),
        _("The day of the last booking on this partner’s account."),
        "room-only",
        "last",
        kind="day",
        of=lambda row: row["last_on"],
    ),
    Column(
        "overdue",
        _("Overdue"),
        _("What is open and was due before today."),
        "amount at-state",
        kind="cents",
        of=lambda row: row["overdue_shown"],
    ),
    Column(
        "open",
        _("Open"),
        _("What remains to be settled."),
        "amount at-amount",
        "open",
        total="open",
        kind="cents",
        of=lambda row: row["open_shown"],
    ),
    Column("balance", _("Balance"), listed=False, kind="cents", of=lambda row: row["balance_shown"]),
)


def wanted_of(asked: Asked) -> BalanceFilter:
    """What the address asks for, as the ledger's queries take it."""
    return BalanceFilter(
        text=asked.text("q"),
        open_only=asked.text("open") == "yes",
        overdue=asked.text("overdue") == "yes",
        age=Age(asked.text("age")) if asked.text("age") else None,
    )


def order_of(asked: Asked, role: AccountRole) -> Order:
    """The order asked for: by amounts as they are shown, which are the other way round for suppliers."""
    order = asked.order
    turned = order.column == "open_cents" and sign_of(role) < 0
    return replace(order, descending=order.descending != turned)


def _counted(number: int) -> str:
    return ngettext("%(number)s partner", "%(number)s partners", number) % {"number": count(number)}


PLANS = {
    word: ListPlan(
        name=word,
        right="history.view",
        title=title,
        filters=FILTERS,
        columns=COLUMNS,
        orders=ORDERS,
        sort="-open",
        sorts=SORTS,
        row="portal/history/partner_row.html",
        counted=_counted,
        ready=READY,
        placeholder=_("Name or number…"),
    )
    for word, title in (("customers", _("Customers")), ("suppliers", _("Suppliers")))
}
