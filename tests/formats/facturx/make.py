"""PDFs with files attached, made for tests."""

from io import BytesIO

import pikepdf


def facturx(
    xml: bytes, *, name: str = "factur-x.xml", others: dict[str, bytes] | None = None, on: bytes = b""
) -> bytes:
    """A blank page, or that PDF, with this XML attached under this name, and other files."""
    document = pikepdf.open(BytesIO(on)) if on else pikepdf.new()
    if not on:
        document.add_blank_page(page_size=(595, 842))
    for key, content in {**(others or {}), name: xml}.items():
        document.attachments[key] = pikepdf.AttachedFileSpec(document, content, filename=key)
    written = BytesIO()
    document.save(written, deterministic_id=True)
    return written.getvalue()
