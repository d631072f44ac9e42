"""A dossier written from our records is read back as the same records, in both forms; what has no room is refused."""

import struct
from datetime import date

import dbf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.connectors.registry import package
from comptoir.formats.dbf.write import UnwritableTable
from comptoir.formats.winbooks.columns import ACT
from comptoir.formats.winbooks.layout import act_rows, layout_of
from comptoir.formats.winbooks.write import write_dossier
from comptoir.kit.dates import months
from comptoir.records.books import Account, Basics, Company, Entry, Journal, JournalType, Line, Partner, Period
from tests.connectors import sample
from tests.connectors.conformance import age

T = JournalType
YEARS = {"2025": (date(2025, 7, 1), date(2025, 12, 31)), "2026": (date(2026, 1, 1), date(2026, 12, 31))}
PERIODS = tuple(
    Period(f"{start:%Y%m}", year, start, end)
    for year, (first, last) in YEARS.items()
    for start, end in months(first, last)
)
JOURNALS = (
    Journal("ACH", "Achats", T.PURCHASE),
    Journal("CAI", "Caisse", T.CASH),
    Journal("CLO", "Clôture", T.CLOSING),
    Journal("KBC", "KBC", T.BANK),
    Journal("NCA", "Notes de crédit", T.PURCHASE_CREDIT),
    Journal("NCV", "Notes de crédit", T.SALE_CREDIT),
    Journal("OD", "Opérations diverses", T.MISCELLANEOUS),
    Journal("OUV", "Ouverture", T.OPENING),
    Journal("VEN", "Ventes", T.SALE),
)
ACCOUNTS = tuple(
    Account(code, f"Compte {code}")
    for code in ("100000", "400000", "411000", "440000", "451000", "550000", "570000", "612000", "700000")
)
PARTNERS = (
    Partner("1:1", "Lambert Élise SRL", "400000", "BE0403019261", "0403019261", (), "", "nl"),
    Partner("2:1", "Proximus SA", "440000", "BE0202239951", "0202239951", ("BE68539007547034",), "", "fr"),
    Partner("2:FR", "Durand & Fils", "440000", "FR40303265045", "", ("FR1420041010050500013M02606",), "", ""),
)
BASICS = Basics(Company("Atelier Exemple SRL", "BE", "0200065765"), PERIODS, JOURNALS, ACCOUNTS, PARTNERS)
OWN = {T.BANK: "550000", T.CASH: "570000"}
SIDES = {T.PURCHASE: -1, T.SALE_CREDIT: -1, T.SALE: 1, T.PURCHASE_CREDIT: 1}

SIGNS = sorted(
    {chr(code) for code in range(33, 127)}
    | {bytes([code]).decode("cp1252", "ignore") for code in range(0xA1, 0x100)} - {"\xad"}
)
texts = st.text(st.sampled_from([sign for sign in SIGNS if sign.encode("cp850", "ignore")]), max_size=40)
cents = st.integers(1, 10**11)
days = st.dates(date(2025, 7, 1), date(2026, 12, 31))
letterings = st.from_regex(r"[1-9][0-9]{0,7}", fullmatch=True) | st.just("")
communications = st.sampled_from(["090933755493", "000000009797", ""])
references = st.from_regex(r"[A-Z]{2}-[0-9]{1,8}", fullmatch=True)


@st.composite
def invoices(draw, kind):
    """The lines of an invoice or credit note, and its document number."""
    number = draw(references | st.just(""))
    side = SIDES[kind]
    third, key = (
        ("400000", "1:1") if kind in (T.SALE, T.SALE_CREDIT) else ("440000", draw(st.sampled_from(["2:1", "2:FR"])))
    )
    net, vat, text = draw(cents), draw(st.integers(0, 10**9)), draw(texts)
    communication = draw(communications)
    lines = [
        Line(
            third,
            side * (net + vat),
            key,
            text,
            draw(st.none() | days),
            "" if communication else number,
            communication,
            lettering=draw(letterings),
        ),
        Line("612000", -side * net, "", draw(texts), reference=number),
    ]
    if vat:
        code = draw(st.sampled_from(["21", "112100"]))
        lines.append(
            Line("411000", -side * vat, "", "TVA", reference=number, vat_code=code, vat_base_cents=-side * net)
        )
    return lines, number


