"""The lines of an entry become an entry of the books."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NoReturn

from comptoir.connectors.csv.lines import BookLine
from comptoir.connectors.csv.reading import Reading
from comptoir.connectors.csv.settings import CsvSettings
from comptoir.connectors.periods import periods_of
from comptoir.connectors.port import Place, WrongBooks
from comptoir.kit.words import Cents
from comptoir.records.books import Entry, Line


class EntryMaker:
    """Makes the entries of one reading."""

    def __init__(self, reading: Reading, settings: CsvSettings) -> None:
        self.reading, self.columns = reading, settings.mapping.columns
        self.years = {code: (first, last) for code, first, last in reading.years}
        periods = periods_of(reading.years)
        self.months = {(p.fiscal_year, p.start_on.year, p.start_on.month): p.code for p in periods}

    def entries(self) -> Iterator[Entry]:
        """Every entry. Raises WrongBooks with the place of one that is wrong."""
        for stored in self.reading.store.entries():
            file = self.reading.folder.tables[stored[0][0]].name
            if stored[-1][0] != stored[0][0]:
                self._refuse_twice(file, stored[-1])
            yield self._entry(file, [line for _, line in stored])

    def _entry(self, file: str, lines: Sequence[BookLine]) -> Entry:
        first = lines[0]
        for line in lines:
            if line.booked_on != first.booked_on:
                self._refuse_day(file, first, line)
        if total := sum(line.cents for line in lines):
            self._refuse_total(file, first, total)
        is_third = self.reading.partners.is_third
        thirds = {line.account: is_third(line.account) for line in lines}
        head = next((line for line in lines if thirds[line.account]), first)
        booked_on = date.fromordinal(first.booked_on)
        return Entry(
            key=f"{first.year}|{first.journal}|{first.number}",
            fiscal_year=first.year,
            journal=first.journal,
            number=first.number,
            booked_on=booked_on,
            document_on=date.fromordinal(head.document_on or first.document_on or first.booked_on),
            period=self._period(file, first, booked_on),
            text=head.entry_text or head.text,
            lines=tuple(self._line(line, third=thirds[line.account]) for line in lines),
            document_number=head.document_number,
        )

    def _line(self, line: BookLine, *, third: bool) -> Line:
        """The line; what is due and how to pay it is said on lines of third parties alone."""
        return Line(
            account=line.account,
            cents=line.cents,
            partner=self.reading.partners.key_of(line.account, line.partner),
            text=line.text,
            due_on=date.fromordinal(line.due_on) if third and line.due_on else None,
            reference=line.reference,
            communication=line.communication if third else "",
            currency=line.currency,
            foreign_cents=line.foreign_cents,
            vat_code=line.vat_code,
            vat_base_cents=line.vat_base_cents,
            lettering=line.lettering,
            lettering_scope=line.lettering_scope if line.lettering else "",
        )

    def _period(self, file: str, line: BookLine, day: date) -> str:
        start, end = self.years[line.year]
        if start <= day <= end:
            return self.months[line.year, day.year, day.month]
        raise WrongBooks(
            "The piece %(journal)s %(number)s is dated %(day)s, outside the fiscal year from %(start)s to %(end)s.",
            self._place(file, line, "booked_on"),
            journal=line.journal,
            number=line.number,
            day=day,
            start=start,
            end=end,
        )

    def _refuse_total(self, file: str, first: BookLine, total: int) -> NoReturn:
        raise WrongBooks(
            "The piece %(journal)s %(number)s does not balance: debit less credit is %(difference)s.",
            Place(file, first.row),
            journal=first.journal,
            number=first.number,
            difference=Cents(total),
        )

    def _refuse_day(self, file: str, first: BookLine, line: BookLine) -> NoReturn:
        raise WrongBooks(
            "The piece %(journal)s %(number)s is dated %(first)s in line %(start)s and %(second)s here.",
            self._place(file, line, "booked_on"),
            journal=first.journal,
            number=first.number,
            first=date.fromordinal(first.booked_on),
            start=first.row,
            second=date.fromordinal(line.booked_on),
        )

    def _refuse_twice(self, one: str, last: tuple[int, BookLine]) -> NoReturn:
        other, line = self.reading.folder.tables[last[0]].name, last[1]
        raise WrongBooks(
            "The piece %(journal)s %(number)s stands in %(one)s and in %(other)s. Leave each piece in one file.",
            self._place(other, line, "number"),
            journal=line.journal,
            number=line.number,
            one=one,
            other=other,
        )

    def _place(self, file: str, line: BookLine, field: str) -> Place:
        return Place(file, line.row, self.columns.get(field, ""))
