"""How an invoice is settled, and its payment in words."""

from datetime import date

import pytest

from comptoir.archive.models import BankTransaction
from comptoir.archive.queries.paying import payment_in_words
from comptoir.archive.queries.settlement import settlement_of, settlement_with
from tests.ledger.bookkeeping import TextBooks

BANK_UNTIL = date(2026, 2, 28)


def words(books: TextBooks, piece: str, *, bank_until: date | None = BANK_UNTIL, year: str = "2026") -> list[str]:
    item = books.row(piece, year)
    sentences = payment_in_words(item, settlement_of(item), bank_until=bank_until)
    return [str(sentence) for sentence in sentences]


def told(books: TextBooks, piece: str, year: str = "2026") -> list[tuple[str, int]]:
    """Each line of the settlement by its piece, with its amount."""
    settlement = settlement_of(books.row(piece, year))
    return [(f"{line.journal} {line.fiscal_year}/{line.number}", line.cents) for line in settlement.lines]


def test_an_unpaid_invoice_says_until_when_the_bank_is_booked(books):
    books.book("2026-02-10 PUR 1  440000 Proximus  -121.00")

    assert words(books, "PUR 1") == ["Not paid, as far as the books go: bank statements are booked up to 2026-02-28."]
    assert words(books, "PUR 1", bank_until=None) == [
        "Not paid, as far as the books go: no bank statement is booked yet."
    ]
    assert told(books, "PUR 1") == []


def test_one_payment_names_its_statement(books):
    books.book("""
        2026-02-10 PUR 1  440000 Proximus  -121.00  A
        2026-03-09 BNK 4  440000 Proximus   121.00  A
    """)

    assert words(books, "PUR 1") == ["Paid on 2026-03-09 by statement BNK 2026/4."]
    assert told(books, "PUR 1") == [("PUR 2026/1", 12100), ("BNK 2026/4", 12100)]


def test_several_payments_are_counted_and_named(books):
    books.book("""
        2026-02-10 SAL 1  400000 Martin   242.00  A
        2026-03-01 BNK 3  400000 Martin  -100.00  A
        2026-03-09 BNK 4  400000 Martin  -142.00  A
    """)

    assert words(books, "SAL 1") == ["Paid in full on 2026-03-09 by 2 bookings: BNK 2026/3, BNK 2026/4."]


def test_more_bookings_than_are_named_end_in_dots(books):
    rows = "\n".join(f"2026-03-0{day} BNK {day}  400000 Martin  -10.00  A" for day in range(1, 8))
    books.book(f"2026-02-10 SAL 1  400000 Martin  70.00  A\n{rows}")

    assert words(books, "SAL 1") == [
        "Paid in full on 2026-03-07 by 7 bookings: BNK 2026/1, BNK 2026/2, BNK 2026/3, BNK 2026/4, BNK 2026/5, …."
    ]


def test_part_of_an_invoice_is_settled_by_a_credit_note(books):
    books.book("""
        2026-02-10 PUR 1  440000 Proximus  -242.00  A
        2026-03-01 PCN 3  440000 Proximus   121.00  A
    """)

    assert words(books, "PUR 1") == [
        "121.00 of 242.00 settled by credit note PCN 3.",
        "121.00 is still open, as far as the books go: bank statements are booked up to 2026-02-28.",
    ]
    assert words(books, "PCN 3") == [
        "121.00 of 121.00 set off against invoice PUR 1.",
        "Nothing of it remains, but what it is lettered with leaves 121.00 open.",
    ]


