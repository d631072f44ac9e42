"""Where in the archive an entry of the books stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from comptoir.archive.models import ArchivedInvoice
from comptoir.firms.access import Access


@dataclass(frozen=True, slots=True)
class Archived:
    """The archive's row of an entry: its tab and id, and whether a document hangs there."""

    tab: str
    id: int
    has_document: bool


def archived_by_entry(access: Access, entry_ids: Iterable[int]) -> dict[int, Archived]:
    """The archive's rows of these entries, by entry; entries that are no invoice have none."""
    rows = ArchivedInvoice.objects.visible_to(access).filter(entry_id__in=set(entry_ids), in_books=True)
    facts = rows.values_list("entry_id", "tab", "pk", "document_id")
    return {entry: Archived(tab, pk, document is not None) for entry, tab, pk, document in facts if entry}