@st.composite
def statements(draw, kind):
    """The lines of a statement: movements first, then what they come to on the bank's own account."""
    moved = draw(st.lists(st.tuples(cents, st.booleans(), st.integers(0, 2)), min_size=1, max_size=4))
    lines = []
    for amount, debit, which in moved:
        account, key = (("612000", ""), ("400000", "1:1"), ("440000", "2:1"))[which]
        foreign = draw(st.sampled_from([("", 0), ("USD", amount + 1)]))
        lines.append(
            Line(
                account,
                amount if debit else -amount,
                key,
                draw(texts),
                communication=draw(communications),
                currency=foreign[0],
                foreign_cents=foreign[1],
                lettering=draw(letterings),
            )
        )
    text = draw(texts)
    for sign in (1, -1):
        total = sum(line.cents for line in lines if line.account != OWN[kind] and line.cents * sign < 0)
        if total:
            lines.append(Line(OWN[kind], -total, "", text))
    return lines, ""


@st.composite
def various(draw, _kind):
    """The lines of any other piece."""
    amount = draw(cents)
    text = draw(texts)
    return [
        Line("612000", amount, "", text, reference=draw(references)),
        Line("100000", -amount, "", draw(texts)),
    ], ""


@st.composite
def entries(draw):
    """Entries as WinBooks can have them, each piece once."""
    found = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        journal = draw(st.sampled_from(JOURNALS))
        period = draw(st.sampled_from(PERIODS))
        year = [each for each in PERIODS if each.fiscal_year == period.fiscal_year]
        if journal.type is T.OPENING:
            period = year[0]
        if journal.type is T.CLOSING:
            period = year[-1]
        kind = journal.type
        made = invoices if kind in SIDES else statements if kind in OWN else various
        lines, document_number = draw(made(kind))
        found.append(
            Entry(
                key=f"{period.fiscal_year}|{journal.code}|{number}",
                fiscal_year=period.fiscal_year,
                journal=journal.code,
                number=str(number),
                booked_on=draw(st.dates(period.start_on, period.end_on)),
                document_on=draw(days),
                period=period.code,
                text=_head(lines, OWN.get(kind, "")).text,
                lines=tuple(lines),
                document_number=document_number,
            )
        )
    return found


def _head(lines, own):
    """The line whose text is that of the entry."""
    thirds = [line for line in lines if line.partner]
    return next((line for line in lines if line.account == own), None) or (thirds or lines)[0]


def reread(folder, **more):
    """What the connector reads."""
    for path in folder.iterdir():
        age(path)
    opened = package("winbooks").open({"folder": str(folder)} | more)
    return opened.read_basics(), list(opened.read_entries())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(entries(), st.sampled_from([("dbf", "cp850"), ("dbf", "cp1252"), ("text", "cp1252"), ("text", "utf-8")]))
def test_what_is_written_is_read_back(tmp_path_factory, books, how):
    form, encoding = how
    folder = tmp_path_factory.mktemp("dossier")
    write_dossier(folder, "ATELIER", BASICS, books, form=form, encoding=encoding)
    types = {"journals": {journal.code: journal.type.value for journal in JOURNALS}}

    basics, found = reread(folder, encoding=encoding, **types)

    assert found == books
    assert basics == BASICS


def test_what_a_dossier_says_of_its_journals_is_told_from_it_alone(tmp_path):
    books = [
        sample.entry(date(2026, 1, 1), "OUV", "1", Line("550000", 5, "", "x"), Line("100000", -5, "", "x")),
        sample.entry(date(2026, 12, 31), "CLO", "1", Line("550000", 5, "", "x"), Line("100000", -5, "", "x")),
        sample.entry(date(2026, 3, 1), "CAI", "1", Line("612000", 5, "", "x"), Line("570000", -5, "", "x")),
    ]
    write_dossier(tmp_path, "ATELIER", BASICS, books, form="dbf", encoding="cp850")

    basics, _ = reread(tmp_path)

    assert basics.journals == JOURNALS


def test_the_package_dbf_reads_the_lines_that_we_write(tmp_path):
    write_dossier(tmp_path, "ATELIER", sample.basics(), sample.books(), form="dbf", encoding="cp850")

    with dbf.Table(str(tmp_path / "ATELIER_ACT.DBF")) as lines:
        found = [
            (
                each.dbkcode.strip(),
                each.docnumber.strip(),
                each.docorder.strip(),
                each.accountgl.strip(),
                each.amounteur,
            )
            for each in lines
        ]
        names = tuple(name.upper() for name in lines.field_names)

    assert names == tuple(column.name for column in ACT)
    assert found[:5] == [
        ("ACH", "1", "", "440000", -121.0),
        ("ACH", "1", "", "612000", 100.0),
        ("ACH", "1", "VAT", "411000", 21.0),
        ("BNK", "1", "001", "440000", 121.0),
        ("BNK", "1", "999", "550000", -121.0),
    ]
    assert len(found) == sum(len(entry.lines) for entry in sample.books())


