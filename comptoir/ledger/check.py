"""The mirror checked against itself: every stored sum made again from the lines, in plain Python, and compared."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.db.models import Max, Sum

from comptoir.firms.models import Dossier
from comptoir.kit.words import Cents, Sentence
from comptoir.ledger.check_sums import check_sums
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.lettering import GroupLine, share_out
from comptoir.ledger.models import Books, Entry, Journal, Lettering, Line


def check_ledger(dossier: Dossier) -> Iterator[Sentence]:
    """What is stored and does not agree with the lines; nothing when all is well."""
    yield from _unbalanced(dossier)
    yield from _letterings(dossier)
    yield from _open_amounts(dossier)
    yield from _dates(dossier)
    yield from check_sums(dossier)


def open_of(dossier: Dossier) -> dict[int, int]:
    """The open amount of every line that is lettered or carried, by line, made from the lettering alone."""
    remains: dict[int, int] = {}
    lines = (
        Line.objects.filter(dossier=dossier, lettering__isnull=False)
        .order_by("lettering_id")
        .values_list("lettering_id", "pk", "cents", "due_on", "entry__booked_on")
    )
    for _, group in groupby(lines.iterator(chunk_size=5000), key=lambda row: row[0]):
        remains |= share_out(GroupLine(pk, cents, due or booked) for _, pk, cents, due, booked in group)
    carried = Line.objects.filter(dossier=dossier, carried_by__isnull=False)
    for pk, carrier, cents in carried.values_list("pk", "carried_by", "carried_by__cents"):
        remains[pk] = remains.get(carrier or 0, cents or 0)
    return remains


def _unbalanced(dossier: Dossier) -> Iterator[Sentence]:
    sums = Entry.objects.filter(dossier=dossier).annotate(total=Sum("lines__cents")).exclude(total=0)
    for entry in sums.select_related("journal"):
        yield Sentence("Entry %(piece)s does not balance.", {"piece": str(entry)})


def _letterings(dossier: Dossier) -> Iterator[Sentence]:
    made = Lettering.objects.filter(dossier=dossier).annotate(
        total=Sum("lines__cents"), last=Max("lines__entry__booked_on")
    )
    for group in made.iterator(chunk_size=5000):
        stored = (group.balance_cents, group.complete, group.last_on)
        total: int | None = group.total
        last: date | None = group.last
        if total is None:
            yield Sentence("Lettering %(group)s has no line.", {"group": group.key})
        elif stored != (total, total == 0, last):
            yield Sentence(
                "Lettering %(group)s is stored with a sum of %(stored)s; its lines make %(made)s.",
                {"group": group.key, "stored": Cents(group.balance_cents), "made": Cents(total)},
            )


def _open_amounts(dossier: Dossier) -> Iterator[Sentence]:
    expected = open_of(dossier)
    lines = Line.objects.filter(dossier=dossier).values_list("pk", "cents", "open_cents", "entry__key", "position")
    for pk, cents, stored, key, position in lines.iterator(chunk_size=10_000):
        made = expected.get(pk, cents)
        if stored != made:
            yield Sentence(
                "Line %(position)s of entry %(key)s is stored with %(stored)s open; its lettering leaves %(made)s.",
                {"position": position, "key": key, "stored": Cents(stored), "made": Cents(made)},
            )


def _dates(dossier: Dossier) -> Iterator[Sentence]:
    latest = dict(Entry.objects.filter(dossier=dossier).order_by().values_list("journal").annotate(Max("booked_on")))
    shown: list[date] = []
    for journal in Journal.objects.filter(dossier=dossier):
        if journal.last_booked_on != latest.get(journal.pk):
            yield Sentence("The last booking of journal %(code)s is stored wrongly.", {"code": journal.code})
        if journal.type == JournalKind.BANK and journal.shown and journal.pk in latest:
            shown.append(latest[journal.pk])
    books = Books.objects.filter(dossier=dossier).first()
    if books is not None and books.bank_until != max(shown, default=None):
        yield Sentence("The date until which the bank journals are up to date is stored wrongly.")
