"""A statement of account set as PDF: words and figures, already written out, into one fixed template.

What partners and books are called never becomes markup: it reaches the template as data, and stands there as text.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

from comptoir.formats.typeset import pdf_of

TEMPLATE = Path(__file__).parent / "statement.typ"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything that is written, in the words of its reader.

    `sender` and `recipient` are lines, the first one a name. `headings` say word and side of each column ("start",
    "end", or "wide" for the one that takes what room is left); every row and the foot have as many texts. `first` is a
    row before the others, such as an opening balance, () for none. `ages` are words and amounts, () for none. `page`
    has {page} and {pages} in it.
    """

    language: str
    title: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    facts: tuple[Pair, ...]
    headings: tuple[Pair, ...]
    first: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...]
    nothing: str
    ages_title: str
    ages: tuple[Pair, ...]
    notes: tuple[str, ...]
    page: str


def statement_pdf(statement: Statement) -> bytes:
    """The PDF, with the fonts that come with the library: the same on every machine."""
    return pdf_of(TEMPLATE, asdict(statement), rows=len(statement.rows))
