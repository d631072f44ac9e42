"""The bank's transactions as they are made from the books: their accounts, states and running balances."""

from datetime import date

import pytest
from django.db.models import Sum

from comptoir.archive.check import check_archive
from comptoir.archive.models import BankTransaction
from comptoir.kit.money import text_of
from comptoir.ledger.models import Journal, Line, Partner
from comptoir.records.books import JournalType
from tests.firms.people import new_dossier
from tests.ledger.bookkeeping import TextBooks


def told(books: TextBooks, *, journal: str = "BNK") -> list[tuple[str, str, str, str, str]]:
    """Statement, counterparty, amount, balance and state of each row, oldest first; the check must agree."""
    assert [str(sentence) for sentence in check_archive(books.dossier)] == []
    rows = BankTransaction.objects.filter(dossier=books.dossier, journal__code=journal).order_by("booked_on", "id")
    return [(r.statement, r.counterparty, text_of(r.amount_cents), text_of(r.balance_cents), r.state) for r in rows]


def balances(books: TextBooks, *, journal: str = "BNK") -> list[str]:
    return [row[3] for row in told(books, journal=journal)]


def own_account(books: TextBooks, journal: str = "BNK") -> str | None:
    found = Journal.objects.get(dossier=books.dossier, code=journal)
    return found.account.code if found.account else None


def test_each_counterpart_of_a_bank_entry_is_a_row_with_the_balance_after_it(books):
    books.book("""
        2026-03-01 PUR 12  440000 Proximus   -121.00  A
        2026-03-02 SAL  1  400000 Martin      242.00
        2026-03-09 BNK  1  440000 Proximus    121.00  A
        2026-03-09 BNK  1  400000 Martin     -242.00
        2026-03-09 BNK  1  650000 -             1.50
        2026-03-09 BNK  1  550000 -           119.50
    """)

    assert told(books) == [
        ("BNK 2026/1", "Proximus", "-121.00", "-121.00", "lettered"),
        ("BNK 2026/1", "Martin", "242.00", "121.00", "open"),
        ("BNK 2026/1", "650000", "-1.50", "119.50", "none"),
    ]
    assert own_account(books) == "550000"


def test_the_own_account_is_the_one_in_most_entries_and_is_looked_for_at_every_reading(books):
    books.book("""
        2026-01-10 BNK 1  550000 -  -10.00
        2026-01-10 BNK 1  650000 -   10.00
    """)
    assert own_account(books) == "550000"

    books.book("""
        2026-01-11 BNK 2  551000 -  -20.00
        2026-01-11 BNK 2  650000 -   20.00
        2026-01-12 BNK 3  551000 -  -30.00
        2026-01-12 BNK 3  653000 -   30.00
    """)

    assert own_account(books) == "551000"
    assert told(books) == [
        ("BNK 2026/1", "550000", "10.00", "10.00", "none"),
        ("BNK 2026/1", "650000", "-10.00", "0.00", "none"),
        ("BNK 2026/2", "650000", "-20.00", "-20.00", "none"),
        ("BNK 2026/3", "653000", "-30.00", "-50.00", "none"),
    ]


def test_among_equals_the_own_account_is_one_of_money_then_the_lowest_code_and_never_a_third_party_if_avoidable(books):
    books.book("""
        2026-01-10 BNK 1  440000 Engie   10.00
        2026-01-10 BNK 1  570000 -        5.00
        2026-01-10 BNK 1  551000 -      -25.00
        2026-01-10 BNK 1  499000 -       10.00
        2026-01-10 BN2 1  440000 Engie   10.00
        2026-01-10 BN2 1  400000 Martin -10.00
    """)

    assert own_account(books) == "551000"
    assert own_account(books, "BN2") == "400000"
    assert own_account(books, "CAS") is None


def test_a_row_is_lettered_only_when_its_group_is_complete(books):
    books.book("""
        2026-03-01 PUR 12  440000 Proximus   -121.00  A
        2026-03-09 BNK  1  440000 Proximus    100.00  A
        2026-03-09 BNK  1  550000 -          -100.00
    """)
    assert [row[4] for row in told(books)] == ["open"]

    books.book("""
        2026-03-10 BNK  2  440000 Proximus     21.00  A
        2026-03-10 BNK  2  550000 -           -21.00
    """)
    assert [row[4] for row in told(books)] == ["lettered", "lettered"]

    books.strike("BNK", "2")
    assert [row[4] for row in told(books)] == ["open"]


