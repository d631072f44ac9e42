"""An invoice or a letter as a PDF page, with the fonts that every reader has; the same bytes for the same facts."""

from io import BytesIO

import pikepdf

from comptoir.demo.generate.paper import Paper, Side
from comptoir.kit.numbers import format_communication

WORDS = {
    "fr": {
        "invoice": "FACTURE", "credit": "NOTE DE CRÉDIT", "number": "Numéro", "date": "Date", "due": "Échéance",
        "customer": "Client", "net": "Total hors TVA", "tax": "TVA", "total": "Total à payer",
        "refund": "Total à votre crédit",
        "communication": "Communication", "reverse": "Autoliquidation: TVA due par le cocontractant",
    },
    "nl": {
        "invoice": "FACTUUR", "credit": "CREDITNOTA", "number": "Nummer", "date": "Datum", "due": "Vervaldag",
        "customer": "Klant", "net": "Totaal zonder btw", "tax": "Btw", "total": "Te betalen",
        "refund": "Totaal in uw voordeel",
        "communication": "Mededeling", "reverse": "Btw verlegd: te voldoen door de medecontractant",
    },
}  # fmt: skip
PLAIN, BOLD = "F1", "F2"


class Page:
    """An A4 page on which text is set at a place, in points from the lower left corner."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def text(self, x: int, y: int, text: str, *, font: str = PLAIN, size: int = 10) -> None:
        """Set one line of text."""
        coded = text.encode("cp1252", "replace").hex()
        self.parts.append(f"BT /{font} {size} Tf {x} {y} Td <{coded}> Tj ET")

    def amount(self, x: int, y: int, text: str, *, font: str = PLAIN) -> None:
        """Set an amount so that it ends at x; digits have one width in these fonts, points and commas half of it."""
        width = sum(278 if char in ",. " else 722 if char.isalpha() else 556 for char in text) // 100
        self.text(x - width, y, text, font=font)

    def rule(self, y: int) -> None:
        """Draw a thin line across."""
        self.parts.append(f"0.5 w 56 {y} m 539 {y} l S")


def render(paper: Paper) -> bytes:
    """The invoice as a one-page PDF."""
    words, page = WORDS[paper.language], Page()
    _side(page, 56, 780, paper.supplier)
    page.text(330, 780, words["credit" if paper.credit else "invoice"], font=BOLD, size=18)
    facts = [("number", paper.number), ("date", f"{paper.issued_on:%d/%m/%Y}"), ("due", f"{paper.due_on:%d/%m/%Y}")]
    for at, (name, value) in enumerate(facts):
        page.text(330, 752 - 16 * at, words[name])
        page.text(430, 752 - 16 * at, value)
    page.text(56, 690, words["customer"], font=BOLD)
    _side(page, 56, 674, paper.customer)
    y = 580
    page.rule(y + 16)
    for name, cents in paper.lines:
        page.text(56, y, name)
        page.amount(539, y, amount(cents))
        y -= 18
    page.rule(y + 8)
    _totals(page, y - 12, paper, words)
    return written(page)


def _side(page: Page, x: int, y: int, side: Side) -> None:
    page.text(x, y, side.name, font=BOLD, size=12)
    rows = [row for row in (side.street, side.place, side.vat) if row]
    for at, row in enumerate(rows):
        page.text(x, y - 15 - 13 * at, row)


def _totals(page: Page, y: int, paper: Paper, words: dict[str, str]) -> None:
    rows = [(words["net"], paper.net_cents), (f"{words['tax']} {paper.rate} %", paper.tax_cents)]
    rows.append((words["refund" if paper.credit else "total"], paper.total_cents))
    for at, (name, cents) in enumerate(rows):
        font = BOLD if at == len(rows) - 1 else PLAIN
        page.text(330, y - 16 * at, name, font=font)
        page.amount(539, y - 16 * at, f"{amount(cents)} EUR", font=font)
    if paper.reverse_charge:
        page.text(56, y - 70, words["reverse"])
    page.text(56, y - 100, f"IBAN {paper.iban}")
    if paper.communication:
        page.text(56, y - 116, f"{words['communication']} {format_communication(paper.communication)}")


def amount(cents: int) -> str:
    """As Belgians write it: 1.234,56."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02d}"


def written(*pages: Page) -> bytes:
    """The pages as a PDF of their own."""
    document = pikepdf.new()
    fonts = pikepdf.Dictionary()
    for name, base in ((PLAIN, "/Helvetica"), (BOLD, "/Helvetica-Bold")):
        fonts[f"/{name}"] = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(base),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
    for page in pages:
        sheet = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, 595, 842],
            Resources=pikepdf.Dictionary(Font=fonts),
            Contents=document.make_stream("\n".join(page.parts).encode("ascii")),
        )
        document.pages.append(pikepdf.Page(document.make_indirect(sheet)))
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()
