"""comptoir show: what the archive or a dossier looks like, for scripts and for a quick look."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from comptoir.archive.choices import OPEN, FiledTab, Tab
from comptoir.archive.models import ArchivedInvoice, BankTransaction, FiledDocument
from comptoir.archive.queries.bank import BankFilter, bank_accounts, transactions
from comptoir.archive.queries.filed import FiledFilter
from comptoir.archive.queries.filed import filtered as filed_documents
from comptoir.archive.queries.invoices import ArchiveFilter, filtered
from comptoir.commands.figures import figures_as_text, figures_in_json
from comptoir.commands.find import COMMAND_LINE, one_dossier, one_firm
from comptoir.commands.history import ROLES, history_as_text, history_in_json
from comptoir.commands.runs import run_in_json
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier
from comptoir.kit.money import text_of
from comptoir.ledger.models import Entry, Line
from comptoir.ledger.queries import dates_of
from comptoir.sync.models import Connection
from comptoir.sync.queries import runs_of

RUNS = 20


class Command(BaseCommand):
    """Five views: `show archive`, `show bank`, `show history`, `show figures` and `show dossier`."""

    help = "Show the archive, the bank's transactions, the history or the figures of a dossier, or the dossier itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to show, and of which dossier."""
        views = parser.add_subparsers(dest="view", required=True, metavar="archive|bank|history|figures|dossier")
        archive = views.add_parser("archive", help="the rows of a tab, newest first")
        archive.add_argument("--dossier", required=True, metavar="NUMBER")
        archive.add_argument("--tab", choices=[*Tab.values, *FiledTab.values], required=True)
        archive.add_argument("--unpaid", action="store_true", help="only what is open: not paid, or partly")
        archive.add_argument("--limit", type=int, default=0, metavar="N", help="at most so many; 0 for all")
        bank = views.add_parser("bank", help="the transactions of the bank journals that are shown, newest first")
        bank.add_argument("--dossier", required=True, metavar="NUMBER")
        bank.add_argument("--limit", type=int, default=0, metavar="N", help="at most so many; 0 for all")
        history = views.add_parser(
            "history", help="what customers or suppliers owe and are owed; amounts usual for them"
        )
        history.add_argument("--dossier", required=True, metavar="NUMBER")
        history.add_argument("--role", choices=list(ROLES), required=True)
        history.add_argument("--partner", default="", metavar="CODE", help="this partner's account, line by line")
        history.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="on that day (default: today)")
        figures = views.add_parser(
            "figures", help="income, costs and result of a fiscal year, costs by category, liquidity"
        )
        figures.add_argument("--dossier", required=True, metavar="NUMBER")
        figures.add_argument("--year", default="", metavar="YEAR", help="the fiscal year (default: the active one)")
        dossier = views.add_parser("dossier", help="dates, runs and counts")
        dossier.add_argument("number", metavar="NUMBER")
        for view in (archive, bank, history, figures, dossier):
            view.add_argument("--firm", default="", metavar="NAME_OR_ID", help="where several firms have the number")
            view.add_argument("--json", action="store_true", help="answer in JSON")
            view.add_argument("--data", metavar="DIR", help="the data folder of the installation")

    def handle(self, *_args: str, **options: Any) -> None:
        """Find the dossier and print the view."""
        number = options["number"] if options["view"] == "dossier" else options["dossier"]
        dossier = one_dossier(number, one_firm(options["firm"]) if options["firm"] else None)
        if options["view"] == "archive":
            filed = options["tab"] in FiledTab.values
            rows = _filed(dossier, options) if filed else _archive(dossier, options)
            as_text = _filed_as_text if filed else _row_as_text
            self._print(rows if options["json"] else None, [as_text(row) for row in rows])
        elif options["view"] == "bank":
            moved = _bank(dossier, limit=options["limit"])
            self._print(moved if options["json"] else None, [_moved_as_text(row) for row in moved])
        elif options["view"] == "history":
            told = history_in_json(dossier, options, by=COMMAND_LINE)
            self._print(told if options["json"] else None, history_as_text(told))
        elif options["view"] == "figures":
            figures = figures_in_json(dossier, options["year"], by=COMMAND_LINE)
            self._print(figures if options["json"] else None, figures_as_text(figures))
        else:
            facts = _dossier(dossier)
            self._print(facts if options["json"] else None, [f"{name}: {value}" for name, value in facts.items()])

    def _print(self, value: Any, lines: list[str]) -> None:
        if value is None:
            self.stdout.write("\n".join(lines))
        else:
            self.stdout.write(json.dumps(value, ensure_ascii=False, indent=1))


