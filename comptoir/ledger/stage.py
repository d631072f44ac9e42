"""Reading into the staging tables: what is new or differs from the mirror, in small transactions, nothing applied yet."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min

from comptoir.connectors.port import WrongBooks
from comptoir.firms.models import Dossier
from comptoir.kit.batches import batched
from comptoir.ledger import compare
from comptoir.ledger.bulk import insert_rows
from comptoir.ledger.compare import Head, LineRow
from comptoir.ledger.models import Entry, StagedEntry, StagedLine, Touched
from comptoir.ledger.search import partner_words, search_text
from comptoir.records import books as records
from comptoir.records.books import JournalType

CHUNK = 2500
"""Entries per transaction: few enough that other writers wait for a tenth of a second at most."""

ARCHIVED_TYPES = {JournalType.PURCHASE, JournalType.PURCHASE_CREDIT, JournalType.SALE, JournalType.SALE_CREDIT}

ENTRY_COLUMNS = (
    "batch",
    "position",
    "entry_id",
    "is_new",
    "key",
    *compare.HEAD_NAMES,
    "content_hash",
    "lettering_hash",
    "search",
    "difference",
)
LINE_COLUMNS = (
    "batch",
    "entry_position",
    "position",
    "account",
    "partner",
    "cents",
    "text",
    "due_on",
    "reference",
    "communication",
    "currency",
    "foreign_cents",
    "vat_code",
    "vat_base_cents",
    "lettering_key",
    "lettering_code",
)

Progress = Callable[[int], None]
Old = tuple[int, str, str]
"""An entry of the mirror: its id, content hash and lettering hash."""

Told = records.Entry | records.Removed | records.Present

Mirror = dict[int, tuple[Head, list[LineRow]]]
"""What the mirror's own rows say, by entry id."""


@dataclass(slots=True)
class Staged:
    """What the reading found: counts of entries, between which bookings, and the removals by fiscal year.

    `unknown`: entries told to be there as they were, which the mirror has never had.
    """

    read: int = 0
    lines: int = 0
    added: int = 0
    changed: int = 0
    healed: int = 0
    removed: int = 0
    unknown: int = 0
    first_on: date = date.max
    last_on: date = date.min
    removed_by_year: dict[str, int] = field(default_factory=dict)


