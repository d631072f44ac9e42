"""Opens a PDF as far as its pages: how many there are, how large the first is, encrypted or not.

Imports PDFium, which ends its process when it runs out of memory: only the limited child may import this module.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
from pypdfium2 import raw

from comptoir.formats.media import PDF, media_type_of
from comptoir.formats.unreadable import Unreadable

NOT_ENCRYPTED = -1
"""What PDFium answers for the security handler of a file that has none."""


def check_pdf(content: bytes) -> dict[str, Any]:
    """Pages, size of the first one in whole points, and whether the file is encrypted.

    Refuses (Unreadable) a file without the PDF header at byte 0, one that asks for a password, one without pages, and
    one that PDFium cannot open.
    """
    with opened(content) as document:
        return facts_of(document)


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, with at least one page; refuses what `check_pdf` refuses."""
    if media_type_of(content) != PDF:
        raise Unreadable("The file is not a PDF.")
    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) < 1:
                raise Unreadable("The PDF has no pages.")
            yield document
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("The PDF is protected by a password.") from None
        raise Unreadable("The PDF is damaged and cannot be opened.") from None


def facts_of(document: pypdfium2.PdfDocument) -> dict[str, Any]:
    """What `check_pdf` tells, of a document that is open."""
    width, height = document[0].get_size()
    return {
        "kind": "pdf",
        "pages": len(document),
        "width": round(width),
        "height": round(height),
        "encrypted": raw.FPDF_GetSecurityHandlerRevision(document.raw) != NOT_ENCRYPTED,
    }