def test_the_header_is_as_the_format_says(tmp_path):
    write_dossier(tmp_path, "ATELIER", sample.basics(), sample.books(), form="dbf", encoding="cp850")
    data = (tmp_path / "ATELIER_DBK.DBF").read_bytes()

    version, count, start, length = struct.unpack_from("<BxxxIHH", data)

    assert (version, count, start, length, data[29]) == (3, 5, 33 + 4 * 32, 88, 2)
    assert data[start - 1 : start + 12] == b"\r ACH   0Acha"
    assert data.endswith(b"\x1a")
    assert len(data) == start + count * length + 1


def test_the_texts_are_rows_of_the_documented_order(tmp_path):
    write_dossier(tmp_path, "ATELIER", sample.basics(), sample.books()[:1], form="text", encoding="cp1252")

    first = (tmp_path / "ACT.txt").read_bytes().split(b"\r\n")[0].decode("cp1252")

    assert first == (
        "2,ACH,0,1,,,440000,PROX,1,11,20251105,20251105,20251231,Facture,+++090/9337/55493+++,0.00,-121.00,100.00,,0.00"
        ",,,,,,,A,,T,,,,,,,,,"
    )


def test_movements_are_numbered_and_beyond_997_have_letters():
    lines = [Line("612000", 1, "", "x") for _ in range(1100)]
    entry = sample.entry(date(2026, 3, 1), "OD", "1", *lines, Line("100000", -1100, "", "x"))

    orders = [row[4] for row in act_rows(entry, layout_of(BASICS))]

    assert (orders[0], orders[996], orders[997], orders[1095], orders[1096]) == ("001", "997", "A01", "A99", "B01")
    assert len(set(orders)) == 1101


def test_letterings_that_begin_anew_each_year_stay_apart(tmp_path):
    lines = [Line("440000", cents, "PROX", "x", lettering="A", lettering_scope="2026") for cents in (5, -5)]
    write_dossier(
        tmp_path,
        "ATELIER",
        sample.basics(),
        [sample.entry(date(2026, 3, 1), "OD", "1", *lines)],
        form="text",
        encoding="cp1252",
    )

    _, (entry,) = reread(tmp_path)

    assert [(line.lettering, line.lettering_scope) for line in entry.lines] == [("2A", ""), ("2A", "")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": "2026-000001"}, "“2026-000001” is too long for the column DOCNUMBER."),
        ({"journal": "ACHATS-1"}, "“ACHATS-1” is too long for the column DBKCODE."),
        ({"period": "202413"}, "The entry OD 1 is in a period that the books do not have."),
        ({"fiscal_year": "2024"}, "The entry OD 1 is in a period that the books do not have."),
        ({"lines": (Line("612000", 0, "", "x" * 41),)}, f"“{'x' * 41}” is too long for the column COMMENT."),
        ({"lines": (Line("612000", 0, "", "ő"),)}, "“ő” cannot be written in CP850."),
    ],
)
@pytest.mark.parametrize("form", ["dbf", "text"])
def test_what_winbooks_has_no_room_for_is_refused(tmp_path, change, words, form):
    told = {
        "key": "",
        "fiscal_year": "2026",
        "journal": "OD",
        "number": "1",
        "booked_on": date(2026, 3, 1),
        "document_on": date(2026, 3, 1),
        "period": "202603",
        "text": "",
        "lines": (Line("612000", 0, "", "x"),),
    }

    with pytest.raises(UnwritableTable) as caught:
        write_dossier(tmp_path, "ATELIER", BASICS, [Entry(**told | change)], form=form, encoding="cp850")

    assert str(caught.value) == words


def test_more_years_than_winbooks_numbers_are_refused(tmp_path):
    periods = tuple(Period(f"{year}01", str(year), date(year, 1, 1), date(year, 12, 31)) for year in range(1980, 2017))

    with pytest.raises(UnwritableTable, match="more book years"):
        write_dossier(tmp_path, "A", Basics(Company(), periods, (), (), ()), [], form="dbf", encoding="cp850")
