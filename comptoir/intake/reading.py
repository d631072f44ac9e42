"""What reading found is written on the submission: partner, number, date, total, pages; and the key of its invoice."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.documents.models import Document, Reading
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.intake.cards import join
from comptoir.intake.choices import State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.intake.placing import ask_to_propose
from comptoir.intake.searching import index_search, written_for_search
from comptoir.kit.numbers import compact

CLEAR = 60
"""The confidence below which a value on paper does not say that two papers tell the same invoice."""


@transaction.atomic
def write_down(submission: Submission, reading: Reading, *, by: Access, at: datetime) -> Submission:
    """Write on the submission what its document says, and join it with others that tell the same invoice.

    Of a document whose pages were changed meanwhile nothing is written: as it is now it is read by another job.
    """
    hold(submission.dossier_id)
    found = Submission.objects.select_for_update(of=("self",)).select_related("document", "dossier")
    submission = found.get(pk=submission.pk)
    if submission.document_id != reading.document_id:
        return submission
    told = reading.invoice or {}
    side = "customer" if _is_sale(submission.dossier, told) else "supplier"
    party = told.get(side) or {}
    submission.pages = _pages(submission.document)
    submission.partner = (party.get("name") or "")[:200]
    submission.number = (told.get("number") or "")[:120]
    submission.dated_on = date.fromisoformat(told["issue_date"]) if told.get("issue_date") else None
    submission.currency = (told.get("currency") or "")[:3]
    submission.total_cents = _total(told)
    submission.key = _key(told, reading.places)
    submission.read_at = at
    submission.search = written_for_search(submission)
    submission.save()
    index_search(submission)
    record("intake.read", submission, by=by, at=at, source=reading.source)
    join(submission, by=by, at=at)
    if submission.state == State.SENT:
        ask_to_propose(submission.dossier_id, at=at)
    return submission


def _is_sale(dossier: Dossier, told: dict[str, Any]) -> bool:
    own = dossier.number.lstrip("0")
    supplier = compact((told.get("supplier") or {}).get("vat") or "")
    return bool(own) and supplier[2:].lstrip("0") == own


def _pages(document: Document) -> int | None:
    made = getattr(document, "pages", None)
    counted = document.facts.get("pages") or (len(made.sizes) if made is not None else None)
    return int(counted) if counted else None


def _total(told: dict[str, Any]) -> int | None:
    name = _total_of(told)
    if name is None:
        return None
    cents = int((Decimal(told["totals"][name]) * 100).quantize(Decimal(1)))
    return -cents if told.get("kind") == "credit_note" else cents


def _total_of(told: dict[str, Any]) -> str | None:
    """Which of the totals counts, by its name."""
    totals = told.get("totals") or {}
    return next((name for name in ("gross", "payable") if totals.get(name)), None)


def _key(told: dict[str, Any], places: dict[str, Any]) -> str:
    """Supplier, number, total and date as one text; "" unless all four are known, and on paper the first three are clear.

    A doubtful date makes no card of two invoices: it would have to be the same wrong one on both.
    """
    supplier = told.get("supplier") or {}
    named = next((name for name in ("vat", "number") if supplier.get(name)), "")
    number = "".join(char for char in (told.get("number") or "").upper() if char.isalnum()).lstrip("0")
    total, day = _total_of(told), told.get("issue_date")
    if not (named and number and day and total):
        return ""
    paths = (f"supplier.{named}", "number", f"totals.{total}")
    if any(int(spot["confidence"]) < CLEAR for path in paths for spot in places.get(path, ())):
        return ""
    who = compact(supplier[named]).removeprefix("BE")
    return f"{who}|{number[:60]}|{_total(told)}|{day}"[:120]
