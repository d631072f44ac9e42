"""What the connector makes of a dossier written by hand: invoices, statements, periods, faults with their place."""

from datetime import date

import pytest

from comptoir.connectors.port import Abilities, PassingFault, Place, WrongBooks
from comptoir.kit.words import Cents
from comptoir.records.books import Account, Company, Journal, JournalType, Line, Partner, Period
from tests.connectors.winbooks.dossiers import (
    CARDS,
    LINES,
    PARTNERS,
    PURCHASE,
    STATEMENT,
    YEAR_2026,
    connector,
    dbf,
    dossier,
    entries,
    line,
    put,
)

MARCH = date(2026, 3, 1)
ACT = "ATELIER_ACT.DBF"


def refused(folder, rows):
    """The refusal of reading these lines."""
    with pytest.raises(WrongBooks) as caught:
        entries(dossier(folder, rows))
    return caught.value


def misc(number, *amounts, **more):
    """A piece of the journal OD with these amounts on 610000."""
    return [line(f"3 OD 5 {number} 001 610000 . 03 20260310 {amount}", **more) for amount in amounts]


def test_the_company_its_periods_journals_accounts_and_partners_are_read(tmp_path):
    opened = connector(dossier(tmp_path))

    basics = opened.read_basics()

    assert basics.company == Company("Atelier Exemple SRL", "BE", "0200065765")
    assert len(basics.periods) == 12
    assert basics.periods[2] == Period("202603", "2026", MARCH, date(2026, 3, 31))
    assert basics.journals == (
        Journal("ACH", "Achats", JournalType.PURCHASE),
        Journal("KBC", "KBC Entreprises", JournalType.BANK),
    )
    assert Account("612000", "Téléphone et internet") in basics.accounts
    assert basics.partners == (
        Partner("1:LAMB", "Lambert Élise SRL", "400000", "BE0403019261", "0403019261", (), "", "nl"),
        Partner("2:PROX", "Proximus SA", "440000", "BE0202239951", "0202239951", ("BE68539007547034",), "", "fr"),
    )
    assert opened.findings() == []
    assert opened.size_hint() == 8
    assert (opened.cursor(), opened.abilities) == ("", Abilities(documents=True, bookings=True))


def test_a_purchase_becomes_an_entry(tmp_path):
    entry = entries(dossier(tmp_path))[0]

    assert (entry.key, entry.fiscal_year, entry.journal, entry.number) == ("2026|ACH|260012", "2026", "ACH", "260012")
    assert (entry.booked_on, entry.document_on, entry.period) == (MARCH, MARCH, "202603")
    assert (entry.text, entry.document_number) == ("Téléphone", "F-77")
    assert entry.lines == (
        Line("440000", -12_100, "2:PROX", "Téléphone", date(2026, 3, 31), "F-77", lettering="7"),
        Line("612000", 10_000, "", "Téléphone"),
        Line("411000", 2_100, vat_code="112100", vat_base_cents=10_000),
    )


def test_a_statement_is_one_entry_whose_bank_side_are_its_central_lines(tmp_path):
    entry = entries(dossier(tmp_path))[1]

    assert (entry.key, entry.text, entry.document_number) == ("2026|KBC|5", "Extrait 5", "")
    assert [(each.account, each.partner, each.cents, each.text) for each in entry.lines] == [
        ("440000", "2:PROX", 12_100, "Proximus"),
        ("400000", "1:LAMB", -24_200, "Lambert"),
        ("657000", "", 250, "Frais"),
        ("550000", "", 24_200, "Extrait 5"),
        ("550000", "", -12_350, "Extrait 5"),
    ]
    assert [each.lettering for each in entry.lines] == ["7", "", "", "", ""]
    assert [(each.communication, each.reference) for each in entry.lines[:2]] == [("", ""), ("090933755493", "")]


def test_a_statement_without_its_central_lines_does_not_balance(tmp_path):
    fault = refused(tmp_path, STATEMENT[:3])

    assert fault.place == Place(ACT, 1, "AMOUNTEUR")
    assert str(fault) == "The piece KBC 5 does not balance: debit less credit is -118.50."
    assert fault.sentence.facts["difference"] == Cents(-11_850)


def test_reading_twice_brings_the_same(tmp_path):
    assert entries(dossier(tmp_path)) == entries(tmp_path)


