"""The plan of the archive's lists of purchases and sales: their filters, columns, orders and ready-made views."""

from datetime import date, timedelta

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from comptoir.archive.choices import OPEN, Payment, Tab
from comptoir.archive.queries.invoices import ORDERS, ArchiveFilter
from comptoir.firms.access import Access
from comptoir.firms.paging import Row
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Amount, Choice, Choices, Day, Filter, Known, Text
from comptoir.web.portal.lists.plan import ListPlan, Ready
from comptoir.web.shared.templatetags.comptoir import count

SEES = "payment.view"
"""What tells of payment needs this right: with limited reporting nobody has it."""

FILTERS: tuple[Filter, ...] = (
    Text("q", _("Search"), _("Contains “%(text)s”"), main=True),
    Day("from", _("From"), _("From %(day)s")),
    Day("until", _("Until"), _("Until %(day)s"), end=True),
    Amount("min", _("Amount from"), _("At least %(amount)s")),
    Amount("max", _("Amount up to"), _("At most %(amount)s")),
    Known("year", _("Fiscal year"), _("Fiscal year %(name)s")),
    Text("partner", _("Partner"), _("Partner “%(text)s”"), offered=True),
    Known("of", _("Partner"), _("Only %(name)s"), by_id=True, silent=True),
    Choice("handled", _("Handled"), options=(("yes", _("Handled")), ("no", _("Not handled")))),
    Choices("payment", _("Paid"), options=tuple(Payment.choices), needs=SEES),
    Choice("overdue", _("Overdue"), options=(("yes", _("Overdue")),), needs=SEES),
    Choice("drift", options=(("yes", _("Handled, still open although the bank is booked further")),), needs=SEES),
    Choice("paid", options=(("lately", _("Paid in the last 30 days")),), needs=SEES),
)

SORTS = (
    ("", _("Newest first")),
    ("date", _("Oldest first")),
    ("due", _("Due first")),
    ("partner", _("Partner")),
    ("-amount", _("Largest amount")),
    ("amount", _("Smallest amount")),
    ("number", _("Number")),
)

STILL_OPEN = tuple(("payment", value.value) for value in sorted(OPEN))
LATELY = 30
READY = (
    Ready("all", _("All")),
    Ready("open", _("Open"), STILL_OPEN, _("Not paid, or only in part."), needs=SEES),
    Ready(
        "to_do",
        _("Open and not handled"),
        (("handled", "no"), *STILL_OPEN),
        _("Open, without your tick."),
        needs=SEES,
    ),
    Ready("not_handled", _("Not handled"), (("handled", "no"),), _("Without your tick."), instead_of=SEES),
    Ready("overdue", _("Overdue"), (("overdue", "yes"),), _("Open, and the due date has passed."), needs=SEES),
    Ready(
        "drift",
        _("Handled, still open"),
        (("drift", "yes"),),
        _("You ticked it, the bank is booked past that day, and the books still have it open."),
        needs=SEES,
    ),
    Ready("paid", _("Paid lately"), (("paid", "lately"),), _("Paid in the last 30 days."), needs=SEES),
)


def _state(row: Row) -> str:
    return str(Payment(row["payment"]).label)


def _piece(row: Row) -> str:
    return f"{row['journal']} {row['number']}"


def _has_document(row: Row) -> str:
    return gettext("Yes") if row["document_id"] is not None else ""


COLUMNS = (
    Column(
        "piece",
        _("Piece"),
        _("Journal and number under which the entry is booked."),
        "at-piece",
        always=True,
        of=_piece,
    ),
    Column("period", _("Period"), _("The booking period of the entry."), "wide-only"),
    Column("date", _("Date"), _("The date of the invoice."), "room-only", "date", kind="day"),
    Column(
        "due",
        _("Due"),
        _("The day by which the invoice should be paid."),
        "",
        "due",
        kind="day",
        of=lambda row: row["due_on"],
    ),
    Column(
        "number",
        _("Number"),
        _("The supplier’s or customer’s own number of the invoice."),
        "wide-only",
        "number",
        of=lambda row: row["document_number"],
    ),
    Column(
        "partner",
        _("Partner"),
        _("The supplier or customer."),
        "grow",
        "partner",
        always=True,
        of=lambda row: row["partner_name"],
    ),
    Column(
        "amount",
        _("Amount"),
        _("The amount with VAT; a credit note’s is negative."),
        "amount",
        "amount",
        total="amount",
        kind="cents",
        of=lambda row: row["amount_cents"],
    ),
    Column(
        "payment",
        _("Paid"),
        _("What the books say of the payment, and what is still open."),
        "",
        total="open",
        total_label=_("Open"),
        of=_state,
        needs=SEES,
    ),
    Column("open", _("Open"), listed=False, kind="cents", of=lambda row: row["open_cents"], needs=SEES),
    Column(
        "handled",
        _("Handled"),
        _("Your own tick; it changes nothing in the books."),
        "at-acts",
        kind="moment",
        of=lambda row: row["handled_at"],
    ),
    Column(
        "document",
        _("Document"),
        _("The document itself, where there is one."),
        "at-file",
        icon="file",
        of=_has_document,
    ),
)


def paid_since(on: date) -> date:
    """From when on a payment counts as lately: 30 days before that day."""
    return on - timedelta(days=LATELY)


def wanted_of(asked: Asked, *, on: date) -> ArchiveFilter:
    """What the address asks for, as the archive's queries take it."""
    return ArchiveFilter(
        text=asked.text("q"),
        from_on=asked.day("from"),
        until_on=asked.day("until"),
        fiscal_year=asked.text("year"),
        partner=asked.text("partner"),
        partner_id=asked.number("of"),
        at_least=asked.number("min"),
        at_most=asked.number("max"),
        payments=asked.several("payment"),
        handled={"yes": True, "no": False}.get(asked.text("handled")),
        overdue=asked.text("overdue") == "yes",
        drift=asked.text("drift") == "yes",
        paid_since=paid_since(on) if asked.text("paid") else None,
    )


def sums_by_name(access: Access, number: int, amount_cents: int, open_cents: int) -> dict[str, int]:
    """The sums of rows as foot, selection and exports take them; what is open for those alone who may see it."""
    sums = {"count": number, "amount": amount_cents}
    return sums | {"open": open_cents} if access.may(SEES) else sums


def _counted(number: int) -> str:
    return ngettext("%(number)s piece", "%(number)s pieces", number) % {"number": count(number)}


PLANS = {
    tab: ListPlan(
        name=tab.value,
        right="archive.view",
        title=tab.label,
        filters=FILTERS,
        columns=COLUMNS,
        orders=ORDERS,
        sort="-date",
        sorts=SORTS,
        row="portal/archive/row.html",
        counted=_counted,
        ready=READY,
        placeholder=_("Name, number, amount…"),
    )
    for tab in Tab
}
