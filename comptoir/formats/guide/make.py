"""The guide set as PDF: chapters of questions with their answers and pictures, into one fixed template.

What a firm writes never becomes markup: it reaches the template as data, and stands there as text.
"""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import typst

TEMPLATE = Path(__file__).parent / "guide.typ"

Piece = tuple[str, bool]
"""A text, and whether it is bold."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph ("text") with its lines, or a list with its items; each is a row of pieces."""

    kind: str
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer, in the language in which it was written."""

    asks: str
    language: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page: its file below the folder of pictures, whether it is a phone's, what it shows."""

    file: str
    phone: bool
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Questions about one thing, after its pictures."""

    title: str
    pictures: tuple[Picture, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that is written, in the words of its reader. `logo` is a PNG, empty for none; `contact` are lines.

    `page` has {page} and {pages} in it.
    """

    language: str
    title: str
    about: str
    firm: str
    logo: bytes
    contact_title: str
    contact: tuple[str, ...]
    contents: str
    chapters: tuple[Chapter, ...]
    page: str


@lru_cache(maxsize=6)
def guide_pdf(guide: Guide, pictures: Path) -> bytes:
    """The PDF, tagged for readers of screens, with the fonts that come with the library; made once for the same words."""
    told = asdict(guide) | {"logo": list(guide.logo)}
    made = typst.compile(  # type: ignore[call-overload] # takes bytes too, which its types do not say
        TEMPLATE.read_bytes(),
        root=str(pictures),
        ignore_system_fonts=True,
        format="pdf",
        pdf_tags=True,
        sys_inputs={"guide": json.dumps(told)},
    )
    return bytes(made)