def test_a_credit_note_is_set_off_against_its_invoice_or_paid_back(books):
    books.book("""
        2026-02-10 PUR 7  440000 Proximus  -121.00  A
        2026-03-01 PCN 3  440000 Proximus   121.00  A
        2026-03-02 PCN 4  440000 Vivaqua     50.00  B
        2026-03-09 BNK 4  440000 Vivaqua    -50.00  B
        2026-03-10 PCN 5  440000 Telenet     10.00
    """)

    assert words(books, "PCN 3") == ["Set off on 2026-03-01 against invoice PUR 7."]
    assert words(books, "PUR 7") == ["Settled in full on 2026-03-01 by credit note PCN 3."]
    assert words(books, "PCN 4") == ["Paid back on 2026-03-09 by statement BNK 2026/4."]
    assert words(books, "PCN 5") == [
        "Not paid back and not set off, as far as the books go: bank statements are booked up to 2026-02-28."
    ]


def test_a_miscellaneous_entry_and_cash_are_called_so(books):
    books.book("""
        2026-02-10 PUR 1  440000 Proximus  -121.00  A
        2026-03-31 OD 12  440000 Proximus   121.00  A
        2026-02-10 PUR 2  440000 Vivaqua    -50.00  B
        2026-02-11 CAS 1  440000 Vivaqua     50.00  B
    """)

    assert words(books, "PUR 1") == ["Settled in full on 2026-03-31 by miscellaneous entry OD 12."]
    assert words(books, "PUR 2") == ["Paid on 2026-02-11 by cash entry CAS 1."]


def test_part_is_paid_by_the_bank(books):
    books.book("""
        2026-02-10 PUR 1  440000 Proximus  -121.00  A
        2026-02-20 BNK 2  440000 Proximus    50.00  A
    """)

    assert words(books, "PUR 1") == [
        "50.00 of 121.00 paid by statement BNK 2026/2.",
        "71.00 is still open, as far as the books go: bank statements are booked up to 2026-02-28.",
    ]


def test_a_share_that_the_books_do_not_tell_is_said_to_be_reckoned(books):
    books.book("""
        2026-01-10 PUR 1  440000 Proximus  -100.00  A  due=2026-02-10
        2026-01-20 PUR 2  440000 Proximus  -100.00  A  due=2026-02-20
        2026-02-20 BNK 2  440000 Proximus   150.00  A
    """)

    reckoned = "What was settled went to the oldest due date first; the books do not say which part it paid."
    assert words(books, "PUR 2") == [
        "50.00 of 100.00 paid by statement BNK 2026/2.",
        "50.00 is still open, as far as the books go: bank statements are booked up to 2026-02-28.",
        reckoned,
    ]
    assert words(books, "PUR 1") == [
        "100.00 of 100.00 paid by statement BNK 2026/2.",
        "Nothing of it remains, but what it is lettered with leaves 50.00 open.",
        reckoned,
    ]


def test_nothing_to_pay_and_no_payment_expected_are_said(books):
    books.book("""
        2026-02-10 PUR 1  440000 Proximus  -121.00
        2026-02-10 PUR 1  440000 Proximus   121.00
        2026-02-11 PUR 2  600000 -           10.00
    """)

    assert words(books, "PUR 1") == ["Nothing is to be paid."]
    assert words(books, "PUR 2") == [
        "No payment is expected: the entry has no line on a customer's or supplier's account."
    ]


def test_an_item_of_last_year_is_followed_into_the_groups_of_this_year(books):
    books.book("""
        2025-11-10 PUR 1  440000 Proximus  -121.00  A  ref=F1
        2025-12-20 BNK 9  440000 Proximus    50.00  A
        2026-01-01 OPN 1  440000 Proximus   -71.00  B  ref=F1
        2026-02-20 BNK 2  440000 Proximus    71.00  B
    """)

    assert words(books, "PUR 1", year="2025") == ["Paid in full on 2026-02-20 by 2 bookings: BNK 2025/9, BNK 2026/2."]
    assert told(books, "PUR 1", "2025") == [("PUR 2025/1", 12100), ("BNK 2025/9", 5000), ("BNK 2026/2", 7100)]
    assert settlement_of(books.row("PUR 1", "2025")).rest_cents == 0


