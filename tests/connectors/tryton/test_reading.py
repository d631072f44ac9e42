"""Reading books from Tryton: whole, and what changed since a cursor."""

from datetime import timedelta

import pytest

from comptoir.connectors.port import PassingFault, WrongBooks
from comptoir.records.books import Entry, Present
from tests.connectors.tryton.fake import FakeTryton, day


@pytest.fixture
def fake():
    """A Tryton with one open purchase and one payment."""
    fake = FakeTryton()
    with fake.work() as work:
        work.invoice("in", "PROX", day("2026-01-08"), 20_000, reference="F1")
        work.post("BNK", day("2026-03-02"), [("440", 24_200, "PROX"), ("5500", -24_200, "")], text="Paiement")
    fake.now += timedelta(days=1)
    return fake


def opened(fake):
    connector = fake.package().open(fake.settings(), fake.reach())
    connector.read_basics()
    return connector


def read(fake, cursor=""):
    connector = opened(fake)
    return list(connector.read_entries(cursor)), connector.cursor()


def names(records):
    return [(type(record).__name__, record.key) for record in records]


def test_an_invoice_is_an_entry_with_the_suppliers_number_and_its_due_date(fake):
    (purchase, payment), _ = read(fake)

    assert (purchase.journal, purchase.fiscal_year, purchase.number) == ("ACH", "2026", "A2026/0001")
    assert (purchase.document_number, purchase.booked_on) == ("F1", day("2026-01-08"))
    assert [(line.account, line.cents, line.partner) for line in purchase.lines] == [
        ("612000", 20_000, ""),
        ("411000", 4_200, ""),
        ("440000", -24_200, "PROX"),
    ]
    assert purchase.lines[2].due_on == day("2026-02-07")
    assert (purchase.lines[1].vat_code, purchase.lines[1].vat_base_cents) == ("T34", 20_000)
    assert (payment.journal, payment.number, payment.text) == ("BNK", "2", "Paiement")


def test_a_change_is_told_as_an_entry_and_the_rest_as_present(fake):
    _, cursor = read(fake)
    fake.now += timedelta(days=1)
    with fake.work() as work:
        work.post("OD", day("2026-03-03"), [("5500", 100, ""), ("100", -100, "")])
    _, cursor = read(fake, cursor)

    assert names(read(fake, cursor)[0]) == [("Entry", "3"), ("Present", "1"), ("Present", "2")]


def test_reconciling_and_taking_it_back_are_changes_of_both_entries(fake):
    _, cursor = read(fake)
    fake.now += timedelta(days=1)
    with fake.work() as work:
        group = work.reconcile([work.lines_of(1)[2], work.lines_of(2)[0]])
    records, cursor = read(fake, cursor)
    assert [record.lines[at].lettering for record, at in zip(records, (2, 0), strict=True)] == ["R1", "R1"]

    fake.now += timedelta(days=1)
    with fake.work() as work:
        work.unreconcile(group)
    assert {line.lettering for record in read(fake, cursor)[0] for line in record.lines} == {""}


def test_a_payment_in_part_is_a_group_of_its_own_and_is_let_go_when_the_invoice_is_settled_otherwise(fake):
    with fake.work() as work:
        part = work.post("BNK", day("2026-03-05"), [("440", 5_000, "PROX"), ("5500", -5_000, "")])
        work.note_payment(1, work.lines_of(part)[0])
    fake.now += timedelta(days=1)
    records, cursor = read(fake)
    assert [records[0].lines[2].lettering, records[2].lines[0].lettering] == ["I1", "I1"]

    fake.now += timedelta(days=1)
    with fake.work() as work:
        work.reconcile([work.lines_of(1)[2], work.lines_of(2)[0]])
    records, _ = read(fake, cursor)

    assert names(records) == [("Entry", "1"), ("Entry", "2"), ("Entry", "3")]
    assert [records[0].lines[2].lettering, records[2].lines[0].lettering] == ["R1", ""]


def test_what_commits_late_is_not_lost(fake):
    late = fake.begin()
    late.post("OD", day("2026-03-03"), [("5500", 100, ""), ("100", -100, "")])
    fake.now += timedelta(minutes=90)
    with fake.work() as work:
        work.post("OD", day("2026-03-04"), [("5500", 200, ""), ("100", -200, "")])
    _, cursor = read(fake)
    late.commit()

    assert ("Entry", "3") in names(read(fake, cursor)[0])


