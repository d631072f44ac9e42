"""Where on its pages a document says the values of its proposal, as reading found them."""

from collections.abc import Collection, Iterator
from typing import Any

from comptoir.documents.models import Document, ReadFrom
from comptoir.documents.reading import said_on_pages
from comptoir.worklist.codes import codes_of
from comptoir.worklist.lines import told_by
from comptoir.worklist.models import Proposal

Spots = list[dict[str, Any]]
"""Places as a reading keeps them: page, box, text, confidence."""

HEAD = {
    "number": ("number",),
    "dated_on": ("issue_date",),
    "due_on": ("due_date",),
    "credit": ("kind",),
}
PARTY = {"partner": ("name", "vat", "number"), "card_name": ("name",), "card_vat": ("vat", "number")}


def places_of(proposal: Proposal) -> dict[str, Spots]:
    """By field of the form the places where its value stands; those of a line as base-0, tax-0. {} where none are known.

    The fields say what the document says: the places stay when somebody corrects the value.
    """
    reading = getattr(proposal.submission.document, "reading", None)
    if reading is None or not reading.places:
        return {}
    return _found(proposal, reading.invoice or {}, reading.places)


def places_beside(proposal: Proposal, document: Document) -> dict[str, Spots]:
    """The same on the pages that an electronic invoice has beside its data: its own, or those of the PDF inside of it."""
    return _found(proposal, *said_on_pages(document))


def _found(proposal: Proposal, invoice: dict[str, Any], places: dict[str, Spots]) -> dict[str, Spots]:
    wanted = _wanted(proposal, invoice, places)
    found = {field: [spot for name in names for spot in places.get(name, [])] for field, names in wanted.items()}
    return {field: spots for field, spots in found.items() if spots}


def paths_of(proposal: Proposal) -> dict[str, list[str]]:
    """The same of an electronic invoice, which has no pages: by field the paths of its values, as its paper names them."""
    reading = getattr(proposal.submission.document, "reading", None)
    if reading is None or reading.source != ReadFrom.XML or not reading.invoice:
        return {}
    told = set(_paths_told(reading.invoice))
    wanted = _wanted(proposal, reading.invoice, told)
    found = {field: [name for name in names if name in told] for field, names in wanted.items()}
    return {field: names for field, names in found.items() if names}


def _wanted(proposal: Proposal, invoice: dict[str, Any], known: Collection[str]) -> dict[str, tuple[str, ...]]:
    party = "customer" if proposal.of_sale else "supplier"
    wanted = HEAD | {field: tuple(f"{party}.{name}" for name in names) for field, names in PARTY.items()}
    wanted["gross"] = ("totals.gross",) if "totals.gross" in known else ("totals.payable",)
    wanted["communication"] = tuple(name for name in known if name.startswith("communications."))
    return wanted | _of_lines(proposal, invoice, known)


def _paths_told(value: Any, path: str = "") -> Iterator[str]:
    """The paths of everything that is said in it: of members by name, of lists by number."""
    if isinstance(value, dict | list):
        named = value.items() if isinstance(value, dict) else enumerate(value)
        for name, each in named:
            yield from _paths_told(each, f"{path}.{name}" if path else str(name))
    elif value not in (None, ""):
        yield path


def _of_lines(proposal: Proposal, invoice: dict[str, Any], known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The paths of each line's base and VAT: those of its rate, or of the totals where no rate is told."""
    codes = {row.code: row.rate for row in codes_of(proposal.dossier, of_sale=proposal.of_sale)}
    numbers = [number for number, part in enumerate(invoice.get("vat") or ()) if part.get("base") is not None]
    told = dict(zip(numbers, told_by(invoice), strict=True)) if numbers else {}
    wanted: dict[str, tuple[str, ...]] = {}
    for place, line in enumerate(proposal.lines):
        same = [number for number, part in told.items() if part.base == line["base"]]
        same += [number for number, part in told.items() if part.rate == codes.get(line["vat"])]
        part = next(iter(same or (numbers if len(numbers) == 1 else [])), None)
        for field, total in (("base", "net"), ("tax", "tax")):
            path = f"vat.{part}.{field}"
            alone = part is None or len(numbers) == 1
            wanted[f"{field}-{place}"] = (path,) if path in known or not alone else (f"totals.{total}",)
    return wanted
