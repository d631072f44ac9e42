"""Fills an empty Tryton over its JSON-RPC, as its people would: a Belgian company with its chart, journals and two years."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from comptoir.connectors.tryton.client import Client

YEARS = (2025, 2026)
MODULES = ("account_be", "account_invoice", "account_statement", "bank")
LANGUAGE = "fr"
ADMIN, ADMIN_PASSWORD = "admin", "Admin-of-the-tests-7"
USER, PASSWORD = "comptoir", "Reads-and-books-42x"
GROUPS = ("Account", "Accounting", "Accounting Party", "Party Administration", "Statement", "Bank")
ACCOUNTS = ("100", "400", "411", "440", "451", "5500", "617", "657", "700")
OWN_ACCOUNTS = {"612": ("Fournitures", "617")}
"""Those that the chart lacks: name, and the account whose type they have."""
JOURNALS = {"ACH": "expense", "VEN": "revenue", "BNK": "statement", "OD": "general"}
VAT, IBANS = ("BE0202239951", "BE0403019261"), ("BE68539007547034", "BE43068999999501")


@dataclass
class Seed:
    """What was made, by what it is called: ids of Tryton."""

    admin: Client
    company: int = 0
    euro: int = 0
    country: int = 0
    accounts: dict[str, int] = field(default_factory=dict)
    journals: dict[str, int] = field(default_factory=dict)
    parties: dict[str, int] = field(default_factory=dict)
    taxes: dict[str, int] = field(default_factory=dict)

    def one(self, model: str, domain: list[Any]) -> int:
        """The id of the one row that the domain names."""
        return int(self.admin.rows(model, domain, ["id"], limit=1)[0]["id"])

    def make(self, model: str, **values: Any) -> int:
        """A new row."""
        return int(self.admin.call(f"model.{model}.create", [values])[0])

    def change(self, model: str, key: int, **values: Any) -> None:
        """Write into a row."""
        self.admin.call(f"model.{model}.write", [key], values)

    def wizard(self, name: str, steps: list[tuple[str, dict[str, Any]]], **context: Any) -> None:
        """Walk through a wizard: each state with its form's values."""
        session, _, _ = self.admin.call(f"wizard.{name}.create")
        data: dict[str, Any] = {}
        for state, values in steps:
            if values:
                data[steps[steps.index((state, values)) - 1][0]] = values
            self.admin.call(f"wizard.{name}.execute", session, data, state, context=context)
        self.admin.call(f"wizard.{name}.delete", session)

    def xml(self, module: str, name: str) -> int:
        """The row that a module brings under that name."""
        return int(self.admin.call("model.ir.model.data.get_id", module, name))


def plant(admin: Client) -> Seed:
    """The company, its chart and years, journals, the bank, and a user with an accountant's rights."""
    seed = Seed(admin)
    spoken = seed.one("ir.lang", [["code", "=", LANGUAGE]])
    seed.euro = seed.make(
        "currency.currency", name="Euro", symbol="€", code="EUR", numeric_code="978", rounding=Decimal("0.01")
    )
    seed.make("currency.currency.rate", date=date(2000, 1, 1), rate=Decimal(1), currency=seed.euro)
    seed.country = seed.make("country.country", name="Belgium", code="BE", code3="BEL", code_numeric="056")
    address = {
        "street_unstructured": "Rue de l'Exemple 1",
        "postal_code": "5000",
        "city": "Namur",
        "country": seed.country,
    }
    party = seed.make(
        "party.party",
        name="Atelier Exemple SRL",
        lang=spoken,
        identifiers=[["create", [{"type": "eu_vat", "code": "BE0200065765"}]]],
        addresses=[["create", [address]]],
    )
    form = {"party": party, "currency": seed.euro, "timezone": "Europe/Brussels"}
    seed.wizard("company.company.config", [("start", {}), ("company", {}), ("add", form)])
    seed.company = seed.one("company.company", [])
    admin.log_in()
    _chart(seed)
    for year in YEARS:
        _year(seed, year)
    _journals(seed)
    _user(seed)
    return seed


