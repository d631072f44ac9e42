"""Reads a PDF: its own facts, and the invoice in it where it is a Factur-X or ZUGFeRD.

Imports PDFium, which ends its process when it runs out of memory, and lxml: only the limited child may import this
module.
"""

from collections.abc import Iterable, Iterator
from ctypes import c_ulong
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pypdfium2
from pypdfium2 import raw

from comptoir.formats import invoice_json
from comptoir.formats.invoice_xml import read_invoice
from comptoir.formats.media import HEAD, media_type_of
from comptoir.formats.pdf.check import facts_of, opened
from comptoir.formats.source import read_source as read_xml_source
from comptoir.formats.unreadable import Unreadable
from comptoir.records.invoice import Attachment, Finding, Invoice, Severity

NAMES = {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}
"""What the invoice in a PDF is called, in any case."""

MOST = 50
LARGEST = 35 * 2**20


@dataclass(frozen=True, slots=True)
class ReadPdf:
    """What is known of a PDF; `invoice` where it holds one that could be read, `findings` where it holds another one."""

    facts: dict[str, Any]
    invoice: Invoice | None = None
    embedded: Attachment | None = None
    findings: tuple[Finding, ...] = ()


def read_pdf(content: bytes) -> ReadPdf:
    """The PDF's pages, and the invoice in it. Refuses (Unreadable) what `check_pdf` refuses; never for what is inside."""
    with opened(content) as document:
        facts = facts_of(document)
        try:
            files = list(_files(document))
        except Unreadable as refusal:
            return ReadPdf(facts, findings=(_finding(refusal),))
    embedded = _invoice_among(files)
    if embedded is None:
        return ReadPdf(facts)
    try:
        invoice = read_invoice(embedded.content)
    except Unreadable as refusal:
        return ReadPdf(facts, embedded=embedded, findings=(_finding(refusal),))
    others = tuple(file for file in files if file is not embedded)
    return ReadPdf(facts, replace(invoice, attachments=invoice.attachments + others), embedded)


def read_source(content: bytes) -> dict[str, str | bool]:
    """The XML of the invoice in the PDF as text, as `formats.source` tells it. Refuses (Unreadable) a PDF without one."""
    with opened(content) as document:
        embedded = _invoice_among(_files(document))
    if embedded is None:
        raise Unreadable("There is no electronic invoice in the PDF.")
    return read_xml_source(embedded.content)


def to_json(told: ReadPdf) -> dict[str, Any]:
    """The invoice's JSON with the PDF's facts beside it; without an invoice these facts alone, of the kind "pdf".

    `embedded` is the file in which the invoice was found, or null.
    """
    facts = told.facts | {"embedded": _embedded(told.embedded) if told.embedded else None}
    if told.invoice is not None:
        return facts | invoice_json.to_json(told.invoice)
    findings = {"findings": [invoice_json.finding(one) for one in told.findings]} if told.findings else {}
    return facts | findings


def files_of(told: ReadPdf) -> Iterator[bytes]:
    """The bytes of the invoice's attachments, in their order."""
    return invoice_json.files_of(told.invoice) if told.invoice else iter(())


def _invoice_among(files: Iterable[Attachment]) -> Attachment | None:
    return next((file for file in files if file.name.strip().casefold() in NAMES), None)


def _embedded(file: Attachment) -> dict[str, str | int]:
    return {"name": file.name, "size": len(file.content), "sha256": sha256(file.content).hexdigest()}


def _finding(refusal: Unreadable) -> Finding:
    return Finding("factur-x", Severity.ERROR, refusal.sentence)


def _files(document: pypdfium2.PdfDocument) -> Iterator[Attachment]:
    count = document.count_attachments()
    if count > MOST:
        raise Unreadable("The document has more than %(most)s attachments.", most=MOST)
    for index in range(count):
        file = document.get_attachment(index)
        content = _content(file)
        yield Attachment(file.get_name(), media_type_of(content[:HEAD]), content)


def _content(file: pypdfium2.PdfAttachment) -> bytes:
    """The bytes; none for a file without any. Refuses one that is larger than a document may be."""
    size = c_ulong()
    if not raw.FPDFAttachment_GetFile(file.raw, None, 0, size):
        return b""
    if size.value > LARGEST:
        raise Unreadable("The file is larger than %(megabytes)s MB.", megabytes=LARGEST // 2**20)
    return bytes(file.get_data()) if size.value else b""
