"""PDFs set by typst: words and figures, already written out, into a template of the program.

What partners and books are called never becomes markup: it reaches the template as data, and stands there as text.
"""

import json
from pathlib import Path
from typing import Any

import typst

TAGGED = 500
"""With more rows a PDF goes without tags for readers of screens: they would take most of the time and of the file."""


def pdf_of(template: Path, told: dict[str, Any], *, rows: int) -> bytes:
    """The PDF, with the fonts that come with the library: the same on every machine.

    The template finds `told` as JSON under its own name, without ".typ".
    """
    made = typst.compile(
        str(template),
        root=str(template.parent),
        ignore_system_fonts=True,
        format="pdf",
        pdf_tags=rows <= TAGGED,
        sys_inputs={template.stem: json.dumps(told)},
    )
    return bytes(made)
