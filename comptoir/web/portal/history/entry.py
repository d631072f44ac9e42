"""An entry with all its lines, as the pane shows it."""

from typing import Any

from django.shortcuts import get_object_or_404

from comptoir.archive.queries.entries import archived_by_entry
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Entry
from comptoir.ledger.queries import lines_of
from comptoir.web.shared.guard import PortalRequest


def entry_context(request: PortalRequest, pk: int) -> dict[str, Any]:
    """The entry's facts and lines; somebody else's is a 404."""
    entry = get_object_or_404(Entry.objects.visible_to(request.access).select_related("journal"), pk=pk)
    return {
        "entry": entry,
        "kind": JournalKind(entry.journal.type).label,
        "lines": lines_of(entry),
        "archived": archived_by_entry(request.access, [entry.pk]).get(entry.pk),
        "archive": f"/d/{request.dossier.pk}/archive/",
        "sees_payment": request.access.may("payment.view"),
        "opened_id": entry.pk,
    }
