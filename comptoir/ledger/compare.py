"""An entry as rows of plain values, from a record or from the mirror, so that the two can be compared and told apart."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from comptoir.ledger.digest import SEPARATOR, digest
from comptoir.ledger.models import Entry, Line
from comptoir.records import books as records

LineRow = tuple[Any, ...]
"""account, partner, cents, text, due_on, reference, communication, currency, foreign_cents, vat_code, vat_base_cents,
lettering key, lettering code; dates as ISO text."""

CONTENT = 11
"""So many values of a LineRow are content; the two that follow are lettering."""

Head = tuple[str, str, str, str, str, str, str, str]
"""fiscal_year, journal, number, booked_on, document_on, period, text, document_number; dates as ISO text."""

HEAD_NAMES = ("fiscal_year", "journal", "number", "booked_on", "document_on", "period", "text", "document_number")


def head_of(entry: records.Entry) -> Head:
    """The entry's own values."""
    return (
        entry.fiscal_year,
        entry.journal,
        entry.number,
        entry.booked_on.isoformat(),
        entry.document_on.isoformat(),
        entry.period,
        entry.text,
        entry.document_number,
    )


def rows_of(entry: records.Entry, due: dict[date | None, str | None]) -> list[LineRow]:
    """The entry's lines; `due` remembers dates already written out, for many entries share them."""
    rows: list[LineRow] = []
    for (
        account,
        cents,
        partner,
        text,
        due_on,
        reference,
        told,
        currency,
        foreign,
        vat,
        base,
        code,
        scope,
    ) in entry.lines:
        day = due.get(due_on, "")
        if day == "":
            day = due[due_on] = due_on.isoformat() if due_on else None
        key = f"{scope}|{account}|{partner}|{code}" if code else ""
        rows.append((account, partner, cents, text, day, reference, told, currency, foreign, vat, base, key, code))
    return rows


def content_hash(head: Head, rows: Sequence[LineRow]) -> str:
    """Sums up everything but the lettering."""
    return digest(SEPARATOR.join(head), [SEPARATOR.join(map(str, row[:CONTENT])) for row in rows])


def lettering_hash(rows: Sequence[LineRow]) -> str:
    """Sums up the lettering of the lines in their order."""
    return digest("", [row[CONTENT] for row in rows])


def mirror_heads(entry_ids: Iterable[int]) -> dict[int, Head]:
    """The same values as the mirror has them, by entry."""
    rows = Entry.objects.filter(pk__in=list(entry_ids)).values_list(
        "pk",
        "fiscal_year",
        "journal__code",
        "number",
        "booked_on",
        "document_on",
        "period__code",
        "text",
        "document_number",
    )
    return {
        pk: (year, journal, number, booked.isoformat(), document.isoformat(), period or "", text, document_number)
        for pk, year, journal, number, booked, document, period, text, document_number in rows
    }


def mirror_rows(entry_ids: Iterable[int]) -> dict[int, list[LineRow]]:
    """The lines as the mirror has them, by entry, in their order."""
    found: dict[int, list[LineRow]] = {}
    lines = (
        Line.objects.filter(entry_id__in=list(entry_ids))
        .order_by("entry_id", "position")
        .values_list(
            "entry_id",
            "account__code",
            "partner__key",
            "cents",
            "text",
            "due_on",
            "reference",
            "communication",
            "currency",
            "foreign_cents",
            "vat_code",
            "vat_base_cents",
            "lettering__key",
            "lettering__code",
        )
    )
    for entry_id, account, partner, cents, text, due, *rest, key, code in lines:
        row = (account, partner or "", cents, text, due.isoformat() if due else None, *rest, key or "", code or "")
        found.setdefault(entry_id, []).append(row)
    return found


def keep_lettering(rows: Sequence[LineRow], old: Sequence[LineRow]) -> list[LineRow]:
    """The new lines with the lettering that equal old lines (account, partner, amount) had; without, where none is equal."""
    letters: dict[tuple[str, str, int], list[tuple[str, str]]] = {}
    for row in old:
        letters.setdefault(row[:3], []).append(row[CONTENT:])
    kept = []
    for row in rows:
        waiting = letters.get(row[:3])
        kept.append((*row[:CONTENT], *(waiting.pop(0) if waiting else ("", ""))))
    return kept


def difference(old_head: Head, old: Sequence[LineRow], head: Head, rows: Sequence[LineRow]) -> dict[str, Any]:
    """What changed between two readings: {"kinds": [...], "fields": {name: [old, new]}}."""
    fields = {name: [a, b] for name, a, b in zip(HEAD_NAMES, old_head, head, strict=True) if a != b}
    before, after = _summary(old), _summary(rows)
    fields |= {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    kinds = ["changed"] if content_hash(old_head, old) != content_hash(head, rows) else []
    letters_before = [row[CONTENT] for row in old if row[CONTENT]]
    letters_after = [row[CONTENT] for row in rows if row[CONTENT]]
    if set(letters_after) - set(letters_before):
        kinds.append("lettered")
    if set(letters_before) - set(letters_after):
        kinds.append("unlettered")
    return {"kinds": kinds, "fields": fields}


def _summary(rows: Sequence[LineRow]) -> dict[str, Any]:
    return {
        "lines": [[row[0], row[1], row[2]] for row in rows],
        "texts": [row[3] for row in rows],
        "due_on": sorted({row[4] for row in rows if row[4]}),
        "references": [[row[5], row[6]] for row in rows],
        "currency": [[row[7], row[8]] for row in rows],
        "vat": [[row[9], row[10]] for row in rows],
        "lettering": [row[12] for row in rows],
    }
