"""Filing: a document is put into Miscellaneous or Permanent, described, moved, taken out and put back."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from comptoir.archive.choices import FiledTab
from comptoir.archive.models import Category, FiledDocument
from comptoir.archive.queries.filed import category_of, may_change
from comptoir.archive.queries.search import index_search
from comptoir.audit.trail import record
from comptoir.documents.actions import keep, read_facts
from comptoir.documents.models import Document
from comptoir.documents.store import WITH_PICTURES
from comptoir.firms.access import Access, NotAllowed
from comptoir.firms.models import Dossier
from comptoir.kit.finding import searched
from comptoir.kit.words import Refusal

LONGEST_TITLE, LONGEST_COMMENT = 200, 2000
OF_CARD = ("category_id", "title", "dated_on", "comment", "expires_on", "remind_on")


class CannotFile(Refusal):
    """It cannot be filed so; `field` names the fact in question."""

    field = ""


class BadTitle(CannotFile):
    """No title, or one that is too long."""

    field = "title"


class BadComment(CannotFile):
    """A comment that is too long."""

    field = "comment"


class BadCategory(CannotFile):
    """No category of this tab, or one that is no longer offered."""

    field = "category"


class BadExpiry(CannotFile):
    """A document that expires before it begins, or in a tab where nothing expires."""

    field = "expires_on"


class BadReminder(CannotFile):
    """A reminder of what does not expire, or after it has."""

    field = "remind_on"


class AlreadyFiled(CannotFile):
    """The same file is in this tab already."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Card:
    """What people say of a filed document. `remind_on`: the day on which those concerned are told that it expires."""

    category_id: int
    title: str
    dated_on: date
    comment: str = ""
    expires_on: date | None = None
    remind_on: date | None = None


def file_document(
    source: Path | bytes, card: Card, *, tab: FiledTab, name: str, dossier: Dossier, by: Access, at: datetime
) -> FiledDocument:
    """Keep the file (PDF, XML, JPEG, PNG or TIFF) and file it in the tab; `name` is its label, nothing more.

    The client files in Permanent only. Refuses (NotAllowed, CannotFile, and what `documents.actions.keep` refuses); after
    a refusal nothing is filed. Call it outside a transaction: the file is written and read first.
    """
    by.demand("archive.file" if tab == FiledTab.PERMANENT else "archive.file_all")
    card = _checked(card, tab, by, at, kept=None)
    document = keep(source, dossier=dossier, name=name, accepts=WITH_PICTURES, by=by, at=at)
    read_facts(document)
    return _filed(document, card, tab, by, at)


@transaction.atomic
def file_kept(document: Document, card: Card, *, tab: FiledTab, by: Access, at: datetime) -> FiledDocument:
    """File a document that the dossier has already. Refuses (NotAllowed, CannotFile)."""
    by.demand("archive.file" if tab == FiledTab.PERMANENT else "archive.file_all")
    return _filed(document, _checked(card, tab, by, at, kept=None), tab, by, at)


@transaction.atomic
def _filed(document: Document, card: Card, tab: FiledTab, by: Access, at: datetime) -> FiledDocument:
    document = Document.objects.select_for_update().visible_to(by).get(pk=document.pk)
    _refuse_twin(document, tab)
    filed = FiledDocument.objects.create(
        dossier_id=document.dossier_id,
        tab=tab,
        document=document,
        **_columns(card),
        search=_search(card, document),
        filed_at=at,
        filed_by_id=by.person_id,
        filed_name=by.name[:200],
        by_client=not by.may("archive.file_all"),
    )
    index_search(FiledDocument, [filed.pk])
    record("archive.filed", filed, by=by, at=at, tab=tab, document=document.sha256, **_told(_columns(card)))
    return filed


@transaction.atomic
def change_card(filed: FiledDocument, card: Card, *, by: Access, at: datetime) -> FiledDocument:
    """Say something else of it, its category included; whoever is reminded is so again when that day is another.

    Refuses (NotAllowed, CannotFile).
    """
    filed = _locked(filed, by)
    card = _checked(card, FiledTab(filed.tab), by, at, kept=filed)
    before, after = {name: getattr(filed, name) for name in OF_CARD}, _columns(card)
    changed = {name: value for name, value in after.items() if before[name] != value}
    if not changed:
        return filed
    for name, value in changed.items():
        setattr(filed, name, value)
    if "remind_on" in changed:
        filed.reminded_at = None
    filed.search = _search(card, filed.document)
    filed.save(update_fields=[*changed, "reminded_at", "search"])
    index_search(FiledDocument, [filed.pk])
    told = {name: before[name] for name in changed}
    record("archive.filing_changed", filed, by=by, at=at, before=_told(told), after=_told(changed))
    return filed


