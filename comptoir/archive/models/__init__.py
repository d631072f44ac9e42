"""The archive's tables."""

from comptoir.archive.models.bank import BankTransaction
from comptoir.archive.models.filed import Category, FiledDocument
from comptoir.archive.models.invoices import ArchivedInvoice, LinkedDocument
from comptoir.archive.models.sharing import InvoiceLink, LinkOpening, MailTemplate, Recipient
from comptoir.archive.models.views import ListLook, SavedView

__all__ = [
    "ArchivedInvoice",
    "BankTransaction",
    "Category",
    "FiledDocument",
    "InvoiceLink",
    "LinkOpening",
    "LinkedDocument",
    "ListLook",
    "MailTemplate",
    "Recipient",
    "SavedView",
]
