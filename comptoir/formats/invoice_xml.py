"""Reads an electronic invoice in whichever syntax its XML is, and checks it by the rules of EN 16931.

Imports lxml: only the limited child process may import this module.
"""

from dataclasses import replace

from comptoir.formats.cii import read as cii
from comptoir.formats.en16931.check import findings_of
from comptoir.formats.en16931.normal import invoice_of
from comptoir.formats.ubl import read as ubl
from comptoir.formats.unreadable import Unreadable
from comptoir.formats.xml import parse
from comptoir.records.invoice import Invoice


def read_invoice(content: bytes) -> Invoice:
    """The invoice or credit note in these bytes: UBL 2.0 and 2.1, CII D16B, ZUGFeRD 1.

    Refuses (Unreadable) what is neither, has no number, date or amount to pay, or holds a value that cannot be read.
    A document whose gross total is negative is the opposite of what it is called, and is turned round.
    """
    root = parse(content)
    for syntax in (ubl, cii):
        if syntax.recognises(root):
            document = syntax.written(root)
            return replace(invoice_of(document), findings=findings_of(document))
    raise Unreadable("The XML is not an electronic invoice (UBL or CII) but %(name)s.", name=root.name[:60])
