"""A piece of the export becomes an entry of the books."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from comptoir.connectors.fec.folder import YearFile
from comptoir.connectors.fec.sidecars import PieceFacts, PieceTable
from comptoir.connectors.partners import Partners
from comptoir.connectors.port import Place, WrongBooks
from comptoir.formats.fec.read import FecLine, FecPiece
from comptoir.records.books import Entry, JournalType, Line, Period

PURCHASES = (JournalType.PURCHASE, JournalType.PURCHASE_CREDIT)
SALES = (JournalType.SALE, JournalType.SALE_CREDIT)
NO_FACTS = PieceFacts("", None, "")


class EntryMaker:
    """Makes the entries of one fiscal year."""

    def __init__(
        self,
        year: YearFile,
        periods: Iterable[Period],
        types: Mapping[str, JournalType],
        partners: Partners,
        table: PieceTable,
        terms: tuple[int, int],
    ) -> None:
        """`terms`: days until an invoice is due, of customers and of suppliers."""
        self.year, self.partners, self.table = year, partners, table
        self.invoices = {code for code, kind in types.items() if kind in PURCHASES or kind in SALES}
        self.due_after = {
            code: timedelta(days=terms[0] if kind in SALES else terms[1])
            for code, kind in types.items()
            if code in self.invoices
        }
        self.thirds: dict[str, bool] = {}
        self.months = {(p.start_on.year, p.start_on.month): p.code for p in periods if p.fiscal_year == year.code}
        self.periods: dict[date, str] = {}

    def entry(self, piece: FecPiece) -> Entry:
        """The entry. Raises WrongBooks when it is dated outside the fiscal year."""
        journal, number, booked_on, lines = piece
        year = self.year.code
        period = self.periods.get(booked_on) or self._period(piece)
        key = f"{year}|{journal}|{number}"
        head = self._head(lines)
        document_on = head.document_on or booked_on
        facts, due_on = NO_FACTS, None
        if journal in self.invoices:
            facts = self.table.facts_of(key) or NO_FACTS
            due_on = facts.due_on or document_on + self.due_after[journal]
            if not facts.document_number and head.reference != number:
                facts = facts._replace(document_number=head.reference)
        return Entry(
            key=key,
            fiscal_year=year,
            journal=journal,
            number=number,
            booked_on=booked_on,
            document_on=document_on,
            period=period,
            text=head.text,
            lines=tuple([self._line(line, due_on, facts.communication) for line in lines]),
            document_number=facts.document_number,
        )

    def _line(self, line: FecLine, due_on: date | None, communication: str) -> Line:
        """The line; what is due and how to pay it is said on lines of third parties alone."""
        _, _, _, _, account, _, auxiliary, _, reference, _, text, cents, lettering, _, _, foreign, currency, _ = line
        third = self.thirds[account]
        if foreign and cents:  # the export may leave out the sign: it is that of the amount itself
            foreign = abs(foreign) if cents > 0 else -abs(foreign)
        return Line(
            account,
            cents,
            self.partners.keys.get((account, auxiliary), ""),
            text,
            due_on if third else None,
            reference,
            communication if third else "",
            currency,
            foreign,
            "",
            0,
            lettering,
            self.year.code if lettering else "",
        )

    def _head(self, lines: tuple[FecLine, ...]) -> FecLine:
        """The first line of a third party, else the first line."""
        thirds, found = self.thirds, None
        for line in lines:
            third = thirds.get(line.account)
            if third is None:
                third = thirds[line.account] = self.partners.is_third(line.account)
            if third and found is None:
                found = line
        return found or lines[0]

    def _period(self, piece: FecPiece) -> str:
        day = piece.booked_on
        if not self.year.start_on <= day <= self.year.end_on:
            raise WrongBooks(
                "The piece %(journal)s %(number)s is dated %(day)s, outside the fiscal year from %(start)s to %(end)s.",
                Place(self.year.path.name, piece.lines[0].line, "EcritureDate"),
                journal=piece.journal,
                number=piece.number,
                day=day,
                start=self.year.start_on,
                end=self.year.end_on,
            )
        code = self.periods[day] = self.months[day.year, day.month]
        return code
