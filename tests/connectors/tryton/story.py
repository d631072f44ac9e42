"""One small story, booked by people in the real Tryton and in the fake: both must be read as the same entries."""

from datetime import date
from typing import Any

from comptoir.records.books import Entry
from tests.connectors.tryton.desk import Desk
from tests.connectors.tryton.fake import FakeTryton

PDF = b"%PDF-1.4 facture F1\n%%EOF\n"
PARTIES = {"PROX": ("Proximus SA", "BE0202239951", "fr"), "LAMB": ("Lambert Élise SRL", "BE0403019261", "nl")}


def tell_at_desk(desk: Desk) -> dict[str, int]:
    """The story in the real one; gives rows by name."""
    for code, (name, vat, language) in PARTIES.items():
        desk.party(code, name, vat=vat, language=language, iban="BE71096123456769" if code == "PROX" else "")
    purchase = desk.invoice("in", "PROX", date(2026, 1, 8), 20_000, reference="F1")
    credit = desk.invoice("in", "PROX", date(2026, 2, 8), -5_000, reference="NC1")
    sale = desk.invoice("out", "LAMB", date(2026, 2, 8), 10_000)
    part = desk.pay_partly(purchase, date(2026, 2, 1), 4_200)
    received = desk.pay(sale, date(2026, 3, 1), 12_100)
    desk.reconcile([*desk.due_lines(sale), received])
    desk.attach("account.invoice", purchase, "F1.pdf", PDF)
    capital = desk.move("OD", date(2026, 1, 2), [("5500", 500_000, ""), ("100", -500_000, "")], text="Capital")
    return {"purchase": purchase, "credit": credit, "sale": sale, "part": part, "capital": capital}


def tell_fake(fake: FakeTryton) -> None:
    """The story in the fake."""
    with fake.work() as work:
        purchase = work.invoice("in", "PROX", date(2026, 1, 8), 20_000, reference="F1")
        work.invoice("in", "PROX", date(2026, 2, 8), -5_000, reference="NC1", number="NA2026/0001")
        sale = work.invoice("out", "LAMB", date(2026, 2, 8), 10_000, number="V2026/0001")
        part = work.post("BNK", date(2026, 2, 1), [("440", 4_200, "PROX"), ("5500", -4_200, "")], text="Paiement")
        received = work.post("BNK", date(2026, 3, 1), [("400", -12_100, "LAMB"), ("5500", 12_100, "")], text="Paiement")
        work.post("OD", date(2026, 1, 2), [("5500", 500_000, ""), ("100", -500_000, "")], text="Capital")
        work.attach("account.invoice", purchase, "F1.pdf", PDF)
    with fake.work() as work:
        work.note_payment(purchase, work.lines_of(part)[0])
        work.reconcile([work.lines_of(3)[2], work.lines_of(received)[0]])
        assert sale


def plain(entry: Entry) -> dict[str, Any]:
    """An entry as JSON, taxes and letterings by what they are and not by their ids."""
    lines = [
        [
            line.account,
            line.cents,
            line.partner,
            line.text,
            line.due_on.isoformat() if line.due_on else "",
            bool(line.vat_code),
            line.vat_base_cents,
            line.lettering[:1],
        ]
        for line in entry.lines
    ]
    head = [entry.fiscal_year, entry.journal, entry.number, entry.period, entry.document_number, entry.text]
    return {
        "head": [*head, entry.booked_on.isoformat(), entry.document_on.isoformat()],
        "lines": sorted(map(repr, lines)),
    }
