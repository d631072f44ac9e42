"""Books written the way a bookkeeper writes them, brought into the mirror by the steps of a synchronisation.

    2026-03-01 PUR 12  440000 Proximus   -121.00  A  due=2026-03-31 ref=F12

One line of the text is one line of an entry: date, journal, number, account, partner (- for none), amount (debit positive),
then optionally a lettering code, a due date (due=), a reference (ref=) and a communication (com=). Lines of one piece
belong together; what does not balance is booked on 499000. The fiscal year is the calendar year.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from comptoir.archive.bank import leave_bank, refresh_bank
from comptoir.archive.books import (
    PaymentChange,
    detach_removed,
    fill_search,
    forget_partner_names,
    forget_search,
    refresh_rows,
)
from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.search import renew_search
from comptoir.firms.models import Dossier
from comptoir.kit.dates import months
from comptoir.kit.money import cents_from_text, text_of
from comptoir.ledger.dates import recompute_bank_dates
from comptoir.ledger.frame import books_of, bring_frame, take_roots
from comptoir.ledger.load import apply_batch
from comptoir.ledger.restate import Restated
from comptoir.ledger.stage import Stage, Staged, clear_staging
from comptoir.records import books as records
from comptoir.records.books import JournalType

JOURNALS = {
    "PUR": JournalType.PURCHASE,
    "PCN": JournalType.PURCHASE_CREDIT,
    "SAL": JournalType.SALE,
    "SCN": JournalType.SALE_CREDIT,
    "BNK": JournalType.BANK,
    "BN2": JournalType.BANK,
    "CAS": JournalType.CASH,
    "OD": JournalType.MISCELLANEOUS,
    "OPN": JournalType.OPENING,
}
SUSPENSE = "499000"


@dataclass
class TextBooks:
    """A set of books as text, and the dossier that mirrors it."""

    dossier: Dossier
    pieces: dict[tuple[str, str, str], list[tuple[date, records.Line]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    vats: dict[str, str] = field(default_factory=dict)
    ibans: dict[str, tuple[str, ...]] = field(default_factory=dict)
    types: dict[str, JournalType] = field(default_factory=lambda: dict(JOURNALS))
    roots: tuple[tuple[str, ...], tuple[str, ...]] = (("400",), ("440",))
    batch: int = 0
    restated: Restated = field(default_factory=Restated)
    payments: list[PaymentChange] = field(default_factory=list)

    def book(self, text: str, **options: bool) -> Staged:
        """Add or replace the pieces of the text, and bring the books into the mirror."""
        fresh: dict[tuple[str, str, str], list[tuple[date, records.Line]]] = {}
        for row in filter(None, map(str.strip, text.splitlines())):
            piece, on, line = _line(row)
            fresh.setdefault(piece, []).append((on, line))
        self.pieces |= fresh
        return self.bring(**options)

    def strike(self, journal: str, number: str, year: str = "2026") -> Staged:
        """Take a piece out of the books, and bring them into the mirror."""
        del self.pieces[(journal, year, number)]
        return self.bring()

    def entries(self) -> Iterator[records.Entry]:
        """The books as records."""
        for (journal, year, number), lines in self.pieces.items():
            rest = sum(line.cents for _, line in lines)
            every = [line for _, line in lines] + ([records.Line(account=SUSPENSE, cents=-rest)] if rest else [])
            on = lines[0][0]
            yield records.Entry(
                key=f"{year}|{journal}|{number}",
                fiscal_year=year,
                journal=journal,
                number=number,
                booked_on=on,
                document_on=on,
                period=f"{on:%Y%m}",
                text=f"{journal} {number}",
                lines=tuple(every),
            )

    def basics(self) -> records.Basics:
        """Everything that the entries name."""
        lines = [line for piece in self.pieces.values() for _, line in piece]
        years = sorted({year for _, year, _ in self.pieces})
        periods = [
            records.Period(f"{start:%Y%m}", year, start, end)
            for year in years
            for start, end in months(date(int(year), 1, 1), date(int(year), 12, 31))
        ]
        return records.Basics(
            company=records.Company(),
            periods=tuple(periods),
            journals=tuple(records.Journal(code, code, kind) for code, kind in self.types.items()),
            accounts=tuple(
                records.Account(code, code) for code in sorted({line.account for line in lines} | {SUSPENSE})
            ),
            partners=tuple(
                records.Partner(
                    key, self.names.get(key, key), vat=self.vats.get(key, ""), ibans=self.ibans.get(key, ())
                )
                for key in sorted({line.partner for line in lines} - {""})
            ),
        )

    def bring(self, *, lettering: bool = True, full: bool = False) -> Staged:
        """Read, stage and apply, as a run does."""
        self.batch += 1
        books, basics = books_of(self.dossier), self.basics()
        stage = Stage(self.dossier, self.batch, basics, roots=sum(self.roots, ()), lettering=lettering, heal=full)
        staged = stage.take(self.entries(), whole=True, progress=lambda _: None)
        with transaction.atomic():
            rerooted = take_roots(self.dossier, books, *self.roots)
            frame = bring_frame(self.dossier, books, basics)
            everything = full or rerooted or frame.everything
            detach_removed(self.dossier, self.batch)
            years = leave_bank(self.dossier, self.batch)
            self.restated = apply_batch(self.dossier, self.batch, everything=everything)
            forget_partner_names(self.dossier, self.batch, frame.renamed)
            self.payments = refresh_rows(self.dossier, self.batch)
            if rerooted:
                forget_search(self.dossier)
            fill_search(self.dossier)
            refresh_bank(self.dossier, self.batch, years, frame, everything=everything)
            renew_search(self.dossier)
            recompute_bank_dates(self.dossier, books)
            clear_staging(self.batch)
        return staged

    def row(self, piece: str, year: str = "2026") -> ArchivedInvoice:
        """The archive's row of a piece: "PUR 12"."""
        journal, number = piece.split()
        return ArchivedInvoice.objects.get(dossier=self.dossier, journal=journal, number=number, fiscal_year=year)

    def payment(self, piece: str, year: str = "2026") -> tuple[str, str, date | None]:
        """Payment, open amount as text, and paid on."""
        row = self.row(piece, year)
        return row.payment, text_of(row.open_cents), row.paid_on


def _line(row: str) -> tuple[tuple[str, str, str], date, records.Line]:
    day, journal, number, account, partner, amount, *more = row.split()
    options = dict(part.split("=") for part in more if "=" in part)
    letter = next((part for part in more if "=" not in part), "")
    on = date.fromisoformat(day)
    due = date.fromisoformat(options["due"]) if "due" in options else None
    line = records.Line(
        account=account,
        cents=cents_from_text(amount),
        partner="" if partner == "-" else partner,
        due_on=due,
        reference=options.get("ref", ""),
        communication=options.get("com", ""),
        lettering=letter,
        lettering_scope=day[:4],
    )
    return (journal, day[:4], number), on, line
