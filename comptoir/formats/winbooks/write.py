"""Writes a whole dossier folder from our records, as DBF tables or as exported texts; and single tables to be imported."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from comptoir.formats.dbf.write import Column, UnwritableTable, stored
from comptoir.formats.dbf.write import write as write_dbf
from comptoir.formats.winbooks.columns import CUSTOMER, PROFILES, SUPPLIER, TABLES
from comptoir.formats.winbooks.layout import DBK_TYPES, Layout, act_rows, layout_of, number_of, years_of
from comptoir.kit.numbers import iban
from comptoir.records.books import Basics, Entry, Partner

LETTERS = {"fr": "F", "nl": "N", "en": "E", "de": "D"}
NAME = 40
Row = Sequence[str]
TableWriter = Callable[[str, Iterable[Row]], None]
"""Writes the rows of the table of that kind."""


def write_dossier(
    folder: Path, name: str, basics: Basics, entries: Iterable[Entry], *, form: str, encoding: str
) -> None:
    """Write the tables of a dossier of that name into the folder; `form` is "dbf" or "text".

    Raises UnwritableTable for what WinBooks has no room for. Of a partner it holds one bank account and no e-mail address.
    """
    layout = layout_of(basics)
    last = max((period.end_on for period in basics.periods), default=date(2000, 1, 1))

    def dbf(kind: str, rows: Iterable[Row]) -> None:
        write_dbf(folder / f"{name}_{kind}.DBF", TABLES[kind], rows, changed_on=last, encoding=encoding)

    def text(kind: str, rows: Iterable[Row]) -> None:
        write_text(folder / f"{kind}.txt", TABLES[kind], rows, encoding=encoding, named=kind not in PROFILES)

    write: TableWriter = dbf if form == "dbf" else text
    write("ACT", (row for entry in entries for row in act_rows(entry, layout)))
    write("CSF", csf_rows(basics.partners, layout))
    write("ACF", ([account.code, "3", *_names(account.name), "", "", "", ""] for account in basics.accounts))
    write("DBK", ([each.code, DBK_TYPES.get(each.type, "5"), each.name, ""] for each in basics.journals))
    write("PARAM", _settings(basics))


def write_text(
    path: Path, columns: Sequence[Column], rows: Iterable[Row], *, encoding: str, named: bool = False
) -> None:
    """Write the table as WinBooks imports it: commas, quotation marks where they are needed, and no names unless `named`."""
    with path.open("wb") as file:
        if named:
            file.write(_written([column.name for column in columns], encoding))
        for row in rows:
            for column, text in zip(columns, row, strict=True):
                stored(column, text, encoding)
            file.write(_written(row, encoding))


def csf_rows(partners: Iterable[Partner], layout: Layout) -> Iterator[Row]:
    """The cards: one of each kind that entries have used, else of the kind that key or account say."""
    for partner in partners:
        for kind in sorted(layout.cards.get(partner.key, {_kind(partner, layout)})):
            yield _card(partner, kind)


def _kind(partner: Partner, layout: Layout) -> str:
    if partner.key[:2] in (f"{CUSTOMER}:", f"{SUPPLIER}:"):
        return partner.key[0]
    return CUSTOMER if partner.account.startswith(layout.customer_roots) else SUPPLIER


def _card(partner: Partner, kind: str) -> Row:
    country = partner.vat[:2]
    vat = partner.vat[2:]
    if country == "BE" and len(vat) == 10:
        vat = f"{vat[:4]}.{vat[4:7]}.{vat[7:]}"
    told = {
        "NUMBER": number_of(partner.key),
        "TYPE": kind,
        "NAME1": _names(partner.name)[0],
        "NAME2": _names(partner.name)[1],
        "VATCAT": "1" if vat else "3",
        "COUNTRY": country,
        "VATNUMBER": vat,
        "BNKACCNT": _bank_account(partner.ibans[0]) if partner.ibans else "",
        "LANG": LETTERS.get(partner.language, ""),
        "CENTRAL": partner.account,
    }
    return [told.get(column.name, "") for column in TABLES["CSF"]]


def _bank_account(number: str) -> str:
    """A Belgian account in the old spelling that cards have, any other as IBAN."""
    whole = iban(number) or number
    if not whole.startswith("BE"):
        return whole
    return f"{whole[4:7]}-{whole[7:14]}-{whole[14:]}"


def _names(name: str) -> tuple[str, str]:
    """The name in two parts of forty characters, parted at a blank."""
    if len(name) <= NAME:
        return name, ""
    at = name.rfind(" ", 0, NAME + 1)
    if at <= 0 or len(name) - at - 1 > NAME:
        raise UnwritableTable("“%(shown)s” is too long for the column %(name)s.", shown=name, name="NAME1")
    return name[:at], name[at + 1 :]


def _settings(basics: Basics) -> Iterator[Row]:
    company = basics.company
    number = company.number
    if len(number) == 10:
        number = f"{number[:4]}.{number[4:7]}.{number[7:]}"
    yield from (["Socname", company.name], ["SocVatno", number], ["SocCountry", company.country])
    years = years_of(basics.periods)
    yield ["BOOKYEARCOUNT", str(len(years))]
    for index, (year, periods) in enumerate(years.items(), 1):
        days = [periods[0].start_on, *(period.start_on for period in periods), periods[-1].end_on]
        yield [f"BOOKYEAR{index}.SHORTLABEL", year]
        yield [f"BOOKYEAR{index}.LONGLABEL", year]
        yield [f"BOOKYEAR{index}.PERDATE", "".join(f"{day:%d%m%Y}" for day in days)]


def _written(row: Row, encoding: str) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return text.getvalue().encode(encoding)