class Stage:
    """One batch being read for one dossier."""

    def __init__(
        self,
        dossier: Dossier,
        batch: int,
        basics: records.Basics,
        *,
        roots: tuple[str, ...],
        lettering: bool,
        heal: bool,
    ) -> None:
        """`roots`: how accounts of customers and suppliers begin. `lettering`: whether letterings are taken over.

        `heal`: compare with the mirror's rows, not with its hashes.
        """
        self.dossier, self.batch, self.lettering, self.heal = dossier, batch, lettering, heal
        self.roots = roots
        self.partners = {p.key: partner_words(p.name, p.vat, p.ibans) for p in basics.partners}
        self.known_accounts = {a.code for a in basics.accounts}
        self.archived = {j.code for j in basics.journals if j.type in ARCHIVED_TYPES}
        self.known_journals = {j.code for j in basics.journals}
        self.mirror_is_empty = not Entry.objects.filter(dossier=dossier).exists()
        self.seen: set[int] = set()
        self.due: dict[date | None, str | None] = {}
        self.staged = Staged()

    def take(self, stream: Iterable[Told], *, whole: bool, progress: Progress) -> Staged:
        """Read the stream to its end. With `whole`, what the mirror has and the stream does not name is removed.

        Raises whatever the stream raises; what was staged until then stays under the batch and is never applied.
        `progress` is called in the transaction of what it tells of: what it raises leaves nothing of that behind, so that
        a process which lost the run to another cannot add to what that one stages.
        """
        clear_staging(self.batch)
        for chunk in batched(stream, CHUNK):
            self._take_chunk(chunk, progress)
        if whole and not self.mirror_is_empty:
            self._remove_unseen(progress)
        return self.staged

    def _take_chunk(self, chunk: Sequence[Told], progress: Progress) -> None:
        entries = [record for record in chunk if isinstance(record, records.Entry)]
        gone = [record.key for record in chunk if isinstance(record, records.Removed)]
        self._see([record.key for record in chunk if isinstance(record, records.Present)])
        old = {} if self.mirror_is_empty else self._old([entry.key for entry in entries])
        if len({entry.key for entry in entries}) != len(entries):
            raise WrongBooks("The books tell the same entry twice.")
        mirror = self._mirror([pk for pk, _, _ in old.values()]) if self.heal else {}
        entry_rows: list[Sequence[Any]] = []
        line_rows: list[Sequence[Any]] = []
        for entry in entries:
            self._compare(entry, old.get(entry.key), mirror, entry_rows, line_rows)
        with transaction.atomic():
            insert_rows(StagedEntry, ENTRY_COLUMNS, entry_rows)
            insert_rows(StagedLine, LINE_COLUMNS, line_rows)
            if gone:
                self._remove(Entry.objects.filter(dossier=self.dossier, key__in=gone))
            progress(self.staged.lines)

    def _see(self, keys: list[str]) -> None:
        """Those entries are there, as they were."""
        if keys:
            self.staged.unknown += len(keys) - len(self._old(keys))

    def _old(self, keys: list[str]) -> dict[str, Old]:
        found = Entry.objects.filter(dossier=self.dossier, key__in=keys)
        values = found.values_list("key", "pk", "content_hash", "lettering_hash")
        old = {key: (pk, content, letters) for key, pk, content, letters in values}
        self.seen.update(pk for pk, _, _ in old.values())
        return old

    def _compare(
        self,
        entry: records.Entry,
        old: Old | None,
        mirror: Mirror,
        entry_rows: list[Sequence[Any]],
        line_rows: list[Sequence[Any]],
    ) -> None:
        """Stage the entry when it is new or differs."""
        head, rows, staged = compare.head_of(entry), compare.rows_of(entry, self.due), self.staged
        staged.read += 1
        staged.lines += len(rows)
        if entry.booked_on < staged.first_on:
            staged.first_on = entry.booked_on
        if entry.booked_on > staged.last_on:
            staged.last_on = entry.booked_on
        content = compare.content_hash(head, rows)
        if old is not None and self._same(old, content, head, rows, mirror):
            return
        what: dict[str, Any] = {}
        if old is None:
            staged.added += 1
            if not self.lettering:
                rows = compare.keep_lettering(rows, [])
        else:
            staged.changed += 1
            pk = old[0]
            was_head, was = compare.mirror_heads([pk])[pk], compare.mirror_rows([pk]).get(pk, [])
            if not self.lettering:
                rows = compare.keep_lettering(rows, was)
            what = compare.difference(was_head, was, head, rows)
        self._check_known(entry, rows)
        position = staged.read
        letters = compare.lettering_hash(rows)
        search = self._search_text(entry, rows) if entry.journal in self.archived else ""
        start = (self.batch, position, old[0] if old else None, old is None, entry.key)
        entry_rows.append((*start, *head, content, letters, search, json.dumps(what) if what else "{}"))
        line_rows.extend((self.batch, position, at, *row) for at, row in enumerate(rows))

    def _same(self, old: Old, content: str, head: Head, rows: Sequence[LineRow], mirror: Mirror) -> bool:
        """Whether the mirror already says just this. When healing, its rows are asked and not what they once hashed to."""
        pk, old_content, old_letters = old
        told_same = content == old_content and (not self.lettering or compare.lettering_hash(rows) == old_letters)
        if not told_same or not self.heal:
            return told_same
        mirror_head, mirror_rows = mirror[pk]
        width = compare.CONTENT + 1 if self.lettering else compare.CONTENT
        truly = mirror_head == head and [row[:width] for row in mirror_rows] == [row[:width] for row in rows]
        self.staged.healed += not truly
        return truly

    @staticmethod
    def _mirror(entry_ids: list[int]) -> Mirror:
        """What the mirror's rows say of these entries."""
        heads, rows = compare.mirror_heads(entry_ids), compare.mirror_rows(entry_ids)
        return {pk: (head, rows.get(pk, [])) for pk, head in heads.items()}

    def _check_known(self, entry: records.Entry, rows: Sequence[LineRow]) -> None:
        if entry.journal not in self.known_journals:
            raise WrongBooks("The books name a journal that they do not list: %(journal)s.", journal=entry.journal)
        for row in rows:
            if row[0] not in self.known_accounts:
                raise WrongBooks("The books name an account that they do not list: %(account)s.", account=row[0])
            if row[1] and row[1] not in self.partners:
                raise WrongBooks("The books name a partner whom they do not list: %(partner)s.", partner=row[1])

    def _search_text(self, entry: records.Entry, rows: Sequence[LineRow]) -> str:
        third = [row for row in rows if row[0].startswith(self.roots)]
        words = [entry.journal, entry.number, entry.document_number, entry.text]
        for row in third:
            words += [self.partners.get(row[1], ""), row[5], row[6]]
        cents = sum(row[2] for row in third) if third else sum(row[2] for row in rows if row[2] > 0)
        return search_text(words, cents)

    def _remove_unseen(self, progress: Progress) -> None:
        with transaction.atomic():
            there = Entry.objects.filter(dossier=self.dossier).values_list("pk", flat=True)
            unseen = [pk for pk in there.iterator(chunk_size=10_000) if pk not in self.seen]
            for start in range(0, len(unseen), 5000):
                self._remove(Entry.objects.filter(pk__in=unseen[start : start + 5000]))
            progress(self.staged.lines)

    def _remove(self, entries: Any) -> None:
        """Mark entries of the mirror as gone."""
        found = list(entries.values_list("pk", "fiscal_year"))
        insert_rows(Touched, ("batch", "kind", "row_id"), [(self.batch, "removed", pk) for pk, _ in found])
        self.staged.removed += len(found)
        for _, year in found:
            self.staged.removed_by_year[year] = self.staged.removed_by_year.get(year, 0) + 1


def clear_staging(batch: int) -> None:
    """Forget what the batch has staged.

    Where nothing else is staged SQLite empties the table, which costs nothing; nobody can write between the look and that.
    """
    for model in (StagedLine, StagedEntry, Touched):
        rows = model._default_manager.all()
        with transaction.atomic():
            batches = rows.aggregate(first=Min("batch"), last=Max("batch"))
            alone = connection.vendor == "sqlite" and batches["first"] == batches["last"] == batch
            (rows if alone else rows.filter(batch=batch))._raw_delete(rows.db)