def test_another_item_of_last_year_in_the_group_is_named_by_its_own_piece(books):
    books.book("""
        2025-11-10 PUR 1  440000 Proximus  -121.00     ref=F1
        2026-01-01 OPN 1  440000 Proximus  -121.00  B  ref=F1
        2026-01-10 PUR 5  440000 Proximus   -79.00  B
        2026-02-20 BNK 2  440000 Proximus   200.00  B
    """)

    settlement = settlement_of(books.row("PUR 5"))
    assert told(books, "PUR 5") == [("PUR 2026/5", 7900), ("PUR 2025/1", 12100), ("BNK 2026/2", 20000)]
    assert settlement.lines[1].invoice_id == books.row("PUR 1", "2025").pk
    assert (settlement.items_cents, settlement.payments_cents, settlement.rest_cents) == (20000, 20000, 0)


def test_invoices_other_entries_and_payments_stand_apart_with_their_sums(books):
    books.book("""
        2026-01-10 SAL 1  400000 Martin   100.00  A
        2026-01-20 SAL 2  400000 Martin   200.00  A
        2026-01-25 SCN 1  400000 Martin   -20.00  A
        2026-02-20 BNK 2  400000 Martin  -250.00  A
        2026-02-28 OD 1   400000 Martin   -10.00  A
    """)

    settlement = settlement_of(books.row("SAL 2"))
    assert [line.number for line in settlement.items] == ["2", "1", "1"]
    assert [line.own for line in settlement.items] == [True, False, False]
    assert (settlement.items_cents, settlement.others_cents, settlement.payments_cents) == (28000, 1000, 25000)
    assert settlement.rest_cents == 2000
    assert settlement.codes == ("A",)


def test_a_transaction_of_the_bank_is_told_with_what_it_settles_as_it_was_first_booked(books):
    books.book("""
        2025-11-01 PUR 5  440000 Engie   -100.00  ref=E1
        2026-01-01 OPN 1  440000 Engie   -100.00  A  ref=E1
        2026-02-01 BNK 1  440000 Engie     60.00  A
        2026-02-01 BNK 1  400000 Martin   -60.00
        2026-02-01 BNK 2  400000 Martin   -12.00
        2026-02-01 BNK 2  550000 -         12.00
    """)
    paid, apart, open_one = (
        BankTransaction.objects.get(statement=piece, account=account)
        for piece, account in (("BNK 2026/1", "440000"), ("BNK 2026/1", "400000"), ("BNK 2026/2", "400000"))
    )

    settlement = settlement_with(paid)

    told_lines = [
        (f"{line.journal} {line.fiscal_year}/{line.number}", line.cents, line.own) for line in settlement.lines
    ]
    assert told_lines == [("BNK 2026/1", 6000, True), ("PUR 2025/5", 10000, False)]
    assert (settlement.items_cents, settlement.payments_cents, settlement.rest_cents) == (10000, 6000, 4000)
    assert [settlement_with(row).count for row in (apart, open_one)] == [0, 0]


def test_a_large_group_is_told_in_part_and_summed_whole(books):
    rows = "\n".join(f"2026-03-01 BNK {number}  400000 Martin  -1.00  A" for number in range(1, 121))
    books.book(f"2026-02-10 SAL 1  400000 Martin  120.00  A\n{rows}")

    settlement = settlement_of(books.row("SAL 1"))

    assert (len(settlement.lines), settlement.count, settlement.hidden) == (50, 121, 71)
    assert (settlement.payments_cents, settlement.rest_cents, settlement.settler_count) == (12000, 0, 120)


@pytest.mark.parametrize("payments", [1, 60])
def test_a_settlement_costs_the_same_queries_however_large_it_is(books, payments, django_assert_num_queries):
    rows = "\n".join(f"2026-03-01 BNK {number}  400000 Martin  -1.00  A" for number in range(1, payments + 1))
    books.book(f"2026-02-10 SAL 1  400000 Martin  {payments}.00  A\n{rows}")
    item = books.row("SAL 1")

    with django_assert_num_queries(3):
        settlement_of(item)