def known(admin: Client) -> Seed:
    """The same of a company that stands there already."""
    seed = Seed(admin)
    seed.company, seed.euro = seed.one("company.company", []), seed.one("currency.currency", [["code", "=", "EUR"]])
    seed.country = seed.one("country.country", [["code", "=", "BE"]])
    for model, rows in (
        ("account.account", seed.accounts),
        ("account.journal", seed.journals),
        ("party.party", seed.parties),
    ):
        rows |= {row["code"]: row["id"] for row in admin.rows(model, [["code", "!=", None]], ["code"])}
    seed.taxes = _taxes(seed)
    return seed


def _taxes(seed: Seed) -> dict[str, int]:
    return {
        key: seed.one("account.tax", [["template", "=", seed.xml("account_be", f"{name}_{LANGUAGE}")]])
        for key, name in (("sale", "tva_vente_services_21"), ("purchase", "tva_achat_frais_biens_21"))
    }


def _chart(seed: Seed) -> None:
    root = seed.xml("account_be", f"root_{LANGUAGE}")
    seed_company = {"account_template": root, "company": seed.company}
    session, _, _ = seed.admin.call("wizard.account.create_chart.create")
    run = "wizard.account.create_chart.execute"
    seed.admin.call(run, session, {"account": seed_company}, "create_account")
    found = {code: seed.one("account.account", [["code", "=", code]]) for code in ACCOUNTS}
    for code, (name, like) in OWN_ACCOUNTS.items():
        fields = ["type", "parent"]
        model = seed.admin.rows("account.account", [["id", "=", found[like]]], fields)[0]
        more = {name: model[name] for name in fields}
        found[code] = seed.make("account.account", name=name, code=code, company=seed.company, **more)
    properties = {
        "company": seed.company,
        "account_receivable": found["400"],
        "account_payable": found["440"],
        "category_account_expense": found["612"],
        "category_account_revenue": found["700"],
    }
    seed.admin.call(run, session, {"account": seed_company, "properties": properties}, "create_properties")
    seed.admin.call("wizard.account.create_chart.delete", session)
    seed.accounts = found
    seed.taxes = _taxes(seed)


def _year(seed: Seed, year: int) -> None:
    def sequence(name: str, kind: str, **more: Any) -> int:
        of_type = seed.one("ir.sequence.type", [["name", "=", kind]])
        return seed.make("ir.sequence.strict", name=name, sequence_type=of_type, company=seed.company, **more)

    invoices = {
        "out_invoice_sequence": sequence(f"V {year}", "Invoice", prefix=f"V{year}/", padding=4),
        "in_invoice_sequence": sequence(f"A {year}", "Invoice", prefix=f"A{year}/", padding=4),
        "out_credit_note_sequence": sequence(f"NV {year}", "Invoice", prefix=f"NV{year}/", padding=4),
        "in_credit_note_sequence": sequence(f"NA {year}", "Invoice", prefix=f"NA{year}/", padding=4),
    }
    fiscal_year = seed.make(
        "account.fiscalyear",
        name=f"{year}",
        company=seed.company,
        start_date=date(year, 1, 1),
        end_date=date(year, 12, 31),
        move_sequence=sequence(f"Moves {year}", "Account Move"),
        invoice_sequences=[["create", [{"company": seed.company, **invoices}]]],
    )
    seed.admin.call("model.account.fiscalyear.create_period", [fiscal_year])


def _journals(seed: Seed) -> None:
    for code, kind in JOURNALS.items():
        seed.journals[code] = seed.make("account.journal", name=code.title(), code=code, type=kind)
    bank_party = seed.make("party.party", name="Banque des Tests")
    bank = seed.make("bank", party=bank_party, bic="KREDBEBB")
    owner = seed.admin.rows("company.company", [["id", "=", seed.company]], ["party"])[0]["party"]
    account = seed.make(
        "bank.account",
        bank=bank,
        currency=seed.euro,
        owners=[["add", [owner]]],
        numbers=[["create", [{"type": "iban", "number": IBANS[1]}]]],
    )
    seed.make(
        "account.statement.journal",
        name="Banque",
        journal=seed.journals["BNK"],
        bank_account=account,
        validation="balance",
        account=seed.accounts["5500"],
        currency=seed.euro,
        company=seed.company,
    )


def _user(seed: Seed) -> None:
    groups = [row["id"] for row in seed.admin.rows("res.group", [["name", "in", list(GROUPS)]], ["id"])]
    seed.make(
        "res.user",
        name="Comptoir",
        login=USER,
        password=PASSWORD,
        groups=[["add", groups]],
        companies=[["add", [seed.company]]],
        company=seed.company,
    )
