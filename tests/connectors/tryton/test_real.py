"""Books in a real Tryton: read, changed, booked into."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from comptoir.connectors.port import PassingFault, Reach, WrongBooks
from comptoir.connectors.tryton.package import PACKAGE
from comptoir.records.booking import BookingFile
from comptoir.records.books import Entry, JournalType
from tests.connectors import sample
from tests.connectors.conformance import PDF
from tests.connectors.tryton import story
from tests.connectors.tryton.fake import FakeTryton
from tests.connectors.tryton.seed import PASSWORD, USER
from tests.connectors.tryton.server import HOST

REACH = Reach(hosts=frozenset({HOST}))


def settings(real):
    return {"url": real.server.url, "database": real.server.database, "user": USER, "password": PASSWORD}


def opened(real):
    return PACKAGE.open(settings(real), REACH)


def read(real, cursor=""):
    connector = opened(real)
    connector.read_basics()
    return list(connector.read_entries(cursor)), connector


def booking(tmp_path, token, *, new=False):
    path = tmp_path / "f.pdf"
    path.write_bytes(PDF)
    return sample.booking(name=token, files=(BookingFile(path, "Facture.pdf", "application/pdf"),), new=new)


def pushed(real, asked):
    """Push as the queue does: again after a passing fault."""
    for _ in range(9):
        try:
            return opened(real).push(asked)
        except PassingFault:
            continue
    return opened(real).push(asked)


def papers(real, receipt):
    of_move = [["resource", "=", f"account.move,{receipt.key}"]]
    return [row["data"] for row in real.desk.admin.rows("ir.attachment", of_move, ["data"])]


def test_the_story_is_read_as_from_the_fake(real):
    fake = FakeTryton()
    story.tell_fake(fake)
    connector = fake.package().open(fake.settings(), fake.reach())
    connector.read_basics()
    told = [story.plain(entry) for entry in connector.read_entries()]

    records, _ = read(real)
    assert [story.plain(entry) for entry in records[: len(told)]] == told


def test_basics_are_read(real):
    basics = opened(real).read_basics()
    partners = {partner.key: partner for partner in basics.partners}
    types = {journal.code: journal.type for journal in basics.journals}

    assert (basics.company.name, basics.company.number) == ("Atelier Exemple SRL", "0200065765")
    assert (partners["PROX"].vat, partners["PROX"].ibans) == ("BE0202239951", ("BE71096123456769",))
    assert partners["LAMB"].language == "nl"
    assert types["ACH"] == JournalType.PURCHASE
    assert types["BNK"] == JournalType.BANK
    assert len(basics.periods) == 24
    assert {"440000", "550000", "612000"} <= {account.code for account in basics.accounts}


def test_a_paper_of_an_invoice_is_found_with_its_piece(real):
    _, connector = read(real)
    (found,) = [each for each in connector.read_documents() if each.name.endswith("/F1.pdf")]

    assert found.piece == ("ACH", "2026", "A2026/0001")
    assert found.size == len(story.PDF)
    with found.here() as path:
        assert path.read_bytes() == story.PDF


def test_reconciling_and_taking_it_back_are_told_as_changes(real):
    purchase = real.desk.invoice("in", "PROX", date(2026, 4, 1), 1_000, reference="F77")
    line = real.desk.pay(purchase, date(2026, 4, 2), 1_210)
    _, connector = read(real)
    real.desk.reconcile([*real.desk.due_lines(purchase), line])
    records, connector = read(real, connector.cursor())
    (entry,) = [each for each in records if isinstance(each, Entry) and each.document_number == "F77"]
    assert entry.lines[-1].lettering.startswith("R")

    real.desk.unreconcile([line])
    records, _ = read(real, connector.cursor())
    (entry,) = [each for each in records if isinstance(each, Entry) and each.document_number == "F77"]
    assert entry.lines[-1].lettering == ""


def test_a_reading_of_changes_names_every_move_once(real):
    records, connector = read(real)
    again, _ = read(real, connector.cursor())

    assert sorted(record.key for record in again) == sorted(record.key for record in records)


def test_what_is_proposed_can_be_used_and_the_trial_tells_what_works(real):
    proposed = PACKAGE.propose(settings(real), REACH)
    wrong = settings(real) | {"password": "no"}

    assert (proposed["customer_roots"], proposed["supplier_roots"]) == (["400"], ["440"])
    assert PACKAGE.check(settings(real) | proposed, REACH) == []
    assert [tried.good for tried in PACKAGE.test(settings(real), REACH)] == [True] * 5
    assert [str(tried.words) for tried in PACKAGE.test(wrong, REACH)] == [
        "Tryton does not know the user comptoir with this password."
    ]


@pytest.mark.parametrize("new", [False, True], ids=["known supplier", "new supplier"])
def test_a_booking_stands_once_in_the_books_with_its_paper(real, tmp_path, new):
    asked = booking(tmp_path, f"token-{new}", new=new)
    first, again = opened(real).push(asked), opened(real).push(asked)
    records, _ = read(real)
    (entry,) = [record for record in records if record.key == first.key]

    assert again == first
    assert entry.number == first.number
    assert (entry.document_number, entry.text, entry.booked_on) == ("F3", "ACH 3", date(2026, 3, 16))
    assert [(line.account, line.cents, line.partner, line.due_on) for line in entry.lines] == [
        ("440000", -48_400, "NEUF" if new else "PROX", date(2026, 12, 31)),
        ("612000", 40_000, "", None),
        ("411000", 8_400, "", None),
    ]
    assert papers(real, first) == [PDF]


def test_a_booking_in_another_currency_is_read_back_in_both(real, tmp_path):
    seed = real.desk.seed
    seed.make(
        "currency.currency", name="US Dollar", symbol="$", code="USD", numeric_code="840", rounding=Decimal("0.01")
    )
    asked = booking(tmp_path, "token-usd")
    first, *others = asked.entry.lines
    first = first._replace(currency="USD", foreign_cents=-52_436)
    receipt = opened(real).push(replace(asked, entry=replace(asked.entry, lines=(first, *others))))
    records, _ = read(real)
    (entry,) = [record for record in records if record.key == receipt.key]

    told = [(line.cents, line.currency, line.foreign_cents) for line in entry.lines]
    assert told == [(-48_400, "USD", -52_436), (40_000, "", 0), (8_400, "", 0)]


def test_pushes_at_once_make_one_piece(real, tmp_path):
    asked = booking(tmp_path, "token-at-once")
    with ThreadPoolExecutor(3) as pool:
        receipts = list(pool.map(lambda _: pushed(real, asked), range(3)))
    drafts = real.desk.admin.rows("account.move", [["state", "=", "draft"]], ["id"])

    assert len(set(receipts)) == 1
    assert drafts == []
    assert papers(real, receipts[0]) == [PDF]


def test_a_refused_booking_leaves_nothing(real, tmp_path):
    asked = booking(tmp_path, "token-refused")
    entry = replace(asked.entry, booked_on=date(2031, 1, 1))
    before = real.desk.admin.count("account.move", [])

    with pytest.raises(WrongBooks, match="no period"):
        opened(real).push(replace(asked, entry=entry))
    assert real.desk.admin.count("account.move", []) == before


def test_a_booking_in_a_closed_period_leaves_nothing(real, tmp_path):
    day = date(2025, 2, 3)
    real.desk.admin.press("model.account.period.close", [real.desk.period(day)])
    asked = booking(tmp_path, "token-closed")
    partner = replace(sample.NEWCOMER, key="CLOSED", vat="")
    before = real.desk.admin.count("account.move", []), real.desk.admin.count("party.party", [])

    with pytest.raises(WrongBooks, match="Tryton does not take this booking"):
        opened(real).push(replace(asked, partner=partner, entry=replace(asked.entry, booked_on=day)))
    assert (real.desk.admin.count("account.move", []), real.desk.admin.count("party.party", [])) == before


def test_a_session_that_tryton_has_forgotten_is_opened_again(real):
    connector = opened(real)
    basics = connector.read_basics()
    connector._client._session = "Session Y29tcHRvaXI6Mjphd2F5"

    assert connector.read_basics() == basics
