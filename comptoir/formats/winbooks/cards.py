"""Accounts, cards of customers and suppliers, and journals of a dossier, as records."""

from collections.abc import Iterator
from typing import NamedTuple

from comptoir.formats.unreadable import UnreadableRow
from comptoir.formats.winbooks.columns import CUSTOMER, SUPPLIER
from comptoir.formats.winbooks.tables import Table
from comptoir.kit.numbers import belgian_number, iban, iban_of_belgian, vat_number
from comptoir.records.books import Account, Partner

LANGUAGES = {"F": "fr", "N": "nl", "E": "en", "D": "de"}
"""What LANG says, where it is one letter."""

CARD = (*("NUMBER", "TYPE", "NAME1", "NAME2", "COUNTRY", "VATNUMBER", "BNKACCNT", "IBAN", "LANG", "CENTRAL", "EMAIL"),)
LONGEST = 200


class DbkRow(NamedTuple):
    """A journal as the table DBK has it: `type` is DBKTYPE's figure."""

    code: str
    name: str
    type: str


def key_of(kind: str, number: str) -> str:
    """The key of a partner: a customer and a supplier may have the same number."""
    return f"{kind}:{number}"


def read_accounts(table: Table) -> Iterator[Account]:
    """The general accounts, by the name in the dossier's first language."""
    for row, texts in table.rows(("NUMBER", "NAME11", "NAME12")):
        number, one, two = (text.strip(" \0") for text in texts)
        if not number:
            continue
        _check_length(number, 20, row, "NUMBER")
        yield Account(number, " ".join(filter(None, (one, two)))[:LONGEST] or number)


def read_journals(table: Table) -> Iterator[DbkRow]:
    """The journals."""
    for row, texts in table.rows(("DBKID", "HEADING1", "DBKTYPE")):
        code, name, kind = (text.strip(" \0") for text in texts)
        if not code:
            continue
        _check_length(code, 20, row, "DBKID")
        yield DbkRow(code, name or code, kind)


def read_partners(table: Table, odd: list[str]) -> Iterator[Partner]:
    """The cards. Refuses one that is neither customer nor supplier, and one that is there twice.

    `odd` gets the number of each card whose bank account is none.
    """
    seen: set[str] = set()
    for row, texts in table.rows(CARD):
        told = dict(zip(CARD, (text.strip(" \0") for text in texts), strict=True))
        number, kind = told["NUMBER"], told["TYPE"]
        if not number:
            continue
        if kind not in (CUSTOMER, SUPPLIER):
            raise UnreadableRow("“%(shown)s” is no kind of card: 1 or 2.", row, "TYPE", shown=kind[:60])
        _check_length(number, 60, row, "NUMBER")
        key = key_of(kind, number)
        if key in seen:
            raise UnreadableRow("The card %(number)s stands there twice.", row, "NUMBER", number=number)
        seen.add(key)
        partner = _partner(key, told, row)
        if (told["IBAN"] or told["BNKACCNT"]) and not partner.ibans:
            odd.append(number)
        yield partner


def _partner(key: str, told: dict[str, str], row: int) -> Partner:
    country = told["COUNTRY"].upper()[:2] or "BE"
    vat = vat_number(told["VATNUMBER"], country)
    number = (belgian_number(vat) or "") if vat.startswith("BE") else ""
    vat = f"BE{number}" if number else vat
    _check_length(vat, 20, row, "VATNUMBER")
    accounts = (_account_number(told[name]) for name in ("IBAN", "BNKACCNT"))
    name = " ".join(filter(None, (told["NAME1"], told["NAME2"])))
    return Partner(
        key=key,
        name=name[:LONGEST] or told["NUMBER"],
        account=told["CENTRAL"],
        vat=vat,
        number=number,
        ibans=tuple(dict.fromkeys(filter(None, accounts))),
        email=told["EMAIL"] if "@" in told["EMAIL"] else "",
        language=_language(told["LANG"]),
    )


def _account_number(text: str) -> str | None:
    """The IBAN, also of an account in the old Belgian spelling; None for what is neither."""
    return (iban(text) or iban_of_belgian(text)) if text else None


def _language(text: str) -> str:
    code = text.casefold()
    return LANGUAGES.get(text.upper(), code if len(code) == 2 and code.isascii() and code.isalpha() else "")


def _check_length(text: str, most: int, row: int, column: str) -> None:
    if len(text) > most:
        raise UnreadableRow(
            "The text is %(count)s characters long; %(name)s holds at most %(most)s.",
            row,
            column,
            count=len(text),
            name=column,
            most=most,
        )
