"""What comes with the books is handed in, too: each file a submission that is booked, in the mailbox of its invoice's tab.

What the client had handed in before is the same submission, and becomes booked with its piece in its timeline. Many files
at once, some hundred to a statement; nothing is read again, as the books say what they are.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from comptoir.archive.models import LinkedDocument
from comptoir.audit.trail import record_each
from comptoir.documents.models import Document
from comptoir.firms.access import Access
from comptoir.firms.trigrams import renew
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.intake.placing import place
from comptoir.intake.searching import INDEX, written_for_search
from comptoir.kit.batches import batched

AT_ONCE = 400
OF_ITSELF = ("piece", "invoice")
"""How a file is tied that is one of its own; what lies inside an electronic invoice came with that."""


def unbooked(documents: "QuerySet[Document]") -> "QuerySet[Document]":
    """Those of these documents that are no booked submission yet, or one whose invoice was not known before."""
    same = Q(original=OuterRef("pk")) | Q(document=OuterRef("pk"))
    settled = Submission.objects.filter(same, state__in=(State.BOOKED, State.REPLACED))
    tied = LinkedDocument.objects.filter(document=OuterRef("pk"), reason__in=OF_ITSELF, invoice__in_books=True)
    untyped = settled.filter(state=State.BOOKED, mailbox=Mailbox.UNTYPED)
    return documents.filter(~Exists(settled) | Exists(untyped) & Exists(tied))


def handed_in_among(documents: Sequence[int], *, dossier_id: int) -> list[int]:
    """Those of these documents as which something was handed in."""
    rows = Submission.objects.filter(Q(original__in=documents) | Q(document__in=documents), dossier=dossier_id)
    known = {pk for pair in rows.values_list("original", "document") for pk in pair}
    return [pk for pk in documents if pk in known]


def book(
    documents: Iterable[int], *, dossier_id: int, sender: str, ours: bool = False, by: Access, at: datetime
) -> int:
    """Have these documents, which came with the books, be booked submissions; tells how many are or became so now.

    `sender` is the accounting package, in words; `ours`: we had handed them over, and they came no second time. One that
    is tied to no invoice stays untyped. In a transaction.
    """
    count, held = 0, False
    for some in batched(documents, AT_ONCE):
        if not held:
            hold(dossier_id)
            held = True
        count += _book(list(some), dossier_id, sender, ours, by, at)
    if count:
        renew(INDEX, dossier_id)
    return count


def _book(ids: list[int], dossier_id: int, sender: str, ours: bool, by: Access, at: datetime) -> int:
    links = _links(ids)
    rows = Submission.objects.select_for_update(of=("self",)).select_related("evidence_of").order_by("pk")
    rows = rows.filter(Q(original__in=ids) | Q(document__in=ids), dossier_id=dossier_id)
    asked = set(ids)
    known = {pk: row for row in rows for pk in (row.document_id, row.original_id) if pk in asked}
    changed = _become_booked(known, links, "" if ours else sender, by, at)
    documents = Document.objects.filter(pk__in=[pk for pk in ids if pk not in known]).order_by("pk")
    made = [_made(document, links.get(document.pk), dossier_id, sender, at) for document in documents]
    Submission.objects.bulk_create(made)
    told = {each.pk: _told(links.get(each.original_id), sender) for each in made}
    record_each("intake.arrived", Submission, told, by=by, at=at)
    return changed + len(made)


def _links(ids: list[int]) -> dict[int, LinkedDocument]:
    """By document the first invoice to which it is tied."""
    found = LinkedDocument.objects.filter(document__in=ids, reason__in=OF_ITSELF, invoice__in_books=True)
    rows = list(found.select_related("invoice").order_by("-pk"))
    return {link.document_id: link for link in rows}


def _become_booked(
    known: dict[int, Submission], links: dict[int, LinkedDocument], sender: str, by: Access, at: datetime
) -> int:
    """Have what was handed in before be booked with all of its card; what is booked already gets its invoice's tab.

    With a `sender`, the same file came again from there.
    """
    heads: dict[int, tuple[Submission, LinkedDocument | None]] = {}
    seen: dict[int, dict[str, Any]] = {}
    for pk, row in known.items():
        head, link = row.evidence_of or row, links.get(pk)
        if head.state == State.REPLACED or (
            head.state == State.BOOKED and (link is None or head.mailbox != Mailbox.UNTYPED)
        ):
            continue
        heads.setdefault(head.pk, (head, link))
        if sender and row.channel != Channel.BOOKS:
            seen[row.pk] = _told(link, sender) | {"name": row.name}
    record_each("intake.seen_again", Submission, seen, by=by, at=at)
    for head, link in heads.values():
        place({head: _place(head, link, at)}, "intake.booked", by=by, at=at, **_piece(link))
    return len(heads)


def _place(head: Submission, link: LinkedDocument | None, at: datetime) -> dict[str, Any]:
    ended = head.ended_at if head.state == State.BOOKED else at
    return {"state": State.BOOKED, "mailbox": link.invoice.tab if link else head.mailbox, "ended_at": ended}


def _made(document: Document, link: LinkedDocument | None, dossier_id: int, sender: str, at: datetime) -> Submission:
    submission = Submission(
        dossier_id=dossier_id,
        original=document,
        document=document,
        mailbox=link.invoice.tab if link else Mailbox.UNTYPED,
        state=State.BOOKED,
        name=document.name,
        channel=Channel.BOOKS,
        sender=sender,
        arrived_at=document.created_at,
        ended_at=at,
        pages=document.facts.get("pages"),
        read_at=at,
    )
    if link is not None:
        invoice = link.invoice
        submission.partner, submission.number = invoice.partner_name, invoice.document_number or invoice.number
        submission.dated_on, submission.total_cents, submission.currency = invoice.date, invoice.amount_cents, "EUR"
    submission.search = written_for_search(submission)
    return submission


def _told(link: LinkedDocument | None, sender: str) -> dict[str, Any]:
    return {"channel": Channel.BOOKS, "sender": sender, **_piece(link)}


def _piece(link: LinkedDocument | None) -> dict[str, str]:
    """Under which journal, year and number it is booked."""
    if link is None:
        return {}
    return {"journal": link.invoice.journal, "year": link.invoice.fiscal_year, "number": link.invoice.number}