def test_lines_of_a_piece_that_stand_apart_are_one_entry(tmp_path):
    apart = [row for pair in zip(PURCHASE, STATEMENT[:3], strict=True) for row in pair] + STATEMENT[3:]

    assert entries(dossier(tmp_path, apart)) == entries(dossier(tmp_path / "whole"))


def test_a_customer_and_a_supplier_may_have_the_same_number(tmp_path):
    rows = [*misc("1", "1.000"), line("1 OD 5 1 002 400000 SAME 03 20260310 -1.000")]
    rows += [*misc("2", "2.000"), line("2 OD 5 2 002 440000 SAME 03 20260310 -2.000")]
    dossier(tmp_path, rows)
    cards = [[*PARTNERS[0][:2], "Fournisseur", *PARTNERS[0][3:]], [*PARTNERS[1][:2], "Client", *PARTNERS[1][3:]]]
    put(tmp_path, "ATELIER_CSF.DBF", dbf(CARDS, [["SAME", *card[1:]] for card in cards], mark=2))
    opened = connector(tmp_path)

    assert {each.key: each.name for each in opened.read_basics().partners} == {
        "1:SAME": "Client",
        "2:SAME": "Fournisseur SA",
    }
    assert [entry.lines[1].partner for entry in opened.read_entries()] == ["1:SAME", "2:SAME"]


def test_a_journal_of_period_00_is_the_opening_and_one_of_99_the_closing(tmp_path):
    rows = [line(f"3 OUV 5 1 001 100000 . 00 20260101 {amount}") for amount in ("5.000", "-5.000")]
    rows += [line(f"3 CLO 5 1 001 100000 . 99 20261231 {amount}") for amount in ("5.000", "-5.000")]
    opened = connector(dossier(tmp_path, [*rows, *misc("1", "1.000", "-1.000")]))

    types = {journal.code: journal.type for journal in opened.read_basics().journals}
    found = {entry.journal: (entry.period, entry.booked_on) for entry in opened.read_entries()}

    assert (types["OUV"], types["CLO"], types["OD"]) == (
        JournalType.OPENING,
        JournalType.CLOSING,
        JournalType.MISCELLANEOUS,
    )
    assert found["OUV"] == ("202601", date(2026, 1, 1))
    assert found["CLO"] == ("202612", date(2026, 12, 31))


def test_a_journal_of_money_whose_own_account_begins_with_57_is_a_cash_desk(tmp_path):
    rows = [
        line("3 DESK 4 1 001 610000 . 03 20260310 5.000"),
        line("3 DESK 4 1 999 570000 . 03 20260310 -5.000"),
    ]
    (journal,) = [each for each in connector(dossier(tmp_path, rows)).read_basics().journals if each.code == "DESK"]

    assert (journal.type, journal.told) == (JournalType.CASH, True)


def test_a_journal_that_nothing_tells_is_miscellaneous_and_reported(tmp_path):
    rows = [line(f"3 ZZ . 1 001 610000 . 03 20260310 {amount}") for amount in ("5.000", "-5.000")]
    opened = connector(dossier(tmp_path, rows), journals={"ACH": "purchase"}, untold=[])

    assert {each.code: each.told for each in opened.read_basics().journals} == {"ACH": True, "KBC": True, "ZZ": False}
    assert [str(finding) for finding in opened.findings()] == [
        "The journal KBC is new; it is taken as a bank journal.",
        "The type of journal ZZ could not be told; it is taken as miscellaneous.",
    ]


def test_an_entry_dated_outside_its_period_is_booked_on_the_nearest_day_and_counted(tmp_path):
    rows = misc("1", "1.000", "-1.000", DATE="20260227") + misc("2", "1.000", "-1.000", DATE="", DATEDOC="20260305")
    opened = connector(dossier(tmp_path, rows))
    opened.read_basics()

    found = list(opened.read_entries())

    assert [(each.booked_on, each.document_on) for each in found] == [
        (MARCH, date(2026, 3, 10)),
        (date(2026, 3, 5), date(2026, 3, 5)),
    ]
    assert [str(each) for each in opened.findings() if "dated" in str(each)] == [
        "1 entries are dated outside their period; they are booked on its nearest day."
    ]


