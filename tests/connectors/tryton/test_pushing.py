"""Bookings that Tryton is asked to make: once, whatever is cut off, or not at all."""

from dataclasses import replace

import pytest

from comptoir.connectors.port import PassingFault, WrongBooks
from comptoir.kit.money import decimal_of
from comptoir.records.booking import BookingFile
from tests.connectors import sample
from tests.connectors.conformance import PDF
from tests.connectors.tryton import faults
from tests.connectors.tryton.fake import FakeTryton, day


@pytest.fixture
def fake():
    return FakeTryton()


@pytest.fixture
def booking(tmp_path):
    """A purchase of a new supplier, with its PDF."""
    path = tmp_path / "f.pdf"
    path.write_bytes(PDF)
    return sample.booking(files=(BookingFile(path, "Facture.pdf", "application/pdf"),), new=True)


def push(fake, booking):
    return fake.package().open(fake.settings(), fake.reach()).push(booking)


def rows(fake, model):
    return list(fake.tables.all(model))


def test_whatever_request_is_cut_off_pushing_again_makes_one_piece_with_one_paper(fake, booking):
    number = 0
    while True:
        fake, number = FakeTryton(), number + 1
        try:
            with faults.meddling(fake, faults.nth(number, faults.unheard)):
                push(fake, booking)
        except PassingFault:
            receipt = push(fake, booking)
            assert [(row["state"], row["number"]) for row in rows(fake, "account.move")] == [("posted", "1")]
            assert [row["data"] for row in rows(fake, "ir.attachment")] == [PDF]
            assert [row["code"] for row in rows(fake, "party.party")].count("NEUF") == 1
            assert (receipt.number, receipt.key) == ("3", "1")
            continue
        break

    assert number > 12


def test_two_pushes_at_once_make_one_piece(fake, booking):
    others = []

    def meddle(asked, answer):
        if asked.method == "model.account.move.create" and not others:
            others.append(asked)
            fake.meddle = lambda _, answer: answer()
            others.append(push(fake, booking))
        return answer()

    fake.meddle = meddle
    receipt = push(fake, booking)

    assert receipt == others[1]
    assert len(rows(fake, "account.move")) == 1
    assert len(rows(fake, "ir.attachment")) == 1


def test_two_drafts_of_one_token_are_brought_down_to_one(fake, booking):
    with faults.meddling(fake, faults.at("model.account.move.post", faults.silent)), pytest.raises(PassingFault):
        push(fake, booking)
    (draft,) = rows(fake, "account.move")
    with fake.work() as work:
        work.add(
            "account.move",
            **{name: value for name, value in draft.items() if not name.endswith("date") and name != "id"},
        )
    for row in rows(fake, "account.move"):
        row.setdefault("date", draft["date"])

    assert push(fake, booking).key == str(draft["id"])
    assert len(rows(fake, "account.move")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"booked_on": day("2030-01-01")}, r"Tryton has no period for 2030-01-01\."),
        ({"booked_on": day("2026-02-01")}, "closed period"),
        ({"journal": "X"}, r"Tryton has no journal X\."),
    ],
)
def test_a_refused_booking_leaves_nothing(fake, booking, changes, words):
    with fake.work() as work:
        work.close(day("2026-02-01"))
    before = len(rows(fake, "party.party"))

    with pytest.raises(WrongBooks, match=words):
        push(fake, replace(booking, entry=replace(booking.entry, **changes)))
    assert rows(fake, "account.move") == []
    assert len(rows(fake, "party.party")) == before


def test_an_unknown_account_is_refused(fake, booking):
    lines = tuple(line._replace(account="999999") if line.account == "612000" else line for line in booking.entry.lines)

    with pytest.raises(WrongBooks, match=r"Tryton has no account 999999\."):
        push(fake, replace(booking, entry=replace(booking.entry, lines=lines)))
    assert rows(fake, "account.move") == []


def test_lines_that_name_a_tax_of_tryton_go_into_its_return(fake, booking):
    def taxed(line):
        return line._replace(vat_code="T34") if line.account in ("612000", "411000") else line

    push(fake, replace(booking, entry=replace(booking.entry, lines=tuple(map(taxed, booking.entry.lines)))))

    assert [(row["type"], row["tax"], str(row["amount"])) for row in rows(fake, "account.tax.line")] == [
        ("base", 34, "400.00"),
        ("tax", 34, "84.00"),
    ]


def test_a_currency_that_tryton_lacks_or_counts_otherwise_is_refused_in_words(fake, booking):
    with fake.work() as work:
        work.add("currency.currency", code="JPY", digits=0)
    for code, words in (("USD", "Tryton does not have the currency USD."), ("JPY", "JPY in hundredths")):
        with pytest.raises(WrongBooks, match=words):
            push(fake, in_currency(booking, code))
    assert rows(fake, "account.move") == []


def test_what_was_invoiced_in_another_currency_stands_on_the_line(fake, booking):
    with fake.work() as work:
        dollar = work.add("currency.currency", code="USD", digits=2)
    push(fake, in_currency(booking, "USD"))
    told = [(row["second_currency"], row["amount_second_currency"]) for row in rows(fake, "account.move.line")]
    assert told == [(dollar, decimal_of(-52_436)), (None, None), (None, None)]


def in_currency(booking, code):
    """The same, its partner's line also in that currency."""
    first, *others = booking.entry.lines
    first = first._replace(currency=code, foreign_cents=-52_436)
    return replace(booking, entry=replace(booking.entry, lines=(first, *others)))
