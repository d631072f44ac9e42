"""Past invoices of a dossier's own books, as shapes: of some partners, or of everybody."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet

from comptoir.firms.models import Dossier
from comptoir.ledger.choices import PURCHASE_KINDS, SALE_KINDS
from comptoir.ledger.frame import books_of
from comptoir.ledger.models import Entry
from comptoir.ledger.models import Line as BookedLine
from comptoir.records.books import Line
from comptoir.worklist.shape import VAT_ROOTS, Frame, Shape, shape_of


def frame_of(dossier: Dossier) -> Frame:
    """The roots by which the lines of this dossier's books are told apart."""
    books = books_of(dossier)
    thirds = (*books.customer_roots, *books.supplier_roots)
    return Frame(dossier.country, thirds, VAT_ROOTS.get(dossier.country, VAT_ROOTS["BE"]))


def invoices_of(dossier_id: int, *, of_sale: bool) -> "QuerySet[Entry]":
    """The entries of the dossier's purchase or sales journals, those of credit notes among them; the newest first."""
    kinds = SALE_KINDS if of_sale else PURCHASE_KINDS
    return Entry.objects.filter(dossier=dossier_id, journal__type__in=kinds).order_by("-booked_on", "-pk")


def shapes_of(entries: "QuerySet[Entry]", frame: Frame, *, of_sale: bool) -> list[Shape]:
    """These entries as shapes, in their order; what is no invoice of a customer or supplier is left out."""
    heads = list(entries.values_list("pk", "document_on", "text"))
    lines, countries = _lines([pk for pk, _, _ in heads])
    shapes = (
        shape_of(lines[pk], on, text, of_sale=of_sale, frame=frame, country=countries.get(pk, ""))
        for pk, on, text in heads
    )
    return [shape for shape in shapes if shape is not None]


def _lines(ids: Sequence[int]) -> tuple[dict[int, list[Line]], dict[int, str]]:
    """By entry its lines, and the country of its partner's VAT number."""
    lines: dict[int, list[Line]] = defaultdict(list)
    countries: dict[int, str] = {}
    columns = ("entry_id", "account__code", "cents", "text", "vat_code", "vat_base_cents", "partner__vat")
    rows = BookedLine.objects.filter(entry__in=ids).order_by("entry_id", "position")
    for pk, account, cents, text, code, base, vat in rows.values_list(*columns):
        lines[pk].append(Line(account, cents, text=text, vat_code=code, vat_base_cents=base))
        if vat:
            countries[pk] = vat[:2]
    return lines, countries
