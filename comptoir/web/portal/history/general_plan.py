"""The plan of the list of general accounts: filters and columns."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comptoir.firms.paging import Order, Row
from comptoir.ledger.general import YearBalance
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Known, Text
from comptoir.web.portal.lists.plan import ListPlan
from comptoir.web.shared.templatetags.comptoir import count


def row_of(balance: YearBalance) -> Row:
    """An account of a year as the list reads it."""
    return {
        "id": balance.account.pk,
        "code": balance.account.code,
        "name": balance.account.name,
        "opening_cents": balance.opening_cents,
        "debit_cents": balance.debit_cents,
        "credit_cents": balance.credit_cents,
        "balance_cents": balance.balance_cents,
    }


def _counted(number: int) -> str:
    return ngettext("%(number)s account", "%(number)s accounts", number) % {"number": count(number)}


ACCOUNTS_PLAN = ListPlan(
    name="general_accounts",
    right="history.view",
    title=_("General accounts"),
    filters=(
        Text("q", _("Search"), _("Contains “%(text)s”"), main=True),
        Known("year", _("Fiscal year"), _("Fiscal year %(name)s")),
    ),
    columns=(
        Column("code", _("Account"), "", "at-piece", always=True),
        Column("name", _("Name"), "", "grow at-partner", always=True),
        Column(
            "opening_cents",
            _("Opening"),
            _("The balance with which the year begins."),
            "amount room-only",
            total="opening_cents",
            kind="cents",
        ),
        Column("debit_cents", _("Debit"), "", "amount at-debit", total="debit_cents", kind="cents"),
        Column("credit_cents", _("Credit"), "", "amount at-credit", total="credit_cents", kind="cents"),
        Column(
            "balance_cents",
            _("Balance"),
            _("Opening and debit less credit; credit balances are negative."),
            "amount at-amount",
            total="balance_cents",
            kind="cents",
        ),
    ),
    orders={"code": Order("code", str)},
    sort="code",
    sorts=(),
    row="portal/history/account_row.html",
    counted=_counted,
    placeholder=_("Number or name…"),
)
"""The accounts of one fiscal year."""
