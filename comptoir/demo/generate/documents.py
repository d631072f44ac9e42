"""The documents of generated books: a readable one-page PDF per piece, and some purchases as UBL too."""

from collections.abc import Iterable
from pathlib import Path

from comptoir.demo.generate import pdf, ubl
from comptoir.demo.generate.company import Company
from comptoir.demo.generate.paper import Paper
from comptoir.demo.generate.pieces import Piece

UBL_SHARE = 4
"""One purchase invoice in so many comes as UBL beside its PDF."""


def write_documents(folder: Path, company: Company, pieces: Iterable[tuple[Piece, str, str]]) -> list[Path]:
    """Write the documents of these pieces (each with its year and number).

    PDFs are named by their piece; UBL files by what they say, as they arrive from outside.
    """
    written: list[Path] = []
    purchases = 0
    for piece, year, number in pieces:
        paper = Paper.of(piece, company)
        path = folder / f"{piece.journal}-{year}-{number}.pdf"
        path.write_bytes(pdf.render(paper))
        written.append(path)
        if piece.journal == "ACH" and paper.tax_cents and not paper.reverse_charge:
            purchases += 1
            if purchases % UBL_SHARE == 1:
                path = folder / f"{paper.supplier.vat}_{paper.number}.xml"
                path.write_bytes(ubl.render(paper))
                written.append(path)
    return written
