"""What stands on an invoice of paper, as others know it: the values of our own, the XML inside of a PDF, people who look."""

from decimal import Decimal
from json import loads
from pathlib import Path
from typing import Any

from tests.formats.compared import decimal

FIELDS = ("number", "issue_date", "due_date", "currency", "supplier_vat", "customer_vat", "ibans")
SUMS = ("net", "gross", "payable")

SEEN: dict[str, dict[str, Any]] = {
    "scan_zc_FNFE_Facture_FR_BASICWL": {
        "number": "FA-2017-0010",
        "issue_date": "2017-11-13",
        "due_date": "2017-12-13",
        "currency": "EUR",
        "supplier": "Au bon moulin SARL",
        "supplier_vat": "FR11999999998",
        "customer": "Ma jolie boutique",
        "customer_vat": "FR19787878784",
        "ibans": ["FR2012421242124212421242124"],
        "rates": [Decimal("20.0"), Decimal("5.5")],
        "tax": Decimal("46.25"),
        "totals": {"net": Decimal("624.90"), "gross": Decimal("671.15"), "payable": Decimal("470.15")},
    },
    "scan_zc_FX_EN16931_Einfach": {
        "number": "471102",
        "issue_date": "2018-03-05",
        "currency": "EUR",
        "supplier": "Lieferant GmbH",
        "supplier_vat": "DE123456789",
        "customer": "Kunden AG Mitte",
    },
    "scan_ublbe_embedded_full": {
        "number": "V01/15000001",
        "issue_date": "2018-04-09",
        "due_date": "2018-05-09",
        "supplier": "My Supplier Company N.V.",
        "supplier_vat": "BE0000000196",
        "customer": "My Customer Company S.A.",
        "customer_vat": "BE0000000295",
        "ibans": ["BE54000000000097"],
        "rates": [Decimal("21.00")],
        "tax": Decimal("84.00"),
        "totals": {"net": Decimal("400.00"), "gross": Decimal("484.00"), "payable": Decimal("484.00")},
    },
    "scan_numnum_SampleInvoice": {
        "currency": "USD",
        "totals": {"net": Decimal("0.00"), "payable": Decimal("0.00")},
    },
}
"""The scans of published invoices: what somebody saw who looked at them. One is a form that nobody filled in."""


def of_our_own(path: Path) -> dict[str, Any]:
    """The facts of one of our invoices, by its PDF or the scan of it."""
    facts = loads(path.with_name(path.name.split(".")[0] + ".expected.json").read_text())
    return {
        "number": facts["number"],
        "issue_date": facts["date"],
        "due_date": facts["due"],
        "currency": "EUR",
        "supplier": facts["supplier"],
        "supplier_vat": facts["supplier_vat"],
        "customer": facts["customer"],
        "customer_vat": facts["customer_vat"],
        "ibans": [facts["iban"]],
        "communications": list(filter(None, [facts["payment_reference"]])),
        "rates": [decimal(facts["rate"])],
        "tax": decimal(facts["tax"]),
        "totals": {"net": decimal(facts["net"]), "gross": decimal(facts["total"]), "payable": decimal(facts["total"])},
    }


def of_data(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of an electronic invoice that its paper says, too. Names are left out: a paper says them as it likes."""
    return {
        **{name: facts[name] for name in FIELDS},
        "tax": facts["tax"],
        "totals": {name: facts["totals"][name] for name in SUMS},
    }


def told(told: dict[str, Any]) -> dict[str, Any]:
    """What we tell of a paper, in the same terms; nothing for one that is told to be no invoice."""
    if "number" not in told:
        return {}
    return {
        **{name: told[name] for name in ("number", "issue_date", "due_date", "currency", "ibans", "communications")},
        **{side: told[side]["name"] for side in ("supplier", "customer")},
        **{f"{side}_vat": told[side]["vat"] for side in ("supplier", "customer")},
        "rates": [decimal(part["rate"]) for part in told["vat"]],
        "tax": decimal(told["totals"]["tax"]),
        "totals": {name: decimal(told["totals"][name]) for name in SUMS},
    }
