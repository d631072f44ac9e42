"""The history of an archived invoice in the pane: what came, what runs changed, what people did; newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from comptoir.archive.models import ArchivedInvoice, LinkedDocument
from comptoir.audit.models import Event
from comptoir.audit.trail import events_about
from comptoir.firms.access import Access
from comptoir.kit.words import Sentence
from comptoir.sync.choices import ChangeKind
from comptoir.sync.models import Change
from comptoir.sync.queries import changes_of_entry
from comptoir.web.shared.changes import PAYING_FIELDS, FieldChange, change_row

SHOWN = 20
"""So many moments are told; older ones are said to be there."""

_OF_CHANGE = {
    ChangeKind.ADDED: ("plus", Sentence("The entry came with a synchronisation of the books.")),
    ChangeKind.CHANGED: ("edit", Sentence("The entry was changed in the books.")),
    ChangeKind.REMOVED: ("delete", Sentence("The entry was taken out of the books.")),
    ChangeKind.LETTERED: ("link", Sentence("The books settled more of it.")),
    ChangeKind.UNLETTERED: ("none", Sentence("The books settled less of it.")),
}
_PAYING_KINDS = (ChangeKind.LETTERED, ChangeKind.UNLETTERED)
_OF_EVENT = {
    "archive.handled": ("box-checked", Sentence("%(name)s marked this as handled.")),
    "archive.unhandled": ("box", Sentence("%(name)s took the tick “handled” away.")),
}
_OF_LINK = {
    "piece": Sentence("The document %(name)s was added: its file name says this piece."),
    "invoice": Sentence("The document %(name)s was added: it has this VAT number and invoice number."),
    "inside": Sentence("The document %(name)s was added: it lay inside another one."),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: when, in words, and the fields that changed with it."""

    at: datetime
    icon: str
    said: Sentence
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Past:
    """The newest moments; `more` when there are older ones."""

    moments: list[Moment]
    more: bool


def past_of(access: Access, item: ArchivedInvoice, linked: Sequence[LinkedDocument]) -> Past:
    """What happened to the invoice, in two queries beside the documents that are given.

    Who may not see what is paid is told nothing of it here either.
    """
    changes, sees = changes_of_entry(access, item.entry_key), access.may("payment.view")
    if not sees:
        changes = changes.exclude(kind__in=_PAYING_KINDS)
    moments = [
        *_of_changes(changes[: SHOWN + 1], but=frozenset() if sees else PAYING_FIELDS),
        *_of_events(events_about(item, by=access)[: SHOWN + 1]),
        *_of_documents(linked),
    ]
    newest = sorted(moments, key=lambda moment: moment.at, reverse=True)
    return Past(newest[:SHOWN], more=len(newest) > SHOWN)


def _of_changes(changes: Iterable[Change], *, but: frozenset[str]) -> list[Moment]:
    told = []
    for change in changes:
        icon, said = _OF_CHANGE[ChangeKind(change.kind)]
        at = change.run.finished_at or change.run.started_at or change.run.asked_at
        told.append(Moment(at, icon, said, change_row(change, but=but).fields))
    return told


def _of_events(events: Iterable[Event]) -> list[Moment]:
    known = [(event, *_OF_EVENT[event.action]) for event in events if event.action in _OF_EVENT]
    return [Moment(event.at, icon, replace(said, facts={"name": event.by})) for event, icon, said in known]


def _of_documents(linked: Iterable[LinkedDocument]) -> list[Moment]:
    return [
        Moment(link.created_at, "file", replace(_OF_LINK[link.reason], facts={"name": link.document.name}))
        for link in linked
    ]
