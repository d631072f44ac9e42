"""A change of a purchase or a sale as one plain sentence: its piece, what happened to it, and where it stands."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from comptoir.archive.choices import Payment
from comptoir.archive.models import ArchivedInvoice
from comptoir.firms.access import Access
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Account, Line
from comptoir.sync.choices import ChangeKind
from comptoir.sync.models import Change
from comptoir.web.shared.changes import LOOKS, FieldChange, change_row, without_common
from comptoir.web.shared.templatetags.comptoir import dmy, money

ICONS = {kind: icon for kind, (_, icon) in LOOKS.items()} | {
    ChangeKind.LETTERED: "paid",
    ChangeKind.UNLETTERED: "unpaid",
}
CREDIT_KINDS = (JournalKind.PURCHASE_CREDIT, JournalKind.SALE_CREDIT)
NOT_TOLD = {"payment", "open_cents", "lettering", "lines", "period", "fiscal_year"}
"""Fields that have a sentence of their own, or none."""

MOST_NOTES = 500
LONG = 80
"""A field of more letters is named only; its history stands beside the invoice."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: `subject` with the address of its row in the archive ("" where it has none), and what is said of it."""

    icon: str
    tone: str
    subject: str
    says: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the sentences need beside the changes: rows by entry key, credit notes by entry, names of accounts by code."""

    rows: Mapping[str, ArchivedInvoice] = field(default_factory=dict)
    notes: Mapping[int, Sequence[str]] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)


def sentences(access: Access, changes: Sequence[Change]) -> list[Told]:
    """The changes in words, in their order. Four queries at most."""
    keys = {change.entry_key for change in changes}
    rows = {row.entry_key: row for row in ArchivedInvoice.objects.visible_to(access).filter(entry_key__in=keys)}
    settled = {change.entry_key for change in changes if change.kind == ChangeKind.LETTERED}
    entries = [rows[key].entry_id for key in settled if key in rows and rows[key].entry_id]
    codes = {line[0] for change in changes for side in change.fields.get("lines", ()) for line in side}
    named = Account.objects.visible_to(access).filter(code__in=codes).values_list("code", "name") if codes else ()
    known = Known(rows, _notes(access, [pk for pk in entries if pk is not None]), dict(named))
    return [_told(change, known, f"/d/{access.dossier_id}/archive/") for change in changes]


def _told(change: Change, known: Known, archive: str) -> Told:
    row, kind = known.rows.get(change.entry_key), ChangeKind(change.kind)
    return Told(
        icon=ICONS[kind],
        tone=LOOKS[kind][0],
        subject=_subject(change, row),
        says=_SAYS[kind](change, row, known),
        address=f"{archive}{row.tab}/{row.pk}/" if row is not None and row.in_books else "",
    )


def _subject(change: Change, row: ArchivedInvoice | None) -> str:
    facts = {"piece": f"{change.journal} {change.number}", "partner": row.partner_name if row else ""}
    credit = row is not None and row.amount_cents < 0
    if not facts["partner"]:
        return gettext("Credit note %(piece)s") % facts if credit else facts["piece"]
    if credit:
        return gettext("Credit note %(piece)s of %(partner)s") % facts
    return gettext("%(piece)s of %(partner)s") % facts


def _settled(change: Change, row: ArchivedInvoice | None, known: Known) -> str:
    after = change.fields.get("payment", ["", ""])[1]
    rest = change.fields.get("open_cents", [None, None])[1]
    if after == Payment.PAID and row is not None:
        notes = known.notes.get(row.entry_id or 0, ())
        amount = money(row.amount_cents)
        if row.amount_cents < 0:
            return gettext("is settled: %(amount)s") % {"amount": amount}
        if notes:
            return gettext("is settled with the credit note %(notes)s") % {"notes": ", ".join(notes)}
        if row.payment == Payment.PAID and row.paid_on:
            return gettext("is paid: %(amount)s on %(day)s") % {"amount": amount, "day": dmy(row.paid_on)}
        return gettext("is paid: %(amount)s") % {"amount": amount}
    if after == Payment.PAID:
        return gettext("is paid")
    if rest is not None:
        return gettext("is partly paid: %(rest)s remains open") % {"rest": money(rest)}
    return gettext("has another lettering in the books")


def _unsettled(change: Change, _row: ArchivedInvoice | None, _known: Known) -> str:
    before, rest = change.fields.get("payment", ["", ""])[0], change.fields.get("open_cents", [None, None])[1]
    if before == Payment.PAID and rest is not None:
        return gettext("is no longer paid: %(rest)s is open again") % {"rest": money(rest)}
    if rest is not None:
        return gettext("is paid for less than before: %(rest)s is open") % {"rest": money(rest)}
    return gettext("has another lettering in the books")


def _changed(change: Change, _row: ArchivedInvoice | None, known: Known) -> str:
    said, fields = [], change.fields
    if "lines" in fields:
        before, after = fields["lines"]
        said += _of_lines(before, after, known.accounts)
    if all(fields.get("period", ("", ""))):
        before, after = fields["period"]
        said.append(gettext("moved from period %(before)s to %(after)s") % {"before": before, "after": after})
    if "fiscal_year" in fields:
        before, after = fields["fiscal_year"]
        said.append(gettext("moved from fiscal year %(before)s to %(after)s") % {"before": before, "after": after})
    others = [_field(each) for each in _other_fields(change)]
    if others:
        said.append(gettext("was changed (%(fields)s)") % {"fields": "; ".join(others)})
    return "; ".join(said) or gettext("was changed in the books")


def _of_lines(before: list[Any], after: list[Any], names: Mapping[str, str]) -> list[str]:
    """What became of the lines: another amount, another account, or another division."""
    said, amounts = [], (_amount(before), _amount(after))
    if amounts[0] != amounts[1]:
        facts = {"before": money(amounts[0]), "after": money(amounts[1])}
        said.append(gettext("has another amount: %(before)s became %(after)s") % facts)
    old, new = without_common(before, after)
    gone = _accounts(old, {line[0] for line in after}, names)
    come = _accounts(new, {line[0] for line in before}, names)
    if gone and come:
        said.append(gettext("was recoded: %(after)s instead of %(before)s") % {"before": gone, "after": come})
    elif {line[1] for line in before} != {line[1] for line in after}:
        said.append(gettext("is booked for another supplier or customer"))
    return said or [gettext("is divided otherwise among its accounts")]


def _amount(lines: Iterable[Any]) -> int:
    """What an entry is about: what stands on its partner's lines, or else one side of it."""
    lines = list(lines)
    owed = sum(int(cents) for _, partner, cents in lines if partner)
    return abs(owed) or sum(int(cents) for _, _, cents in lines if cents > 0)