def test_a_lettered_line_of_a_general_account_is_told_like_that_of_a_third_party(books):
    books.book("""
        2026-03-01 BNK 1  550000 -  -100.00
        2026-03-01 BNK 1  580000 -   100.00  T
        2026-03-02 BN2 1  551000 -   100.00
        2026-03-02 BN2 1  580000 -  -100.00  T
        2026-03-03 BNK 2  550000 -   -50.00
        2026-03-03 BNK 2  580000 -    50.00  U
    """)

    assert [row[4] for row in told(books)] == ["lettered", "open"]
    assert told(books, journal="BN2") == [("BN2 2026/1", "580000", "100.00", "100.00", "lettered")]


def test_a_line_that_an_opening_entry_restates_has_the_state_of_that_one(books):
    books.book("""
        2025-11-01 BNK 1  440000 Engie   100.00  ref=E1
        2025-11-01 BNK 1  550000 -      -100.00
        2026-01-01 OPN 1  440000 Engie   100.00  A  ref=E1
        2026-01-01 OPN 1  550000 -      -100.00
    """)
    assert [row[4] for row in told(books)] == ["open"]

    books.book("2026-02-01 PUR 1  440000 Engie  -100.00  A")
    assert [row[4] for row in told(books)] == ["lettered"]
    assert (
        BankTransaction.objects.get().lettering
        == Line.objects.get(entry__number="1", entry__journal__code="PUR", lettering__isnull=False).lettering
    )


def test_a_year_with_opening_entries_begins_with_what_they_say(books):
    books.book("""
        2025-06-01 BNK 1  400000 Martin  -500.00
        2025-06-01 BNK 1  550000 -        500.00
        2026-01-01 OPN 1  550000 -        480.00
        2026-01-01 OPN 1  100000 -       -480.00
        2026-02-01 BNK 1  400000 Martin  -100.00
        2026-02-01 BNK 1  550000 -        100.00
    """)

    assert balances(books) == ["500.00", "580.00"]


def test_a_year_opened_without_this_account_begins_with_nothing(books):
    books.book("""
        2025-06-01 BNK 1  400000 Martin  -500.00
        2025-06-01 BNK 1  550000 -        500.00
        2026-01-01 OPN 1  551000 -        480.00
        2027-02-01 BNK 1  400000 Martin  -100.00
        2027-02-01 BNK 1  550000 -        100.00
    """)

    assert balances(books) == ["500.00", "100.00"]


def test_a_year_without_opening_entries_goes_on_from_the_year_before(books):
    books.book("""
        2024-06-01 BNK 1  400000 Martin  -500.00
        2024-06-01 BNK 1  550000 -        500.00
        2025-02-01 OD  1  550000 -         -7.00
        2026-02-01 BNK 1  400000 Martin  -100.00
        2026-02-01 BNK 1  550000 -        100.00
    """)
    assert balances(books) == ["500.00", "593.00"]

    books.book("2026-01-01 OPN 1  550000 -  600.00")
    assert balances(books) == ["500.00", "700.00"]

    books.strike("OPN", "1")
    assert balances(books) == ["500.00", "593.00"]


def test_what_other_journals_book_on_the_account_counts_in_the_balance_without_a_row(books):
    books.book("""
        2026-02-01 BNK 1  400000 Martin  -100.00
        2026-02-01 BNK 1  550000 -        100.00
        2026-02-02 OD  1  550000 -          5.00
        2026-02-03 BNK 2  650000 -          1.00
        2026-02-03 BNK 2  550000 -         -1.00
    """)
    assert balances(books) == ["100.00", "104.00"]

    books.book("2026-02-02 OD 1  550000 -  50.00")
    assert balances(books) == ["100.00", "149.00"]

    books.strike("OD", "1")
    assert balances(books) == ["100.00", "99.00"]


def test_two_journals_of_one_account_see_each_other_in_the_balance(books):
    books.book("""
        2026-02-01 BNK 1  400000 Martin  -100.00
        2026-02-01 BNK 1  550000 -        100.00
        2026-02-02 BN2 1  400000 Martin   -20.00
        2026-02-02 BN2 1  550000 -         20.00
        2026-02-03 BNK 2  650000 -          1.00
        2026-02-03 BNK 2  550000 -         -1.00
    """)

    assert balances(books) == ["100.00", "119.00"]
    assert balances(books, journal="BN2") == ["120.00"]


