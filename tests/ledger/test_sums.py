"""What the history reads instead of adding up: balances of partners, open items and the months of accounts."""

from datetime import date

from comptoir.kit.money import text_of
from comptoir.ledger.check import check_ledger
from comptoir.ledger.models import AccountMonth, Line, OpenItem, PartnerBalance
from comptoir.records.books import JournalType


def balances(books) -> dict[tuple[str, str], tuple[str, str, str, str]]:
    """By role and name: balance, what is open, the oldest due date of it, the last booking."""
    return {
        (row.role, row.name): (
            text_of(row.balance_cents),
            text_of(row.open_cents),
            str(row.oldest_due_on or ""),
            str(row.last_on or ""),
        )
        for row in PartnerBalance.objects.filter(dossier=books.dossier)
    }


def months(books, account: str) -> list[tuple[str, str, bool, str, str]]:
    """Year, month, whether opening, debit and credit of an account."""
    rows = AccountMonth.objects.filter(dossier=books.dossier, account__code=account).order_by("month", "opening")
    return [
        (row.fiscal_year, f"{row.month:%Y-%m-%d}", row.opening, text_of(row.debit_cents), text_of(row.credit_cents))
        for row in rows
    ]


def test_a_partner_has_a_balance_for_each_role_and_lines_without_partner_have_one_too(books):
    books.book("""
        2026-01-10 PUR 1  440000 Engie     -100.00  due=2026-02-10
        2026-02-11 PUR 2  440000 Engie      -50.00  due=2026-03-11
        2026-03-01 BNK 1  440000 Engie       30.00
        2026-01-12 SAL 1  400000 Engie      242.00  due=2026-02-12
        2026-04-01 BNK 2  400000 -          -10.00
    """)
    assert balances(books) == {
        ("supplier", "Engie"): ("-120.00", "-120.00", "2026-02-10", "2026-03-01"),
        ("customer", "Engie"): ("242.00", "242.00", "2026-02-12", "2026-01-12"),
        ("customer", ""): ("-10.00", "-10.00", "", "2026-04-01"),
    }


def test_what_is_settled_is_open_no_more_and_lettering_alone_changes_it(books):
    books.book("""
        2026-01-10 PUR 1  440000 Engie     -100.00  due=2026-02-10
        2026-03-01 BNK 1  440000 Engie      100.00
    """)
    assert balances(books)["supplier", "Engie"] == ("0.00", "0.00", "2026-02-10", "2026-03-01")
    assert OpenItem.objects.count() == 2

    books.book("""
        2026-01-10 PUR 1  440000 Engie     -100.00  A due=2026-02-10
        2026-03-01 BNK 1  440000 Engie      100.00  A
    """)

    assert balances(books)["supplier", "Engie"] == ("0.00", "0.00", "", "2026-03-01")
    assert OpenItem.objects.count() == 0


def test_an_item_restated_over_two_year_ends_counts_once_with_its_first_due_date(books):
    books.book("""
        2024-11-10 PUR 1  440000 Engie     -100.00  due=2024-12-10 ref=F1
        2025-01-01 OPN 1  440000 Engie     -100.00  due=2025-01-01 ref=F1
        2026-01-01 OPN 1  440000 Engie     -100.00  due=2026-01-01 ref=F1
        2026-02-01 PUR 2  440000 Engie      -10.00  due=2026-03-01
    """)

    assert balances(books) == {("supplier", "Engie"): ("-110.00", "-110.00", "2024-12-10", "2026-02-01")}
    assert [str(item.line.entry) for item in OpenItem.objects.order_by("due_on")] == ["PUR 2024/1", "PUR 2026/2"]
    assert [str(line.entry) for line in Line.objects.filter(restates=True)] == ["OPN 2025/1", "OPN 2026/1"]


def test_a_restated_item_settled_in_the_new_year_leaves_nothing_open(books):
    books.book("""
        2025-11-10 SAL 1  400000 Martin     100.00  due=2025-12-10 ref=F1
        2026-01-01 OPN 1  400000 Martin     100.00  A ref=F1
        2026-02-01 BNK 2  400000 Martin    -100.00  A
    """)

    assert balances(books) == {("customer", "Martin"): ("0.00", "0.00", "", "2026-02-01")}
    assert OpenItem.objects.count() == 0