def test_what_is_deleted_is_not_named_any_more(fake):
    _, cursor = read(fake)
    with fake.work() as work:
        work.delete(1)

    assert names(read(fake, cursor)[0]) == [("Entry", "2")]


def test_a_clock_that_was_ahead_makes_the_next_reading_a_whole_one(fake):
    fake.now += timedelta(days=30)
    with fake.work() as work:
        work.post("OD", day("2026-03-03"), [("5500", 100, ""), ("100", -100, "")])
    _, cursor = read(fake)
    fake.now -= timedelta(days=30)
    records, again = read(fake, cursor)

    assert names(records) == [("Entry", "1"), ("Entry", "2"), ("Entry", "3")]
    assert names(read(fake, again)[0]) == [("Entry", "3"), ("Present", "1"), ("Present", "2")]


def test_books_put_back_from_a_backup_are_read_whole(fake):
    with fake.work() as work:
        work.post("OD", day("2026-03-03"), [("5500", 100, ""), ("100", -100, "")])
    fake.now += timedelta(days=1)
    _, cursor = read(fake)
    with fake.work() as work:
        work.delete(3)

    assert names(read(fake, cursor)[0]) == [("Entry", "1"), ("Entry", "2")]


def test_a_reconciliation_in_the_middle_of_a_reading_is_not_told_in_halves(fake, monkeypatch):
    monkeypatch.setattr("comptoir.connectors.tryton.reading.PAGE", 1)
    reads = []

    def meddle(asked, answer):
        response = answer()
        if asked.method == "model.account.move.search_read" and "number" in asked.parameters[4]:
            reads.append(asked)
            if len(reads) == 1:
                with fake.work() as work:
                    work.reconcile([work.lines_of(1)[2], work.lines_of(2)[0]])
        return response

    fake.meddle = meddle
    with pytest.raises(PassingFault):
        read(fake)
    assert read(fake)[0][0].lines[2].lettering == "R1"


@pytest.mark.parametrize("whole", [True, False])
def test_a_payment_that_comes_between_listing_and_reading_is_not_told_in_halves(fake, whole):
    _, cursor = read(fake)
    with fake.work() as work:
        work.invoice("in", "PROX", day("2026-03-08"), 10_000, reference="F2")
    met = []

    def meddle(asked, answer):
        if asked.method == "model.account.move.search_read" and "number" in asked.parameters[4] and not met:
            met.append(asked)
            with fake.work() as work:
                paid = work.post("BNK", day("2026-03-09"), [("440", 12_100, "PROX"), ("5500", -12_100, "")])
            with fake.work() as work:
                work.reconcile([work.lines_of(3)[2], work.lines_of(paid)[0]])
        return answer()

    fake.meddle = meddle
    with pytest.raises(PassingFault):
        read(fake, "" if whole else cursor)
    fake.now += timedelta(minutes=1)
    told = {entry.key: entry for entry in read(fake, cursor)[0] if isinstance(entry, Entry)}
    assert [told["3"].lines[2].lettering, told["4"].lines[0].lettering] == ["R1", "R1"]


def test_drafts_are_no_entries(fake):
    with fake.work() as work:
        work.draft("OD", day("2026-03-03"), [("5500", 100, ""), ("100", -100, "")])

    assert len(read(fake)[0]) == 2


def test_accounts_that_would_get_the_same_number_are_refused(fake):
    with fake.work() as work:
        work.post("OD", day("2026-03-03"), [("550", 100, ""), ("100", -100, "")])

    with pytest.raises(WrongBooks, match="550000"):
        read(fake)


def test_a_party_that_gets_another_code_changes_its_entries(fake):
    _, cursor = read(fake)
    fake.now += timedelta(days=1)
    with fake.work() as work:
        work.write("party.party", work.one("party.party", "PROX"), code="PROXIMUS")
    records, _ = read(fake, cursor)

    assert all(isinstance(record, Entry) for record in records)
    assert records[0].lines[2].partner == "PROXIMUS"
    assert not any(isinstance(record, Present) for record in records)