@transaction.atomic
def take_out(filed: FiledDocument, *, by: Access, at: datetime) -> FiledDocument:
    """Take it out of its tab; it stays and can be put back. Asking twice keeps the first moment. Refuses (NotAllowed)."""
    filed = _locked(filed, by)
    if filed.removed_at is None:
        filed.removed_at = at
        filed.save(update_fields=["removed_at"])
        record("archive.taken_out", filed, by=by, at=at)
    return filed


@transaction.atomic
def put_back(filed: FiledDocument, *, by: Access, at: datetime) -> FiledDocument:
    """Put it back where it was. Refuses (NotAllowed), and AlreadyFiled when the same file was filed again meanwhile."""
    filed = _locked(filed, by)
    if filed.removed_at is not None:
        document = Document.objects.select_for_update().visible_to(by).get(pk=filed.document_id)
        _refuse_twin(document, filed.tab)
        filed.removed_at = None
        filed.save(update_fields=["removed_at"])
        record("archive.put_back", filed, by=by, at=at)
    return filed


def demand_change(filed: FiledDocument, by: Access) -> None:
    """Refuse (NotAllowed) unless this person may change the document and take it out."""
    by.demand("archive.file")
    if not may_change(filed, by):
        raise NotAllowed("The accounting firm filed this document, and changes it.")


def _locked(filed: FiledDocument, by: Access) -> FiledDocument:
    by.demand("archive.file")
    rows = FiledDocument.objects.select_for_update(of=("self",)).visible_to(by)
    found = rows.select_related("document").get(pk=filed.pk)
    demand_change(found, by)
    return found


def _refuse_twin(document: Document, tab: str) -> None:
    twin = FiledDocument.objects.filter(document=document, tab=tab, removed_at=None).first()
    if twin is not None:
        raise AlreadyFiled("This file is here already: %(title)s.", title=twin.title)


def _checked(card: Card, tab: FiledTab, by: Access, at: datetime, *, kept: FiledDocument | None) -> Card:
    """The card as it is stored. A reminder of what has expired already is none."""
    title, comment = " ".join(card.title.split()), card.comment.strip().replace("\r\n", "\n")
    if not title:
        raise BadTitle("A filed document needs a title.")
    if len(title) > LONGEST_TITLE:
        raise BadTitle("A title is at most %(longest)s characters long.", longest=LONGEST_TITLE)
    if len(comment) > LONGEST_COMMENT:
        raise BadComment("A comment is at most %(longest)s characters long.", longest=LONGEST_COMMENT)
    _refuse_category(category_of(by, tab, card.category_id), kept)
    _refuse_expiry(card, tab)
    over = card.expires_on is None or card.expires_on <= timezone.localdate(at)
    return replace(card, title=title, comment=comment, remind_on=None if over else card.remind_on)


def _refuse_category(category: Category | None, kept: FiledDocument | None) -> None:
    if category is None:
        raise BadCategory("Choose one of the categories.")
    if category.retired_at is not None and (kept is None or kept.category_id != category.pk):
        raise BadCategory("This category is no longer used. Choose another one.")


def _refuse_expiry(card: Card, tab: FiledTab) -> None:
    if card.expires_on is None:
        if card.remind_on is not None:
            raise BadReminder("A reminder needs the day on which the document expires.")
        return
    if tab != FiledTab.PERMANENT:
        raise BadExpiry("Only permanent documents have a day on which they expire.")
    if card.expires_on < card.dated_on:
        raise BadExpiry("The document would expire before its own date.")
    if card.remind_on is not None and card.remind_on > card.expires_on:
        raise BadReminder("A reminder comes before the document expires.")


def _columns(card: Card) -> dict[str, Any]:
    return {name: getattr(card, name) for name in OF_CARD}


def _told(columns: dict[str, Any]) -> dict[str, Any]:
    """The facts as plain JSON values, for the trail."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


def _search(card: Card, document: Document) -> str:
    return searched(f"{card.title} {card.comment} {document.name}")
