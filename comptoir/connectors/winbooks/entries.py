"""A piece of the dossier becomes an entry of the books."""

from collections.abc import Mapping

from comptoir.connectors.port import Place, WrongBooks
from comptoir.formats.winbooks.cards import key_of
from comptoir.formats.winbooks.columns import CENTRAL, CUSTOMER, SUPPLIER, ZERO_VAT
from comptoir.formats.winbooks.layout import SIDES
from comptoir.formats.winbooks.lines import ActLine
from comptoir.formats.winbooks.pieces import ActPiece
from comptoir.formats.winbooks.years import BookYear
from comptoir.kit.numbers import structured_communication
from comptoir.records.books import Basics, Entry, JournalType, Line, Period

THIRDS = (CUSTOMER, SUPPLIER)
NO_MATCH = "0"


class EntryMaker:
    """Makes the entries; counts those that are dated outside their period."""

    def __init__(self, file: str, basics: Basics, years: Mapping[str, BookYear]) -> None:
        """`file` is the table's name, for the places of refusals."""
        self.file, self.years, self.moved = file, years, 0
        self.types = {journal.code: journal.type for journal in basics.journals}
        self.centrals = {partner.key: partner.account for partner in basics.partners}
        self.communications: dict[str, str] = {}

    def entry(self, piece: ActPiece) -> Entry:
        """The entry. Raises WrongBooks for a book year or a period that there is not, and for a line without account."""
        year, period = self._when(piece)
        kind = self.types.get(piece.journal, JournalType.MISCELLANEOUS)
        head = _head(piece.lines)
        day = head.booked_on or head.document_on or period.start_on
        booked_on = min(max(day, period.start_on), period.end_on)
        self.moved += booked_on != day
        side = SIDES.get(kind, 1)
        lines = tuple([self._line(line, side) for line in piece.lines if line.account or not _is_empty(line)])
        return Entry(
            key=f"{year.fiscal_year}|{piece.journal}|{piece.number}",
            fiscal_year=year.fiscal_year,
            journal=piece.journal,
            number=piece.number,
            booked_on=booked_on,
            document_on=head.document_on or day,
            period=period.code,
            text=head.text,
            lines=lines,
            document_number=self._document_number(head, piece.lines) if kind in SIDES else "",
        )

    def _when(self, piece: ActPiece) -> tuple[BookYear, Period]:
        first = piece.lines[0]
        year = self.years.get(piece.year)
        if year is None:
            raise WrongBooks(
                "The piece %(journal)s %(number)s is in the book year %(year)s, which the dossier does not tell of.",
                Place(self.file, first.row, "BOOKYEAR"),
                journal=piece.journal,
                number=piece.number,
                year=piece.year,
            )
        period = year.periods.get(first.period)
        if period is None:
            raise WrongBooks(
                "The piece %(journal)s %(number)s is in period %(period)s, which the book year %(year)s does not have.",
                Place(self.file, first.row, "PERIOD"),
                journal=piece.journal,
                number=piece.number,
                period=first.period,
                year=year.fiscal_year,
            )
        return year, period

    def _line(self, line: ActLine, side: int) -> Line:
        """The line; what is due, and whose it is, is said on lines of customers and suppliers alone."""
        third = line.doctype in THIRDS
        partner = key_of(line.doctype, line.partner) if third and line.partner else ""
        communication = self._communication(line.reference)
        base = 0
        if not third and line.vat_base_cents:
            base = line.vat_base_cents * side
            if line.cents:  # credit notes and reverse charges: the base goes the way of the amount
                base = abs(base) if line.cents > 0 else -abs(base)
        foreign = bool(line.foreign_cents)
        matched = line.match not in ("", NO_MATCH)
        return Line(
            line.account or self._central(line, partner),
            line.cents,
            partner,
            line.text,
            line.due_on if third else None,
            "" if communication else line.reference,
            communication,
            line.currency if foreign else "",
            line.foreign_cents,
            "" if third else line.vat_code,
            base,
            line.match if matched else "",
        )

    def _central(self, line: ActLine, partner: str) -> str:
        """The general account of a customer's or supplier's line that leaves it to the card."""
        account = self.centrals.get(partner, "")
        if not account:
            raise WrongBooks(
                "The line has nothing in the column %(name)s.",
                Place(self.file, line.row, "ACCOUNTGL"),
                name="ACCOUNTGL",
            )
        return account

    def _communication(self, text: str) -> str:
        """The twelve digits of a structured communication, "" for any other text."""
        if len(text) < 12:
            return ""
        found = self.communications.get(text)
        if found is None:
            if len(self.communications) > 20_000:
                self.communications.clear()
            found = self.communications[text] = structured_communication(text) or ""
        return found

    def _document_number(self, head: ActLine, lines: tuple[ActLine, ...]) -> str:
        """The reference of the customer's or supplier's line, else of the first other one that is no way to pay.

        One that repeats the piece's own number says nothing.
        """
        for line in (head, *lines):
            if line.reference not in ("", line.number) and not self._communication(line.reference):
                return line.reference
        return ""


def _head(lines: tuple[ActLine, ...]) -> ActLine:
    """The line that stands for the piece: the bank's own, else the first customer's or supplier's, else the first."""
    third = None
    for line in lines:
        if line.order in CENTRAL:
            return line
        if third is None and line.doctype in THIRDS:
            third = line
    return third or lines[0]


def _is_empty(line: ActLine) -> bool:
    """Whether the line moves nothing and names no account: a turnover without VAT, for the VAT return alone."""
    return line.doctype == ZERO_VAT and not line.cents