def test_the_base_goes_the_way_of_the_amount_also_in_credit_notes_and_reverse_charges(tmp_path):
    rows = [
        line("2 NCA 1 1 . 440000 PROX 03 20260301 121.000"),
        line("3 NCA 1 1 . 612000 . 03 20260301 -100.000"),
        line("3 NCA 1 1 VAT 411000 . 03 20260301 -21.000", VATCODE="113", VATBASE="100.000"),
        line("2 ACH 0 2 . 440000 PROX 03 20260301 -100.000"),
        line("3 ACH 0 2 . 612000 . 03 20260301 100.000"),
        line("3 ACH 0 2 VAT 411000 . 03 20260301 21.000", VATCODE="86", VATBASE="100.000"),
        line("3 ACH 0 2 VAT 451000 . 03 20260301 -21.000", VATCODE="55", VATBASE="100.000"),
    ]
    credit, reverse = entries(dossier(tmp_path, rows))

    assert credit.lines[2].vat_base_cents == -10_000
    assert [each.vat_base_cents for each in reverse.lines] == [0, 0, 10_000, -10_000]


def test_a_turnover_without_vat_has_a_line_where_it_names_an_account(tmp_path):
    rows = [
        line("1 VEN 2 1 . 400000 LAMB 03 20260301 50.000"),
        line("3 VEN 2 1 . 700000 . 03 20260301 -50.000"),
        line("4 VEN 2 1 VAT 451000 . 03 20260301 0.000", VATCODE="211000", VATBASE="50.000"),
        line("4 VEN 2 1 VAT . . 03 20260301 0.000", VATCODE="211000", VATBASE="50.000"),
    ]
    (entry,) = entries(dossier(tmp_path, rows))

    assert [(each.account, each.cents, each.vat_base_cents) for each in entry.lines] == [
        ("400000", 5_000, 0),
        ("700000", -5_000, 0),
        ("451000", 0, -5_000),
    ]


def test_foreign_amounts_are_brought_with_their_currency(tmp_path):
    rows = misc("1", "1.000", CURRAMOUNT="1.100", CURRCODE="USD") + misc("1", "-1.000", CURRCODE="EUR")

    (entry,) = entries(dossier(tmp_path, rows))

    assert [(each.currency, each.foreign_cents) for each in entry.lines] == [("USD", 110), ("", 0)]


def test_a_partner_without_card_is_called_by_its_number_and_its_line_takes_the_cards_account(tmp_path):
    rows = [
        *misc("1", "3.000"),
        line("2 OD 5 1 002 440000 NOCARD 03 20260310 -1.000"),
        line("2 OD 5 1 003 . PROX 03 20260310 -2.000"),
    ]
    opened = connector(dossier(tmp_path, rows))

    assert Partner("2:NOCARD", "NOCARD", "440000") in opened.read_basics().partners
    (entry,) = opened.read_entries()
    assert [(each.account, each.partner) for each in entry.lines[1:]] == [("440000", "2:NOCARD"), ("440000", "2:PROX")]


def test_records_of_winbooks_own_are_left_alone_and_counted(tmp_path):
    blank = [""] * len(LINES)
    own = line("3 ACH 0 260012 \0\0\0 612000 . 03 20260301 0.000")
    opened = connector(dossier(tmp_path, [*PURCHASE, blank, own]))
    opened.read_basics()

    assert [len(entry.lines) for entry in opened.read_entries()] == [3]
    assert [str(finding) for finding in opened.findings()] == ["2 records that belong to no piece were left alone."]