def test_an_earlier_entry_that_is_added_changed_or_taken_away_moves_every_later_balance(books):
    books.book("""
        2026-02-01 BNK 2  400000 Martin  -100.00
        2026-02-01 BNK 2  550000 -        100.00
        2027-03-01 BNK 3  650000 -          1.00
        2027-03-01 BNK 3  550000 -         -1.00
    """)
    books.book("""
        2026-01-01 BNK 1  400000 Martin   -10.00
        2026-01-01 BNK 1  550000 -         10.00
    """)
    assert balances(books) == ["10.00", "110.00", "109.00"]

    books.book("""
        2026-03-01 BNK 1  400000 Martin   -30.00
        2026-03-01 BNK 1  550000 -         30.00
    """)
    assert balances(books) == ["100.00", "130.00", "129.00"]

    books.strike("BNK", "1")
    assert balances(books) == ["100.00", "99.00"]


def test_a_journal_that_is_one_of_the_bank_no_longer_loses_its_rows_and_gets_them_back(books):
    books.book("""
        2026-02-01 BNK 1  400000 Martin  -100.00
        2026-02-01 BNK 1  550000 -        100.00
    """)
    books.types["BNK"] = JournalType.CASH
    books.bring()
    assert (told(books), own_account(books)) == ([], None)

    books.types["BNK"] = JournalType.BANK
    books.bring()
    assert (balances(books), own_account(books)) == (["100.00"], "550000")


def test_a_counterparty_has_the_partners_present_name_and_first_iban(books):
    books.book("""
        2026-02-01 BNK 1  440000 Engie   100.00
        2026-02-01 BNK 1  550000 -      -100.00
    """)
    books.names["Engie"] = "Engie Belgium"
    books.ibans["Engie"] = ("BE68539007547034", "BE71096123456769")
    books.bring()

    row = BankTransaction.objects.get()
    assert (row.counterparty, row.partner) == ("Engie Belgium", Partner.objects.get())
    assert (row.iban, text_of(row.balance_cents)) == ("BE68539007547034", "-100.00")
    assert {"bnk", "2026/1", "engie", "belgium", "be68539007547034", "100,00"} <= set(row.search.split())


def test_a_row_that_moves_nothing_is_there_too(books):
    books.book("""
        2026-02-01 BNK 1  550000 -      5.00
        2026-02-01 BNK 1  400000 Martin -5.00
        2026-02-01 BNK 1  650000 -      0.00
    """)

    assert [row[2:4] for row in told(books)] == [("5.00", "5.00"), ("0.00", "5.00")]


def test_another_dossiers_rows_stay_as_they_are(books):
    text = """
        2026-02-01 BNK 1  400000 Martin  -100.00
        2026-02-01 BNK 1  550000 -        100.00
    """
    books.book(text)
    other = TextBooks(new_dossier(books.dossier.firm, "Other", "0403019261"), batch=500)
    other.book(text)

    books.strike("BNK", "1")

    assert (balances(books), balances(other)) == ([], ["100.00"])


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31)])
def test_the_last_balance_is_the_sum_of_the_accounts_lines(books, day):
    books.book(f"""
        2025-02-01 BNK 1  400000 Martin  -100.00
        2025-02-01 BNK 1  550000 -        100.00
        2025-03-01 OD  1  550000 -         11.11
        {day} BNK 9  650000 -             3.00
        {day} BNK 9  550000 -            -3.00
    """)

    total = Line.objects.filter(account__code="550000").aggregate(total=Sum("cents"))["total"]
    assert balances(books)[-1] == text_of(total) == "108.11"


def test_the_check_finds_a_bent_row_a_bent_balance_and_a_wrong_account(books):
    books.book("""
        2026-02-01 BNK 1  400000 Martin  -100.00
        2026-02-01 BNK 1  550000 -        100.00
        2026-02-02 BNK 2  650000 -          1.00
        2026-02-02 BNK 2  550000 -         -1.00
    """)
    first, second = BankTransaction.objects.order_by("id")
    BankTransaction.objects.filter(pk=first.pk).update(balance_cents=1)
    BankTransaction.objects.filter(pk=second.pk).update(state="lettered")
    assert len(list(check_archive(books.dossier))) == 2

    second.delete()
    Journal.objects.filter(code="BNK").update(account=None)
    assert len(list(check_archive(books.dossier))) == 3
