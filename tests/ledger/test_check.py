"""The stored sums always agree with the lines, whatever was booked, changed, lettered or taken away."""

import random

import pytest

from comptoir.archive.check import check_archive
from comptoir.archive.models import ArchivedInvoice, BankTransaction
from comptoir.ledger.check import check_ledger
from comptoir.ledger.models import Lettering
from comptoir.records.books import JournalType
from tests.firms.people import new_dossier
from tests.ledger.bookkeeping import TextBooks

JOURNALS = ["PUR", "PCN", "SAL", "SCN", "BNK", "OD", "OPN"]


def random_piece(chance: random.Random, year: int) -> str:
    journal = chance.choice(JOURNALS)
    day = f"{year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}" if journal != "OPN" else f"{year}-01-01"
    account = (
        "440000"
        if journal.startswith("P")
        else "400000"
        if journal.startswith("S")
        else chance.choice(["400000", "440000"])
    )
    number = chance.randint(1, 12)
    rows = []
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        letter = chance.choice(["", "A", "B", "C"])
        due = f"due={year}-{chance.randint(1, 12):02d}-15" if chance.random() < 0.5 else ""
        amount = chance.choice(["0.00", "50.00", "100.00", "-50.00", "-100.00", "-150.00"])
        rows.append(
            f"{day} {journal} {number} {account} {chance.choice('XY-')} {amount} {letter} {due} ref=r{number % 3}"
        )
    return "\n".join(rows)


def change_the_frame(books: TextBooks, chance: random.Random) -> None:
    """What else may change from one reading to the next: names, types of journals, accounts of third parties."""
    books.names["X"] = f"Xaver {chance.randint(1, 3)}"
    books.types["OD"] = chance.choice([JournalType.MISCELLANEOUS, JournalType.PURCHASE, JournalType.SALE])
    books.types["SCN"] = chance.choice([JournalType.SALE_CREDIT, JournalType.BANK])
    books.roots = chance.choice([(("400",), ("440",)), (("400",), ("441",)), (("440",), ("400",))])


def clash(books: TextBooks) -> list[str]:
    """Everything stored that does not agree with the lines."""
    return [str(sentence) for sentence in (*check_ledger(books.dossier), *check_archive(books.dossier))]


def picture(books: TextBooks) -> list[tuple[object, ...]]:
    """The archive as its readers see it."""
    rows = ArchivedInvoice.objects.filter(dossier=books.dossier, in_books=True).order_by("entry_key")
    columns = (
        "entry_key",
        "tab",
        "payment",
        "amount_cents",
        "open_cents",
        "paid_on",
        "due_on",
        "partner_name",
        "computed",
    )
    bank = BankTransaction.objects.filter(dossier=books.dossier).order_by("statement", "id")
    moved = bank.values_list("statement", "counterparty", "account", "communication", "amount_cents", "state", "search")
    return [*((*(getattr(row, name) for name in columns), *sorted(set(row.search.split()))) for row in rows), *moved]


@pytest.mark.parametrize("seed", range(12))
def test_after_any_series_of_readings_the_check_agrees_and_the_archive_is_as_if_read_once(books, seed):
    chance = random.Random(seed)
    for step in range(8):
        text = "\n".join(random_piece(chance, chance.choice([2024, 2025, 2026])) for _ in range(chance.randint(1, 12)))
        if step % 2:
            change_the_frame(books, chance)
        books.book(text, full=chance.random() < 0.2, lettering=chance.random() < 0.9)
        if books.pieces and step % 3 == 2:
            journal, year, number = chance.choice(list(books.pieces))
            books.strike(journal, number, year)
        assert clash(books) == []
    books.bring()
    assert clash(books) == []
    at_once = TextBooks(new_dossier(books.dossier.firm, "At once", "0403019261"), batch=1000)
    at_once.pieces, at_once.names, at_once.types, at_once.roots = books.pieces, books.names, books.types, books.roots
    at_once.bring()
    assert picture(books) == picture(at_once)


def test_the_check_finds_a_bent_sum_and_a_bent_row(books):
    books.book("""
        2026-03-01 PUR 12  440000 Proximus   -121.00  A
        2026-03-09 BNK  4  440000 Proximus    100.00  A
    """)
    Lettering.objects.update(balance_cents=0)
    row = books.row("PUR 12")
    row.open_cents = 1
    row.save()
    assert len(list(check_ledger(books.dossier))) == 1
    assert len(list(check_archive(books.dossier))) == 1


def test_the_check_finds_an_open_amount_where_nobody_owes_anything(books):
    books.book("""
        2026-01-11 PUR 1  610000 -       50.00
        2026-01-11 PUR 1  570000 -      -50.00
    """)
    row = books.row("PUR 1")
    row.payment, row.open_cents = "unpaid", 5000
    row.save()
    assert len(list(check_archive(books.dossier))) == 1
