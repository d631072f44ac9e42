"""Who may open which document: all of the dossier, or what was handed in alone."""

from django.core.cache import cache
from django.db.models import Q

from comptoir.archive.models import LinkedDocument
from comptoir.documents.models import Document
from comptoir.firms.access import Access
from comptoir.formats.media import XML
from comptoir.intake.queries.handed_in import KEPT_FOR, handed_in, kept_under


def may_open(access: Access, document: Document) -> bool:
    """Whether this person may open a document of the dossier: with the archive every one, else what was handed in, as it
    came and as it is now, and what lies inside an electronic invoice that was; never what came with the books alone.
    Who checks proposals may also look at the invoices with which they are compared.
    """
    if access.may("archive.view"):
        return True
    if access.may("worklist.use") and LinkedDocument.objects.visible_to(access).filter(document=document).exists():
        return True
    rows = handed_in(access)
    if rows.filter(Q(document=document) | Q(original=document)).exists():
        return True
    key = kept_under(access, f"inside:{document.pk}")
    inside: bool | None = cache.get(key)
    if inside is None:
        inside = rows.filter(document__media_type=XML, document__facts__icontains=document.sha256).exists()
        cache.set(key, inside, timeout=KEPT_FOR)
    return inside
