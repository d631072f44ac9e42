"""The text inside a document, kept as it is searched."""

from django.db import transaction

from comptoir.documents.models import Document, DocumentText
from comptoir.firms.trigrams import index_of, index_rows
from comptoir.kit.finding import searched


@transaction.atomic
def keep_text(document: Document, text: str) -> DocumentText:
    """Keep what stands in the document, for the search to find; a second time it takes the place of the first."""
    told, _ = DocumentText.objects.update_or_create(
        document=document, defaults={"dossier_id": document.dossier_id, "text": searched(text)}
    )
    index_rows(index_of(DocumentText, "text"), [told.pk])
    return told
