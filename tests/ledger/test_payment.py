"""When an invoice is paid, partly paid or unpaid, as the books have it."""

from datetime import date

from comptoir.archive.models import ArchivedInvoice
from comptoir.records.books import JournalType


def test_an_invoice_is_paid_only_when_its_line_is_lettered_in_full(books):
    books.book("""
        2026-03-01 PUR 12  440000 Proximus   -121.00  A
        2026-03-09 BNK  4  440000 Proximus    100.00  A
    """)
    assert books.payment("PUR 12") == ("partly", "21.00", None)

    books.book("2026-03-20 BNK  5  440000 Proximus     21.00  A")
    assert books.payment("PUR 12") == ("paid", "0.00", date(2026, 3, 20))


def test_an_invoice_without_lettering_is_unpaid_even_when_a_payment_of_the_same_amount_is_booked(books):
    books.book("""
        2026-03-01 PUR 12  440000 Proximus   -121.00
        2026-03-09 BNK  4  440000 Proximus    121.00
    """)
    assert books.payment("PUR 12") == ("unpaid", "121.00", None)


def test_a_credit_note_or_a_miscellaneous_entry_settles_as_a_payment_does(books):
    books.book("""
        2026-03-01 SAL 1  400000 Martin   242.00  A
        2026-03-05 SCN 1  400000 Martin  -121.00  A
        2026-03-08 OD  1  400000 Martin  -121.00  A
    """)
    assert books.payment("SAL 1") == ("paid", "0.00", date(2026, 3, 8))
    assert books.payment("SCN 1") == ("paid", "0.00", date(2026, 3, 8))
    assert books.row("SCN 1").amount_cents == -12100


def test_in_an_incomplete_group_the_oldest_due_date_is_settled_first_and_marked_as_computed(books):
    books.book("""
        2026-01-10 SAL 1  400000 Martin   100.00  A  due=2026-03-31
        2026-01-20 SAL 2  400000 Martin   200.00  A  due=2026-02-28
        2026-03-08 BNK 1  400000 Martin  -150.00  A
    """)
    assert books.payment("SAL 1") == ("unpaid", "100.00", None)
    assert books.payment("SAL 2") == ("partly", "50.00", None)
    assert (books.row("SAL 1").computed, books.row("SAL 2").computed) == (False, True)


def test_an_invoice_with_two_instalments_is_partly_paid_when_one_is_settled(books):
    books.book("""
        2026-01-10 SAL 1  400000 Martin   100.00  A  due=2026-02-10
        2026-01-10 SAL 1  400000 Martin   100.00     due=2026-03-10
        2026-02-08 BNK 1  400000 Martin  -100.00  A
    """)
    assert books.payment("SAL 1") == ("partly", "100.00", None)
    assert books.row("SAL 1").due_on == date(2026, 2, 10)


def test_a_zero_total_is_paid_and_an_entry_without_a_third_party_line_expects_no_payment(books):
    books.book("""
        2026-01-10 SAL 1  400000 Martin   0.00
        2026-01-11 PUR 1  610000 -       50.00
        2026-01-11 PUR 1  570000 -      -50.00
    """)
    assert books.payment("SAL 1")[:2] == ("paid", "0.00")
    assert books.payment("PUR 1") == ("none", "0.00", None)
    assert books.row("PUR 1").amount_cents == 5000


def test_a_credit_note_paid_back_in_cash_keeps_its_sign(books):
    books.book("""
        2026-01-11 SCN 1  700000 -       50.00
        2026-01-11 SCN 1  570000 -      -50.00
    """)
    assert books.payment("SCN 1") == ("none", "0.00", None)
    assert books.row("SCN 1").amount_cents == -5000


def test_the_same_code_for_another_partner_account_or_year_is_another_group(books):
    books.book("""
        2025-12-10 SAL 1  400000 Martin   100.00  A
        2026-01-10 BNK 1  400000 Martin  -100.00  A
        2026-01-10 SAL 2  400000 Claes    100.00  A
        2026-01-10 PUR 3  440000 Martin  -100.00  A
    """)
    assert books.payment("SAL 1", "2025")[0] == "unpaid"
    assert books.payment("SAL 2")[0] == "unpaid"
    assert books.payment("PUR 3")[0] == "unpaid"


def test_an_unlettered_group_goes_back_to_unpaid_and_the_change_is_told(books):
    books.book("""
        2026-03-01 PUR 12  440000 Proximus   -121.00  A
        2026-03-09 BNK  4  440000 Proximus    121.00  A
    """)
    books.book("2026-03-09 BNK  4  440000 Proximus    121.00")
    assert books.payment("PUR 12") == ("unpaid", "121.00", None)
    assert [(c.number, c.payment, c.more_settled) for c in books.payments] == [("12", ("paid", "unpaid"), False)]


def test_a_removed_entry_leaves_and_when_it_comes_back_finds_its_row_again(books):
    books.book("2026-03-01 PUR 12  440000 Proximus   -121.00")
    row = books.row("PUR 12")
    kept = dict(books.pieces)
    books.strike("PUR", "12")
    gone = ArchivedInvoice.objects.get(pk=row.pk)
    assert (gone.in_books, gone.entry_id) == (False, None)

    books.pieces = kept
    books.bring()
    back = ArchivedInvoice.objects.get(pk=row.pk)
    assert back.in_books
    assert back.entry is not None


