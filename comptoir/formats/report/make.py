"""A report set as PDF: words and figures, already written out, into one fixed template for tables.

What partners, accounts and books are called never becomes markup: it reaches the template as data, and stands there as
text.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from comptoir.formats.typeset import pdf_of

TEMPLATE = Path(__file__).parent / "report.typ"

Pair = tuple[str, str]
Look = Literal["row", "item", "before", "group", "sum", "total"]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row: how it looks, and a text for each column."""

    look: Look
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is written, in the words of its reader.

    `company` and `firm` are lines, the first one a name. `headings` say word and side of each column ("start", "end", or
    "wide" for the one that takes what room is left); every row has as many texts. `page` has {page} and {pages} in it.
    """

    language: str
    title: str
    company: tuple[str, ...]
    firm: str
    facts: tuple[Pair, ...]
    headings: tuple[Pair, ...]
    rows: tuple[ReportRow, ...]
    nothing: str
    notes: tuple[str, ...]
    page: str


def report_pdf(report: Report) -> bytes:
    """The PDF, across the page where the columns need it, with the fonts that come with the library."""
    return pdf_of(TEMPLATE, asdict(report), rows=len(report.rows))
