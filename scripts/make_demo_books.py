"""Makes the demo's books "atelier" from the reference data beside the checkout; what it writes is committed.

The export itself and the purchase invoices are copied, the last sales invoices drawn; the sidecar files are made from the
lists of parties, invoices and lines. Structured communications are known for the invoices that have a document.
"""

import csv
import json
import shutil
import sys
from datetime import date
from pathlib import Path

from comptoir.demo.generate.paper import Paper, Side
from comptoir.demo.generate.pdf import render
from comptoir.kit.money import cents_from_text
from comptoir.kit.text import plain

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared" / "data" / "ours"
TARGET = ROOT / "comptoir" / "demo" / "books" / "atelier"
EXPORT = "FEC20261231.txt"
JOURNALS = {"in": "ACH", "out": "VEN"}
ACCOUNTS = {"customer": "400000", "supplier": "440000"}
US = Side("Atelier Exemple SRL", "BE0200065765", "Rue du Modèle 1", "1000 Bruxelles")
IBAN = "BE68539007547034"
DUTCH = {"Tandartspraktijk Claes", "Kapsalon Lotte", "Bouwwerken Janssens NV"}
DRAWN = 8
"""So many of the last sales get a PDF."""

Row = dict[str, str]


def main() -> int:
    """Write the folder anew; exits with 1 where the reference data is not there."""
    ledger = SOURCE / "ledger" / "tryton_demo"
    if not ledger.is_dir():
        print(f"The reference data {ledger} is not here; the committed folder stays as it is.")
        return 1
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    shutil.copyfile(ledger / EXPORT, TARGET / EXPORT)
    invoices = {row["id"]: row for row in _rows(ledger / "invoices.csv")}
    papers = _copy_documents(invoices)
    _write_partners(_rows(ledger / "parties.csv"), _languages(invoices, papers))
    due = {row["move_id"]: row["maturity_date"] for row in _rows(ledger / "move_lines.csv") if row["maturity_date"]}
    _write_pieces(list(invoices.values()), papers, due)
    _draw_sales([row for row in invoices.values() if row["type"] == "out"][-DRAWN:], due)
    print(f"{len(list(TARGET.iterdir()))} files are written to {TARGET.relative_to(ROOT)}.")
    return 0


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _copy_documents(invoices: dict[str, Row]) -> dict[str, Row]:
    """Copy each PDF under the name of its piece and each UBL file under a name that says nothing; facts by invoice."""
    papers: dict[str, Row] = {}
    for path in sorted((SOURCE / "invoice_be_synthetic").glob("*.expected.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        invoice = invoices[facts["ledger_invoice_id"]]
        stem = path.name.removesuffix(".expected.json")
        shutil.copyfile(path.with_name(f"{stem}.pdf"), TARGET / f"ACH-{invoice['date'][:4]}-{invoice['number']}.pdf")
        shutil.copyfile(path.with_name(f"{stem}.ubl.xml"), TARGET / f"{stem}.ubl.xml")
        papers[invoice["id"]] = facts
    return papers


def _languages(invoices: dict[str, Row], papers: dict[str, Row]) -> dict[str, str]:
    """The language in which a party writes, by its id."""
    return {invoices[key]["party_id"]: facts["language"] for key, facts in papers.items()}


def _write_partners(parties: list[Row], languages: dict[str, str]) -> None:
    lines = ["account;auxiliary;name;vat;iban;email;language"]
    for party in parties:
        vat = f"BE{party['vat']}" if party["vat"] else ""
        language = languages.get(party["id"], _spoken(party["name"]))
        email = f"compta@{'-'.join(plain(party['name']).split())}.example" if party["role"] == "customer" else ""
        lines.append(
            f"{ACCOUNTS[party['role']]};{party['id']};{party['name']};{vat};{party['iban']};{email};{language}"
        )
    _write("partners.csv", lines)


def _spoken(name: str) -> str:
    """The language of a party of whom nothing is known but the name."""
    return "nl" if name in DUTCH else "fr"


def _write_pieces(invoices: list[Row], papers: dict[str, Row], due: dict[str, str]) -> None:
    lines = ["journal;number;year;document_number;due_on;communication"]
    for invoice in invoices:
        communication = papers.get(invoice["id"], {}).get("payment_reference", "")
        number = invoice["reference"] or invoice["number"]
        year = invoice["date"][:4]
        piece = f"{JOURNALS[invoice['type']]};{invoice['number']};{year}"
        lines.append(f"{piece};{number};{due[invoice['move_id']]};{communication}")
    _write("pieces.csv", lines)


def _draw_sales(invoices: list[Row], due: dict[str, str]) -> None:
    """The PDFs of the last sales, which the reference data does not have: what the books say, on paper."""
    for invoice in invoices:
        net, tax = (cents_from_text(invoice[name]) for name in ("untaxed", "tax"))
        paper = Paper(
            credit=net < 0,
            language=_spoken(invoice["party"]),
            number=invoice["number"],
            issued_on=date.fromisoformat(invoice["date"]),
            due_on=date.fromisoformat(due[invoice["move_id"]]),
            supplier=US,
            customer=Side(invoice["party"], "", "", ""),
            iban=IBAN,
            communication="",
            rate=round(100 * tax / net),
            lines=(("Ventes et prestations de services", abs(net)),),
            net_cents=abs(net),
            tax_cents=abs(tax),
            reverse_charge=False,
        )
        (TARGET / f"VEN-{invoice['date'][:4]}-{invoice['number']}.pdf").write_bytes(render(paper))


def _write(name: str, lines: list[str]) -> None:
    (TARGET / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