def test_a_removed_entry_takes_its_partner_and_its_month_along(books):
    books.book("""
        2026-01-10 PUR 1  440000 Engie     -100.00
        2026-02-10 PUR 2  440000 Vivaqua    -80.00
    """)

    books.strike("PUR", "1")

    assert balances(books) == {("supplier", "Vivaqua"): ("-80.00", "-80.00", "", "2026-02-10")}
    assert months(books, "440000") == [("2026", "2026-02-01", False, "0.00", "80.00")]


def test_an_entry_that_moves_changes_the_month_and_partner_it_leaves_and_those_it_comes_to(books):
    books.book("""
        2026-01-10 PUR 1  440000 Engie     -100.00
        2026-01-11 PUR 2  440000 Engie       -1.00
    """)

    books.book("2026-03-10 PUR 1  440000 Vivaqua    -90.00")

    assert balances(books) == {
        ("supplier", "Engie"): ("-1.00", "-1.00", "", "2026-01-11"),
        ("supplier", "Vivaqua"): ("-90.00", "-90.00", "", "2026-03-10"),
    }
    assert months(books, "440000") == [
        ("2026", "2026-01-01", False, "0.00", "1.00"),
        ("2026", "2026-03-01", False, "0.00", "90.00"),
    ]


def test_a_tie_that_goes_because_its_opening_entry_went_brings_the_item_back(books):
    books.book("""
        2025-11-10 SAL 1  400000 Martin     100.00  due=2025-12-10 ref=F1
        2026-01-01 OPN 1  400000 Martin     100.00  A ref=F1
        2026-02-01 BNK 2  400000 Martin    -100.00  A
    """)

    books.strike("OPN", "1")

    assert balances(books) == {("customer", "Martin"): ("0.00", "0.00", "2025-12-10", "2026-02-01")}
    assert list(check_ledger(books.dossier)) == []


def test_a_renamed_partner_is_renamed_in_his_balance(books):
    books.book("2026-01-10 PUR 1  440000 Engie     -100.00")
    books.names["Engie"] = "Engie Electrabel"

    books.bring()

    assert list(balances(books)) == [("supplier", "Engie Electrabel")]


def test_with_other_roots_other_accounts_make_the_balances(books):
    books.book("""
        2026-01-10 PUR 1  440000 Engie     -100.00
        2026-01-11 PUR 2  441000 Engie       -7.00
    """)
    books.roots = (("400",), ("441",))

    books.bring()

    assert balances(books) == {("supplier", "Engie"): ("-7.00", "-7.00", "", "2026-01-11")}


def test_opening_entries_stand_apart_in_the_months_and_a_journal_that_becomes_one_moves_them(books):
    books.book("""
        2026-01-01 OPN 1  550000 -  500.00
        2026-01-05 OD  1  550000 -   20.00
        2026-01-06 BNK 1  550000 -  -30.00
    """)
    assert months(books, "550000") == [
        ("2026", "2026-01-01", False, "20.00", "30.00"),
        ("2026", "2026-01-01", True, "500.00", "0.00"),
    ]
    books.types["OD"] = JournalType.OPENING

    books.bring()

    assert months(books, "550000") == [
        ("2026", "2026-01-01", False, "0.00", "30.00"),
        ("2026", "2026-01-01", True, "520.00", "0.00"),
    ]


def test_the_check_finds_every_kind_of_bent_sum(books):
    books.book("2026-01-10 PUR 1  440000 Engie     -100.00  due=2026-02-10")
    assert list(check_ledger(books.dossier)) == []

    PartnerBalance.objects.update(oldest_due_on=date(2026, 2, 11))
    OpenItem.objects.update(cents=-1)
    AccountMonth.objects.filter(account__code="440000").update(debit_cents=1)
    Line.objects.filter(account__code="440000").update(restates=True)

    assert [str(sentence) for sentence in check_ledger(books.dossier)] == [
        "1 lines are stored wrongly as restating.",
        "The balance of Engie (supplier) is stored wrongly; the lines make it -100.00, -100.00 of it open.",
        "1 open items are stored wrongly.",
        f"Month 2026-01-01 of account {AccountMonth.objects.get(debit_cents=1).account_id}, year 2026, is stored wrongly.",
    ]