def _archive(dossier: Dossier, options: dict[str, Any]) -> list[dict[str, Any]]:
    by, tab, limit = machine(dossier.firm_id, dossier.pk, COMMAND_LINE), options["tab"], options["limit"]
    wanted = ArchiveFilter(payments=tuple(OPEN) if options["unpaid"] else ())
    rows = filtered(by, tab, wanted, on=timezone.localdate()).select_related("document").order_by("-date", "-id")
    return [_row(row) for row in (rows[:limit] if limit > 0 else rows.iterator(chunk_size=2000))]


def _filed(dossier: Dossier, options: dict[str, Any]) -> list[dict[str, Any]]:
    """Filed documents are not paid: asked for what is unpaid, there are none."""
    by, limit = machine(dossier.firm_id, dossier.pk, COMMAND_LINE), options["limit"]
    rows = filed_documents(by, options["tab"], FiledFilter(), on=timezone.localdate())
    rows = rows.none() if options["unpaid"] else rows.select_related("document", "category")
    rows = rows.order_by("-dated_on", "-id")
    return [_filed_row(row, dossier.firm.language) for row in (rows[:limit] if limit > 0 else rows)]


def _filed_row(row: FiledDocument, language: str) -> dict[str, Any]:
    return {
        "date": row.dated_on.isoformat(),
        "title": row.title,
        "category": row.category.name_in(language),
        "comment": row.comment,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "handled": row.handled_at is not None,
        "document": row.document.sha256,
    }


def _filed_as_text(row: dict[str, Any]) -> str:
    return f"{row['date']} {row['title'][:50]:<50} {row['category'][:30]:<30} {row['expires_on'] or ''}".rstrip()


def _row(row: ArchivedInvoice) -> dict[str, Any]:
    return {
        "journal": row.journal,
        "number": row.number,
        "fiscal_year": row.fiscal_year,
        "period": row.period,
        "date": row.date.isoformat(),
        "due_date": row.due_on.isoformat() if row.due_on else None,
        "document_number": row.document_number,
        "partner": row.partner_name,
        "amount": text_of(row.amount_cents),
        "open_amount": text_of(row.open_cents),
        "payment": row.payment,
        "paid_on": row.paid_on.isoformat() if row.paid_on else None,
        "handled": row.handled_at is not None,
        "document": row.document.sha256 if row.document else None,
    }


def _row_as_text(row: dict[str, Any]) -> str:
    piece = f"{row['journal']} {row['fiscal_year']}/{row['number']}"
    amounts = f"{row['amount']:>14} {row['open_amount']:>14}"
    return f"{piece:<20} {row['date']} {row['partner'][:30]:<30} {amounts} {row['payment']}"


def _bank(dossier: Dossier, *, limit: int) -> list[dict[str, Any]]:
    by = machine(dossier.firm_id, dossier.pk, COMMAND_LINE)
    codes = {account.journal_id: account.code for account in bank_accounts(by)}
    rows = transactions(by, codes.keys(), BankFilter()).order_by("-booked_on", "-id")
    return [_moved(row, codes) for row in (rows[:limit] if limit > 0 else rows.iterator(chunk_size=2000))]


def _moved(row: BankTransaction, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "journal": codes[row.journal_id],
        "date": row.booked_on.isoformat(),
        "statement": row.statement,
        "counterparty": row.counterparty,
        "iban": row.iban,
        "communication": row.communication,
        "amount": text_of(row.amount_cents),
        "balance": text_of(row.balance_cents),
        "state": row.state,
    }


def _moved_as_text(row: dict[str, Any]) -> str:
    amounts = f"{row['amount']:>14} {row['balance']:>14}"
    return f"{row['statement']:<20} {row['date']} {row['counterparty'][:30]:<30} {amounts} {row['state']}"


def _dossier(dossier: Dossier) -> dict[str, Any]:
    by, dates = machine(dossier.firm_id, dossier.pk, COMMAND_LINE), dates_of(dossier)
    connection = Connection.objects.visible_to(by).first()
    archived = ArchivedInvoice.objects.visible_to(by).filter(in_books=True)
    return {
        "number": dossier.number,
        "name": dossier.name,
        "firm": dossier.firm.name,
        "connector": connection.package if connection else None,
        "accounts_until": dates.accounts_until.isoformat() if dates.accounts_until else None,
        "bank_until": dates.bank_until.isoformat() if dates.bank_until else None,
        "counts": {
            "entries": Entry.objects.visible_to(by).count(),
            "lines": Line.objects.visible_to(by).count(),
            "purchases": archived.filter(tab=Tab.PURCHASES).count(),
            "sales": archived.filter(tab=Tab.SALES).count(),
            "open": archived.filter(payment__in=OPEN).count(),
            "documents": dossier.documents.count(),
        },
        "runs": [run_in_json(run) for run in runs_of(by)[:RUNS]],
    }
