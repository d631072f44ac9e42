"""What stands in the fake before anybody books: company, two years of months, journals, accounts, two parties."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from comptoir.kit.dates import months
from tests.connectors.tryton.tables import Row, Tables

ACCOUNTS = {
    "100": "Capital",
    "400": "Clients",
    "411": "T.V.A. à récupérer",
    "440": "Fournisseurs",
    "451": "T.V.A. à payer",
    "550": "Établissements de crédit",
    "5500": "Comptes courants",
    "612": "Fournitures",
    "657": "Charges financières",
    "700": "Ventes",
}
TYPES = {"400": (True, False), "440": (False, True)}
JOURNALS = {
    "ACH": "expense",
    "NCA": "expense",
    "VEN": "revenue",
    "BNK": "statement",
    "OD": "general",
    "EXC": "write-off",
}
PARTIES = {"PROX": ("Proximus SA", "BE0202239951", "fr"), "LAMB": ("Lambert Élise SRL", "BE0403019261", "nl")}
IBANS = {"PROX": "BE68 5390 0754 7034"}
TAXES = {"sale": 14, "purchase": 34}


def plant(tables: Tables, written: datetime) -> None:
    """Put all that into the tables."""

    def add(model: str, **values: Any) -> int:
        key = tables.next_id(model)
        row: Row = {"id": key, "create_date": written, "write_date": None, **values}
        tables.rows.setdefault(model, {})[key] = row
        return key

    euro = add("currency.currency", code="EUR", digits=2)
    belgium = add("country.country", code="BE")
    languages = {code: add("ir.lang", code=code) for code in ("fr", "nl")}
    own = add("party.party", **party("Atelier Exemple SRL", "1", languages["fr"]))
    add("party.address", party=own, country=belgium)
    add("party.identifier", party=own, type="eu_vat", code="BE0200065765")
    company = add("company.company", party=own, currency=euro)
    for number in (2025, 2026):
        _year(add, company, number)
    for code, kind in JOURNALS.items():
        add("account.journal", code=code, name=code.title(), type=kind, active=True)
    accounts = {}
    for code, name in ACCOUNTS.items():
        receivable, payable = TYPES.get(code, (False, False))
        kind = add("account.account.type", receivable=receivable, payable=payable)
        accounts[code] = add(
            "account.account", code=code, name=name, type=kind, company=company, party_required=code in TYPES
        )
    add(
        "account.configuration",
        default_account_receivable=accounts["400"],
        default_account_payable=accounts["440"],
    )
    for code, (name, vat, language) in PARTIES.items():
        key = add("party.party", **party(name, code, languages[language]))
        add("party.identifier", party=key, type="eu_vat", code=vat)
        if code in IBANS:
            account = add("bank.account")
            add("bank.account.number", account=account, type="iban", number=IBANS[code])
            tables.rows["party.party"][key]["bank_accounts"] = [account]
    for kind, number in TAXES.items():
        tables.rows.setdefault("account.tax", {})[number] = {"id": number, "kind": kind, "rate": Decimal("0.21")}
    tables.derived |= DERIVED


def party(name: str, code: str, language: int | None) -> Row:
    """A party's own fields."""
    return {"name": name, "code": code, "lang": language, "active": True, "bank_accounts": []}


def _year(add: Any, company: int, number: int) -> None:
    year = add("account.fiscalyear", name=f"{number}", company=company)
    for start, end in months(date(number, 1, 1), date(number, 12, 31)):
        add(
            "account.period",
            name=f"{start:%Y-%m}",
            start_date=start,
            end_date=end,
            fiscalyear=year,
            company=company,
            type="standard",
            state="open",
        )


def _tax_identifier(tables: Tables, row: Row) -> int | None:
    return next((each["id"] for each in tables.all("party.identifier") if each["party"] == row["id"]), None)


def _payments(tables: Tables, row: Row) -> list[int]:
    return [each["id"] for each in tables.all("account.invoice") if row["id"] in each["payment_lines"]]


def _move_state(tables: Tables, row: Row) -> Any:
    return tables.rows["account.move"][row["move"]]["state"]


def _company(tables: Tables, row: Row) -> Any:
    return tables.rows["account.move"][row["move"]]["company"]


def _lines_to_pay(tables: Tables, row: Row) -> list[int]:
    lines = (each for each in tables.all("account.move.line") if each["move"] == row["move"])
    return [each["id"] for each in lines if each["account"] == row["account"]]


def _size(_: Tables, row: Row) -> int:
    return len(row["data"])


DERIVED = {
    ("party.party", "tax_identifier"): _tax_identifier,
    ("account.move.line", "invoice_payments"): _payments,
    ("account.move.line", "move_state"): _move_state,
    ("account.move.line", "company"): _company,
    ("account.invoice", "lines_to_pay"): _lines_to_pay,
    ("ir.attachment", "data_size"): _size,
}
"""Fields that Tryton works out."""
