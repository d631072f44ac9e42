"""Bookings on their way to the accounting package: asked for, handed over once, known again when the books bring them.

The row is written in the transaction that decides on the booking, the job hands it over as often as it takes (the package
makes one piece of one token), and the next run finds its entry.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from comptoir.archive.documents import link_document
from comptoir.archive.models import ArchivedInvoice
from comptoir.audit.trail import record
from comptoir.connectors.port import PassingFault, WrongBooks, WrongConfiguration
from comptoir.documents.models import Document
from comptoir.documents.queries import kept_inside
from comptoir.documents.store import NotHandedOut
from comptoir.firms.access import Access, machine
from comptoir.firms.models import Dossier
from comptoir.intake.booking import book, handed_in_among
from comptoir.jobs.queue import enqueue
from comptoir.kit.words import Refusal
from comptoir.ledger.models import Entry
from comptoir.records.booking import Booking
from comptoir.sync.actions import CannotSynchronise
from comptoir.sync.bookings import booking_from_json, booking_to_json
from comptoir.sync.choices import PushState
from comptoir.sync.models import Connection, PushedBooking
from comptoir.sync.reach import opened


@transaction.atomic
def ask_to_push(
    dossier: Dossier, booking: Booking, documents: Sequence[Document], *, by: Access, at: datetime
) -> PushedBooking:
    """Write down that the package is to make this booking, and have it handed over; the same token is asked for once.

    Raises CannotSynchronise for a closed or unconnected dossier, one whose package takes no bookings, or a token that was
    asked for with another content.
    """
    by.demand("office.sync")
    dossier = Dossier.objects.select_for_update().visible_to(by).get(pk=dossier.pk)
    content = booking_to_json(booking)
    known = PushedBooking.objects.filter(dossier=dossier, token=booking.token).first()
    if known is not None and known.content != content:
        raise CannotSynchronise("This booking was asked for already, and otherwise than now.")
    if known is not None:
        return known
    if dossier.closed_at is not None:
        raise CannotSynchronise("This dossier is closed.")
    connection = Connection.objects.filter(dossier=dossier).first()
    if connection is None:
        raise CannotSynchronise("This dossier is not connected to an accounting package yet.")
    if not opened(connection).abilities.bookings:
        raise CannotSynchronise("The accounting package of this dossier takes no bookings.")
    pushed = PushedBooking.objects.create(
        dossier=dossier,
        token=booking.token,
        content=content,
        number=booking.entry.number,
        asked_at=at,
    )
    pushed.documents.set(documents)
    enqueue("sync.push", at=at, group=f"sync:{dossier.pk}", pushed_id=pushed.pk)
    record("sync.push_asked", pushed, by=by, at=at, token=booking.token, number=booking.entry.number)
    return pushed


def push(pushed_id: int, *, last: bool) -> None:
    """Hand the booking over, and note what became of it; one that is no longer waiting is left as it is.

    Raises PassingFault when trying again later may help, and notes it, unless this was the `last` attempt.
    """
    pushed = PushedBooking.objects.select_related("dossier").get(pk=pushed_id)
    if pushed.state != PushState.WAITING:
        return
    try:
        _hand_over(pushed)
    except PassingFault as fault:
        if not last:
            PushedBooking.objects.filter(pk=pushed_id, state=PushState.WAITING).update(reason=fault.sentence.to_json())
            raise
        refuse(pushed_id, fault)
    except (WrongBooks, WrongConfiguration, CannotSynchronise, NotHandedOut) as refusal:
        refuse(pushed_id, refusal)


def refuse(pushed_id: int, refusal: Refusal) -> None:
    """Note that the booking was not taken, and why; one that is no longer waiting is left as it is."""
    pushed = PushedBooking.objects.select_related("dossier").get(pk=pushed_id)
    if pushed.state == PushState.WAITING:
        pushed.state, pushed.reason = PushState.REFUSED, refusal.sentence.to_json()
        _note(pushed, "sync.push_refused", reason=str(refusal.sentence))


def recognise(dossier: Dossier, *, sender: str, by: Access, at: datetime) -> int:
    """Tie the bookings that were handed over to the entries which the books have for them; tells how many came back.

    An entry is known by the key that the package gave, else by fiscal year, journal and number. Its documents are in the
    archive from now on, and what was handed in as them is booked; `sender` is the accounting package, in words. To be
    called in the transaction of a run.
    """
    count = 0
    for pushed in PushedBooking.objects.filter(dossier=dossier, state=PushState.SENT):
        entries = Entry.objects.filter(dossier=dossier)
        said = pushed.content["entry"]
        piece = {"fiscal_year": said["fiscal_year"], "journal__code": said["journal"], "number": pushed.number}
        entry = entries.filter(**({"key": pushed.entry_key} if pushed.entry_key else piece)).first()
        if entry is not None:
            pushed.state, pushed.entry_key, pushed.booked_at = PushState.BOOKED, entry.key, at
            pushed.save(update_fields=["state", "entry_key", "booked_at"])
            _file_documents(pushed, entry, sender=sender, by=by, at=at)
            count += 1
    return count


def _file_documents(pushed: PushedBooking, entry: Entry, *, sender: str, by: Access, at: datetime) -> None:
    """Tie the documents to the archived invoice of the entry; what was handed in as one of them is booked."""
    documents = list(pushed.documents.order_by("pk"))
    invoice = ArchivedInvoice.objects.filter(entry=entry).first()
    if invoice is not None:
        for document in documents:
            link_document(invoice, document, reason="piece", at=at)
        for part in inside_of(documents):
            link_document(invoice, part, reason="inside", at=at)
    known = handed_in_among([document.pk for document in documents], dossier_id=pushed.dossier_id)
    book(known, dossier_id=pushed.dossier_id, sender=sender, ours=True, by=by, at=at)


def inside_of(documents: Sequence[Document]) -> list[Document]:
    """What lies inside the electronic invoices among the documents of a booking, but what is there as a stamped copy,
    which has its name.
    """
    names = {each.name for each in documents}
    parts = [part for each in documents for part in kept_inside(each)]
    return [part for part in parts if part.name not in names]


def _hand_over(pushed: PushedBooking) -> None:
    if pushed.dossier.closed_at is not None:
        raise CannotSynchronise("This dossier is closed.")
    connector = opened(Connection.objects.get(dossier_id=pushed.dossier_id))
    if not connector.abilities.bookings:
        raise CannotSynchronise("The accounting package of this dossier takes no bookings.")
    booking = booking_from_json(pushed.token, pushed.content, list(pushed.documents.order_by("pk")))
    receipt = connector.push(booking)
    pushed.state, pushed.reason = PushState.SENT, None
    pushed.number, pushed.entry_key = receipt.number, receipt.key
    _note(pushed, "sync.pushed", number=receipt.number, booked=receipt.booked)


@transaction.atomic
def _note(pushed: PushedBooking, verb: str, **facts: str | bool) -> None:
    at = timezone.now()
    pushed.sent_at = at if pushed.state == PushState.SENT else None
    pushed.save(update_fields=["state", "reason", "number", "entry_key", "sent_at"])
    enqueue("worklist.settle", at=at, group=f"worklist:{pushed.dossier_id}", pushed_id=pushed.pk)
    record(verb, pushed, by=machine(pushed.dossier.firm_id, pushed.dossier_id, "Comptoir"), at=at, **facts)