def test_a_run_on_transfer_brings_entries_and_leaves_lettering_alone(books):
    books.book("2026-03-01 PUR 12  440000 Proximus   -121.00  B")
    books.book(
        """
        2026-03-01 PUR 12  440000 Proximus   -121.00  A
        2026-03-09 BNK  4  440000 Proximus    121.00  A
        """,
        lettering=False,
    )
    assert books.payment("PUR 12") == ("unpaid", "121.00", None)

    books.bring()
    assert books.payment("PUR 12") == ("paid", "0.00", date(2026, 3, 9))


def test_reading_the_same_books_again_changes_nothing(books):
    books.book("""
        2026-03-01 PUR 12  440000 Proximus   -121.00  A
        2026-03-09 BNK  4  440000 Proximus    100.00  A
    """)
    staged = books.bring()
    assert (staged.read, staged.added, staged.changed, staged.removed) == (2, 0, 0, 0)
    assert (books.bring(full=True).changed, books.payments) == (0, [])


def test_an_item_restated_at_the_year_end_follows_the_lettering_of_the_opening_entry(books):
    books.book("""
        2025-12-10 SAL 7  400000 Martin   121.00     ref=SAL7
        2026-01-01 OPN 1  400000 Martin   121.00  A  ref=SAL7
        2026-01-20 BNK 1  400000 Martin  -121.00  A
    """)
    assert books.payment("SAL 7", "2025") == ("paid", "0.00", date(2026, 1, 20))
    assert (books.restated.tied, books.restated.untied) == (1, [])


def test_an_item_restated_twice_follows_the_last_year_and_reopens_with_it(books):
    books.book("""
        2024-12-10 SAL 7  400000 Martin   121.00     ref=SAL7
        2025-01-01 OPN 1  400000 Martin   121.00     ref=SAL7
        2026-01-01 OPN 1  400000 Martin   121.00  A  ref=SAL7
        2026-01-20 BNK 1  400000 Martin  -121.00  A
    """)
    assert books.payment("SAL 7", "2024") == ("paid", "0.00", date(2026, 1, 20))

    books.book("2026-01-20 BNK 1  400000 Martin  -121.00")
    assert books.payment("SAL 7", "2024") == ("unpaid", "121.00", None)


def test_what_is_left_of_a_partly_settled_item_can_be_restated_too(books):
    books.book("""
        2025-12-10 SAL 7  400000 Martin   121.00  A  ref=SAL7
        2025-12-20 BNK 9  400000 Martin   -21.00  A
        2026-01-01 OPN 1  400000 Martin   100.00  A  ref=SAL7
        2026-01-20 BNK 1  400000 Martin  -100.00  A
    """)
    assert books.payment("SAL 7", "2025") == ("paid", "0.00", date(2026, 1, 20))


def test_a_restated_item_that_cannot_be_tied_stays_open_and_is_told(books):
    books.book("""
        2025-12-10 SAL 7  400000 Martin   121.00     ref=SAL7
        2026-01-01 OPN 1  400000 Martin   121.00  A  ref=lost
        2026-01-20 BNK 1  400000 Martin  -121.00  A
    """)
    assert books.payment("SAL 7", "2025") == ("unpaid", "121.00", None)
    assert books.restated.untied == [("OPN", "1", 12100)]


def test_an_item_of_nobody_in_particular_is_tied_by_account_reference_and_amount_and_else_told(books):
    books.book("""
        2025-12-10 SAL 7  400000 -  121.00     ref=SAL7
        2025-12-11 SAL 8  400000 -   60.50     ref=SAL8
        2026-01-01 OPN 1  400000 -  121.00  A  ref=SAL7
        2026-01-01 OPN 1  400000 -   61.00     ref=SAL8
        2026-01-20 BNK 1  400000 - -121.00  A
    """)
    assert books.payment("SAL 7", "2025") == ("paid", "0.00", date(2026, 1, 20))
    assert books.payment("SAL 8", "2025") == ("unpaid", "60.50", None)
    assert books.restated.untied == [("OPN", "1", 6100)]


def test_a_complete_reading_heals_a_mirror_that_was_bent(books):
    books.book("2026-03-01 PUR 12  440000 Proximus   -121.00")
    books.row("PUR 12").entry.lines.filter(account__code="440000").update(cents=-99900)
    assert books.bring().changed == 0
    staged = books.bring(full=True)
    assert (staged.changed, staged.healed) == (1, 1)
    assert books.row("PUR 12").amount_cents == 12100


def test_a_renamed_partner_is_found_under_the_new_name(books):
    books.book("2026-03-01 PUR 12  440000 P1   -121.00")
    books.names["P1"] = "Électricité du Nord"
    assert books.bring().changed == 0
    assert books.row("PUR 12").partner_name == "Électricité du Nord"
    assert "electricite du nord" in books.row("PUR 12").search


def test_an_invoice_whose_journal_was_another_kind_for_a_while_is_found_under_its_partners_new_name(books):
    books.book("2026-03-01 PUR 12  440000 Proximus   -121.00")
    books.types["PUR"] = JournalType.MISCELLANEOUS
    books.names["Proximus"] = "Proximus Luxembourg"
    books.bring()
    books.types["PUR"] = JournalType.PURCHASE
    books.bring()
    row = books.row("PUR 12")
    assert (row.in_books, "luxembourg" in row.search.split()) == (True, True)
