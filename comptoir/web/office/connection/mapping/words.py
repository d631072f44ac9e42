"""What the fields and the ways of writing are called on screen, and how sure is what was recognised."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from comptoir.connectors.csv.first import NONE
from comptoir.formats.table.recognise import Told
from comptoir.web.shared.templatetags.comptoir import count

FIELD: dict[str, Promise] = {
    "journal": _("Journal"),
    "journal_name": _("Name of the journal"),
    "number": _("Piece number"),
    "fiscal_year": _("Fiscal year"),
    "booked_on": _("Booking date"),
    "document_on": _("Document date"),
    "document_number": _("Document number"),
    "entry_text": _("Text of the entry"),
    "account": _("Account"),
    "account_name": _("Name of the account"),
    "text": _("Text of the line"),
    "due_on": _("Due date"),
    "reference": _("Reference"),
    "communication": _("Communication"),
    "vat_code": _("VAT code"),
    "lettering": _("Lettering"),
    "lettering_scope": _("Year of the lettering"),
    "debit": _("Debit"),
    "credit": _("Credit"),
    "amount": _("Amount"),
    "side": _("Side, D or C"),
    "vat_base": _("VAT base"),
    "currency": _("Currency"),
    "foreign": _("Amount in that currency"),
    "partner": _("Code of the partner"),
    "partner_name": _("Name of the partner"),
    "partner_vat": _("VAT number of the partner"),
    "partner_iban": _("IBAN of the partner"),
    "partner_language": _("Language of the partner"),
}

WAYS: dict[str, dict[str, str | Promise]] = {
    "encoding": {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"},
    "separator": {";": _("semicolon"), "\t": _("tab"), ",": _("comma"), "|": _("bar")},
    "quote": {'"': _("double quotation marks"), "'": _("apostrophes"), NONE: _("none")},
    "dates": {
        "dmy": _("day, month, year (31/12/2026)"),
        "mdy": _("month, day, year (12/31/2026)"),
        "ymd": _("year, month, day (2026-12-31)"),
        "serial": _("days counted as in Excel (46387)"),
        "typed": _("as days of the workbook"),
    },
    "decimal": {",": _("comma (12,50)"), ".": _("point (12.50)"), "typed": _("as numbers of the workbook")},
    "thousands": {
        NONE: _("nothing"),
        ".": _("point (1.234)"),
        ",": _("comma (1,234)"),
        " ": _("blank (1 234)"),
        "'": _("apostrophe (1’234)"),
    },
    "positive": {"debit": _("a debit"), "credit": _("a credit")},
}
"""By choice of the mapping: what each is called."""

LABEL: dict[str, Promise] = {
    "encoding": _("Encoding"),
    "separator": _("Between columns"),
    "quote": _("Quotation marks round texts"),
    "sheet": _("Sheet"),
    "header": _("Row of the headers"),
    "dates": _("Days are written"),
    "decimal": _("Before the cents"),
    "thousands": _("Between thousands"),
    "positive": _("A positive amount is"),
    "year_starts": _("Fiscal years begin in"),
    "files": _("Names of the files"),
}


def way(name: str, choice: str) -> str:
    """What a choice is called."""
    return str(WAYS.get(name, {}).get(choice or NONE, choice))


def recognised(name: str, told: Told) -> str:
    """What was recognised, and how sure that is."""
    ways = [way(name, each) for each in told.fitting]
    if told.sure:
        return gettext("Recognised: %(way)s. Nothing else fits.") % {"way": ways[0]}
    if ways:
        return gettext("It could be %(ways)s: please choose.") % {"ways": gettext(" or ").join(ways)}
    if told.example:
        return gettext("Nothing fits every cell, for instance not “%(cell)s”.") % {"cell": told.example}
    return gettext("The rows looked at do not say: please choose.")


def rows_seen(number: int) -> str:
    """How many rows were looked at."""
    return ngettext("%(number)s row was looked at.", "%(number)s rows were looked at.", number) % {
        "number": count(number)
    }