@pytest.mark.parametrize(
    ("more", "column", "words"),
    [
        ({"AMOUNTEUR": "1x.000"}, "AMOUNTEUR", "“1x.000” is no amount in whole cents."),
        ({"AMOUNTEUR": "1.005"}, "AMOUNTEUR", "“1.005” is no amount in whole cents."),
        ({"AMOUNTEUR": "*" * 17}, "AMOUNTEUR", f"“{'*' * 17}” is no amount in whole cents."),
        (
            {"AMOUNTEUR": "0.000", "AMOUNT": "40.000"},
            "AMOUNT",
            "The line has an amount in Belgian francs and none in euro; books in francs are not read.",
        ),
        ({"DATE": "20260230"}, "DATE", "“20260230” is no date (YYYYMMDD)."),
        ({"DUEDATE": "18991231"}, "DUEDATE", "“18991231” is no date (YYYYMMDD)."),
        ({"DOCTYPE": "5"}, "DOCTYPE", "“5” is no kind of line: 1, 2, 3 or 4."),
        ({"DBKCODE": ""}, "DBKCODE", "The line has nothing in the column DBKCODE."),
        ({"DOCNUMBER": ""}, "DOCNUMBER", "The line has nothing in the column DOCNUMBER."),
        ({"ACCOUNTGL": ""}, "ACCOUNTGL", "The line has nothing in the column ACCOUNTGL."),
        ({"BOOKYEAR": ""}, "BOOKYEAR", "The line has nothing in the column BOOKYEAR."),
        ({"PERIOD": "x"}, "PERIOD", "“x” is no period."),
        (
            {"BOOKYEAR": "7"},
            "BOOKYEAR",
            "The piece OD 1 is in the book year 7, which the dossier does not tell of.",
        ),
        ({"PERIOD": "13"}, "PERIOD", "The piece OD 1 is in period 13, which the book year 2026 does not have."),
    ],
)
def test_a_line_that_cannot_be_taken_is_refused_with_file_record_and_column(tmp_path, more, column, words):
    fault = refused(tmp_path, [*PURCHASE, *misc("1", "1.000", **more), *misc("1", "-1.000", **more)])

    assert fault.place == Place(ACT, 4, column)
    assert str(fault) == words


def test_a_piece_in_two_periods_is_refused(tmp_path):
    fault = refused(tmp_path, misc("1", "1.000") + misc("1", "-1.000", PERIOD="04"))

    assert fault.place == Place(ACT, 2, "PERIOD")
    assert str(fault) == "The piece OD 1 is in period 03 in row 1 and in 04 here."


def test_a_line_of_a_supplier_without_account_and_card_is_refused(tmp_path):
    fault = refused(tmp_path, [*misc("1", "1.000"), line("2 OD 5 1 002 . NOCARD 03 20260310 -1.000")])

    assert fault.place == Place(ACT, 2, "ACCOUNTGL")


def test_a_file_that_changes_between_basics_and_entries_is_read_another_time(tmp_path):
    opened = connector(dossier(tmp_path))
    opened.read_basics()
    put(tmp_path, ACT, dbf(LINES, PURCHASE, mark=2), seconds_ago=30)

    with pytest.raises(PassingFault, match=r"The file ATELIER_ACT.DBF was changed while it was read."):
        list(opened.read_entries())


def test_a_file_that_is_gone_is_a_passing_fault(tmp_path):
    opened = connector(dossier(tmp_path))
    opened.read_basics()
    (tmp_path / ACT).unlink()

    with pytest.raises(PassingFault):
        list(opened.read_entries())


def test_a_bank_account_that_is_none_is_left_out_and_reported(tmp_path):
    cards = [
        [*PARTNERS[0][:6], "539-0075470-35", *PARTNERS[0][7:]],
        [*PARTNERS[1][:6], "BE68539007547034", "E", "400000"],
    ]
    put(dossier(tmp_path), "ATELIER_CSF.DBF", dbf(CARDS, cards, mark=2))
    opened = connector(tmp_path)

    assert [each.ibans for each in opened.read_basics().partners] == [("BE68539007547034",), ()]
    assert [str(finding) for finding in opened.findings()] == [
        "1 cards have a bank account that is none, and it was left out: PROX."
    ]


def test_lines_as_another_package_exports_them_for_winbooks_are_read(tmp_path):
    rows = [
        '"2","ACH","0","12","","","440000","PROX","1","03","","20260301","20260331","Café","","0","-121.00"',
        '"3","ACH","0","12","","","612000","","1","03","","20260301","","Café","","0","100"',
        '"3","ACH","0","12","","","411000","","1","03","","20260301","","TVA","","0","21.00","100.00","112100"',
    ]
    text = "".join(row + ',""' * (36 - row.count(",") - 1) + "\r\n" for row in rows)
    put(tmp_path / "books", "ACT.txt", text.encode())
    days = "ID;VALUE\r\nBOOKYEAR1.PERDATE;" + YEAR_2026 + "\r\n"
    put(tmp_path / "books", "PARAM.csv", days.encode())

    (entry,) = entries(tmp_path / "books")

    assert (entry.key, entry.booked_on, entry.text) == ("2026|ACH|12", MARCH, "Café")
    assert [(each.account, each.partner, each.cents, each.vat_base_cents) for each in entry.lines] == [
        ("440000", "2:PROX", -12_100, 0),
        ("612000", "", 10_000, 0),
        ("411000", "", 2_100, 10_000),
    ]
