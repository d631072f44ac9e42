"""Filed documents as rows that can be picked."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from comptoir.archive.bundle import filed_with_documents
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import FiledDocument
from comptoir.archive.queries.filed import FiledFilter, category_of, filtered
from comptoir.firms.access import Access
from comptoir.web.portal.filed.plan import PLANS, wanted_of
from comptoir.web.portal.filed.rows import values_of
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.table import Names
from comptoir.web.portal.picking.kind import Kind


def filed(tab: FiledTab) -> Kind:
    """The kind of a tab's rows."""

    def rows(access: Access) -> QuerySet[FiledDocument]:
        there = filtered(access, tab, FiledFilter(), on=timezone.localdate())
        taken_out = filtered(access, tab, FiledFilter(removed=True), on=timezone.localdate())
        return (there | taken_out).select_related("category")

    def wanted(access: Access, asked: Asked) -> QuerySet[FiledDocument]:
        names(access, asked)
        return filtered(access, tab, wanted_of(asked), on=timezone.localdate()).select_related("category")

    def names(access: Access, asked: Asked) -> Names:
        """The name of the category that is asked for; one that is none of this dossier is a 404."""
        pk = wanted_of(asked).category_id
        if pk is None:
            return {}
        category = category_of(access, tab, pk)
        if category is None:
            raise Http404
        return {"category": {str(pk): category.name_in(get_language() or "fr")}}

    return Kind(
        plan=PLANS[tab],
        place=f"archive/{tab}/",
        acts=f"archive/{tab}/picked/",
        model=FiledDocument,
        rows=rows,
        wanted=wanted,
        sums=_sums,
        bundled=filed_with_documents,
        row_of=values_of,
        names=names,
    )


def _sums(_access: Access, rows: QuerySet[FiledDocument]) -> Mapping[str, int]:
    return {"count": rows.count()}