def _accounts(lines: Iterable[Any], others: set[str], names: Mapping[str, str]) -> str:
    """The accounts of these lines that the other side has not, with their names."""
    codes = dict.fromkeys(account for account, _, _ in lines if account not in others)
    return ", ".join(code if names.get(code, code) == code else f"{code} {names[code]}" for code in codes)


def _other_fields(change: Change) -> list[FieldChange]:
    rest = {name: values for name, values in change.fields.items() if name not in NOT_TOLD}
    return change_row(Change(kind=change.kind, fields=rest)).fields


def _field(each: FieldChange) -> str:
    if len(each.before) + len(each.after) > LONG:
        return str(each.label)
    return f"{each.label}: {each.before or '–'} → {each.after or '–'}"


def _added(_change: Change, row: ArchivedInvoice | None, _known: Known) -> str:
    if row is None:
        return gettext("was added")
    return gettext("was added: %(amount)s of %(day)s") % {"amount": money(row.amount_cents), "day": dmy(row.date)}


def _removed(_change: Change, _row: ArchivedInvoice | None, _known: Known) -> str:
    return gettext("was taken out of the books")


_SAYS: dict[ChangeKind, Callable[[Change, ArchivedInvoice | None, Known], str]] = {
    ChangeKind.ADDED: _added,
    ChangeKind.CHANGED: _changed,
    ChangeKind.REMOVED: _removed,
    ChangeKind.LETTERED: _settled,
    ChangeKind.UNLETTERED: _unsettled,
}


def _notes(access: Access, entries: list[int]) -> dict[int, list[str]]:
    """The credit notes in whose lettering these entries stand, by entry."""
    lines = Line.objects.visible_to(access).filter(entry_id__in=entries).exclude(account__role="")
    groups: dict[int, set[int]] = defaultdict(set)
    for entry, own, carried in lines.values_list("entry_id", "lettering_id", "carried_by__lettering_id"):
        for group in filter(None, (own, carried)):
            groups[group].add(entry)
    credits = Line.objects.visible_to(access).filter(lettering__in=list(groups), entry__journal__type__in=CREDIT_KINDS)
    columns = ("lettering_id", "entry_id", "entry__journal__code", "entry__number")
    notes: dict[int, list[str]] = defaultdict(list)
    for group, note, journal, number in credits.order_by("pk").values_list(*columns)[:MOST_NOTES]:
        for entry in groups[group or 0]:
            if entry != note and f"{journal} {number}" not in notes[entry]:
                notes[entry].append(f"{journal} {number}")
    return notes
