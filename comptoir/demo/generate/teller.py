"""The teller: the verbs in which stories are told (invoice, pay, credit, settle), each booking a piece on its day."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from comptoir.demo.generate import chart
from comptoir.demo.generate.partners import Partner
from comptoir.demo.generate.pieces import Expected, Piece, Share, Third, Year

SALE, PURCHASE = 1, -1
"""A side, as the sign of its invoices in the ledger: customers are debited, suppliers credited."""

JOURNAL_OF = {(SALE, False): "VEN", (SALE, True): "NCV", (PURCHASE, False): "ACH", (PURCHASE, True): "NCA"}


class Teller:
    """Where a story stands: its day, its year, who the partners are, and the case that it makes."""

    def __init__(
        self,
        rng: Random,
        years: Sequence[Year],
        customers: list[Partner],
        suppliers: list[Partner],
        put: Callable[[Piece], None],
    ) -> None:
        self.rng, self.years, self.put = rng, years, put
        self._bits = rng.getrandbits
        self.partners = {SALE: customers, PURCHASE: suppliers}
        self.today, self.year, self.side, self.case = years[0].start, years[0], SALE, ""
        self.issued = 0

    def chance(self, sides: int) -> int:
        """The throw of a die with so many sides, from 0; two to three times as quick as `randrange`."""
        return self._bits(32) % sides

    # days

    def later(self, low: int = 4, high: int = 62) -> date:
        """A day after today, still in this year and booked."""
        room = min(high, (self.year.last - self.today).days)
        return self.today + timedelta(days=min(low, room) + self.chance(max(1, room - low + 1)))

    def later_days(self, count: int) -> list[date]:
        """So many days after today, in their order."""
        return sorted(self.later() for _ in range(count))

    def next_year(self, years: int = 1) -> Year:
        """The year after this one, or after so many."""
        return self.years[self.year.index + years]

    def day_in(self, year: Year, low: int = 8, high: int = 75) -> date:
        """A day in the first months of another year."""
        room = min(high, (year.last - year.start).days)
        return year.start + timedelta(days=low + self.chance(room - low + 1))

    # amounts and people

    def partner(self) -> Partner:
        """Any partner of this side."""
        people = self.partners[self.side]
        return people[self.chance(len(people))]

    def amount(self) -> int:
        """A net amount in cents: mostly small, sometimes large, sales larger than purchases."""
        top = (30_000, 90_000, 90_000, 400_000)[self.chance(4)]
        return (2_500 if self.side == SALE else 1_200) + self.chance(top if self.side == SALE else top * 2 // 3)

    def part_of(self, cents: int) -> int:
        """Somewhat more or less than half of an amount, with its sign, and at least one cent."""
        part = max(1, abs(cents) * (25 + self.chance(50)) // 100)
        return part if cents > 0 else -part

    # pieces

    def invoice(
        self,
        partner: Partner | None = None,
        *,
        on: date | None = None,
        net: int | None = None,
        rate: int | None = None,
        credit: bool = False,
        instalments: int = 1,
        reverse_charge: bool = False,
    ) -> Piece:
        """An invoice of this side, or with `credit` a credit note; its third-party lines are in `thirds`."""
        partner = partner or self.partner()
        rate = self._rate(partner, reverse_charge) if rate is None else rate
        nets = self._nets(partner, rate, self.amount() if net is None else net)
        share = Share(rate, chart.vat_of(sum(cents for _, cents in nets), rate), nets)
        gross = sum(cents for _, cents in nets) + share.tax_cents
        piece = self._document(partner, on or self.today, credit, (share,))
        sign = -self.side if credit else self.side
        piece.thirds = self._thirds(piece, partner, gross * sign, instalments)
        piece.others = [(account, -cents * sign) for account, cents in nets]
        if share.tax_cents:
            piece.others.append((chart.VAT_OUT if self.side == SALE else chart.VAT_IN, -share.tax_cents * sign))
        if reverse_charge:
            due = chart.vat_of(gross, 21)
            piece.others += [(chart.VAT_IN, due), (chart.VAT_OUT, -due)]
        self.put(piece)
        return piece

    def credit(self, invoice: Piece, on: date, percent: int = 100) -> Piece:
        """A credit note over that part of an invoice, at its VAT rate."""
        share = invoice.shares[0]
        net = sum(cents for _, cents in share.nets) * percent // 100
        return self.invoice(invoice.partner, on=on, net=net, rate=share.rate, credit=True)

    def _rate(self, partner: Partner, reverse_charge: bool) -> int:
        if reverse_charge:
            return 0
        return partner.rate if self.side == PURCHASE else (21, 21, 21, 21, 21, 6, 12, 0)[self.chance(8)]

    def _nets(self, partner: Partner, rate: int, net: int) -> tuple[tuple[str, int], ...]:
        account = chart.SALES[rate] if self.side == SALE else partner.expense
        if abs(net) < 40_000 or self.chance(2):
            return ((account, net),)
        first = net * 3 // 5
        return ((account, first), (account, net - first))

    def _document(self, partner: Partner, on: date, credit: bool, shares: tuple[Share, ...]) -> Piece:
        """The piece with its facts, still without lines."""
        written = on if self.side == SALE else max(self._year_of(on).start, on - timedelta(days=self.chance(5)))
        partner.invoices += 1
        self.issued += 1
        if self.side == SALE:
            number = f"{'N' if credit else 'F'}{written.year}-{self.issued:05d}"
        else:
            number = f"{'NC' if credit else ''}{written.year}{partner.auxiliary[-3:]}-{partner.invoices:04d}"
        base = self.issued * 7919 % 10**10
        communication = (
            f"{base:010d}{base % 97 or 97:02d}" if not credit and (self.side == SALE or partner.terms == 30) else ""
        )
        return Piece(
            journal=JOURNAL_OF[self.side, credit],
            day=on,
            text=f"{'NC ' if credit else ''}{partner.name} {number}",
            thirds=[],
            others=[],
            partner=partner,
            document_on=written,
            document_number=number,
            due_on=written + timedelta(days=0 if credit else partner.terms),
            communication=communication,
            shares=shares,
        )

    @staticmethod
    def _thirds(piece: Piece, partner: Partner, cents: int, instalments: int) -> list[Third]:
        due = piece.due_on or piece.day
        if instalments == 1:
            return [Third(partner, cents, piece.day, due, cents)]
        first = cents * 2 // 5
        later = due + timedelta(days=30)
        return [
            Third(partner, first, piece.day, due, first),
            Third(partner, cents - first, piece.day, later, cents - first),
        ]

    def _year_of(self, day: date) -> Year:
        return next(year for year in self.years if year.start <= day <= year.end)

    def pay(self, settled: int, partner: Partner, day: date, *, journal: str = "", difference: int = 0) -> Third:
        """Money from or to a partner: takes `settled` away from what he owes; a `difference` did not come in."""
        journal = journal or ("BNK2" if self.chance(12) == 0 else "BNK1")
        account = {"BNK1": chart.BANK, "BNK2": chart.SAVINGS, "CAI": chart.CASH}[journal]
        others = [(account, settled - difference)]
        if difference:
            others.append((chart.CHARGES if difference > 0 else chart.GAINS, difference))
        word = "Encaissement" if settled > 0 else "Paiement"
        return self.entry(journal, -settled, partner, day, others, f"{word} {partner.name}")

    def write_off(self, settled: int, partner: Partner, day: date) -> Third:
        """A miscellaneous entry that takes `settled` away from what the partner owes (or is owed)."""
        others = [(chart.LOST_CLAIMS if settled > 0 else chart.LOST_DEBTS, settled)]
        return self.entry("OD", -settled, partner, day, others, f"Régularisation {partner.name}")

    def entry(
        self, journal: str, cents: int, partner: Partner, day: date, others: list[tuple[str, int]], text: str
    ) -> Third:
        """Any other piece with one third-party line."""
        third = Third(partner, cents, day, day, cents)
        self.put(Piece(journal, day, text, [third], others, partner))
        return third

    def expect(self, piece: Piece, payment: str, *, open_cents: int = 0, on: date | None = None) -> None:
        """Note what an archive must say of the piece; `open_cents` is the ledger's, debit positive."""
        piece.expected = Expected(self.case, payment, open_cents * self.side, on)
