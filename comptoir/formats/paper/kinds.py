"""What the paper says it is: an invoice, a credit note, or another paper that only looks like one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from comptoir.formats.paper.lines import Line


class PaperKind(StrEnum):
    """What stands at the head of a paper; `OTHER` are reminders, statements, offers, orders, delivery notes."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    OTHER = "other"


TITLES = {
    PaperKind.CREDIT_NOTE: """
        notes? de credit|avoir|credit ?nota|creditfactuur|credit ?note|credit memo|gutschrift|rechnungskorrektur
        korrekturrechnung|stornorechnung
    """,
    PaperKind.OTHER: """
        (?:premier |second |dernier |1er |2e |[123][.] ?)?rappel|sommation|mise en demeure
        (?:betalings|eerste |tweede |laatste )?herinnering|aanmaning|ingebrekestelling
        (?:payment |first |final |second )?reminder|mahnung|zahlungserinnerung
        releve|extrait de compte|historique de compte|rekeninguittreksel|rekeningoverzicht|(?:account )?statement|kontoauszug
        devis|offre|offerte|prijsofferte|quotation|quote|estimate|angebot|kostenvoranschlag
        bon de commande|commande|confirmation de commande|bestelbon|bestelling|orderbevestiging|purchase order
        order confirmation|auftragsbestatigung|bestellung|bon de livraison|note d.envoi|leveringsbon|leverbon|verzendnota
        delivery note|packing slip|lieferschein|(?:facture |invoice |factuur )?pro ?-?forma(?: invoice| factuur)?
        contrat|contract|overeenkomst|conditions generales|algemene voorwaarden|terms and conditions
        fiche de paie|loonfiche|payslip
    """,
    PaperKind.INVOICE: """
        facture|factuur|(?:tax |commercial |sales )?invoice|[a-z]{0,20}rechnung|note d.honoraires|honoraires
        note de frais et honoraires|ereloonnota|staat van ereloon|etat d.honoraires|kostennota|eindafrekening|decompte
    """,
}
"""What the papers of each kind are called, folded: patterns, a bar or the end of a line between them."""


def _group(kind: PaperKind) -> str:
    words = "|".join(line.strip() for line in TITLES[kind].strip().splitlines())
    return f"(?P<{kind.value}>{words})"


_TITLE = re.compile(f"(?:{'|'.join(map(_group, TITLES))})(?![a-z])")
_SPACED = re.compile(r"(?:\w ){4,}\w")
LONGEST = 60
"""Characters of a column that can be a title."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title between two places of a line, and how much it looks like the one of the paper."""

    line: Line
    start: int
    end: int
    kind: PaperKind
    score: int


def titles_of(lines: Sequence[Line]) -> list[Title]:
    """What could be the title, the best first: what stands high, large and alone."""
    tall = median([_height(line, 0, len(line.text)) for line in lines]) if lines else 1
    found = [title for line in lines for title in _titles(line, max(int(tall), 1))]
    return sorted(found, key=lambda title: (-title.score, title.line.index))


def _titles(line: Line, tall: int) -> Iterator[Title]:
    start = 0
    while start <= len(line.text):
        _, end = line.column(start)
        column = line.plain[start:end]
        if _SPACED.search(column):
            column = column.replace(" ", "")
        if (match := _TITLE.match(column)) and match.lastgroup:
            size = min(3, _height(line, start, start + match.end()) * 2 // tall - 2)
            alone = 6 if match.end() == len(column) else 3 if len(column) < LONGEST else 0
            high = max(0, 4 - line.box(start, end).top // 1500) if line.page == 1 else -4
            last = min(start + match.end(), end)
            yield Title(line, start, last, PaperKind(match.lastgroup), size * 4 + alone + high)
        start = end + 1


def _height(line: Line, start: int, end: int) -> int:
    box = line.box(start, end)
    return box.bottom - box.top
