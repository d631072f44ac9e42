"""Purchases and sales as rows that can be picked."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from comptoir.archive.bundle import invoices_with_documents
from comptoir.archive.choices import Tab
from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.invoices import ArchiveFilter, filtered, partner_name
from comptoir.archive.queries.picked import sums_of
from comptoir.firms.access import Access
from comptoir.web.portal.archive.dress import values_of
from comptoir.web.portal.archive.plan import PLANS, sums_by_name, wanted_of
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.table import Names
from comptoir.web.portal.picking.kind import Kind


def invoices(tab: Tab) -> Kind:
    """The kind of a tab's rows."""

    def rows(access: Access) -> QuerySet[ArchivedInvoice]:
        return filtered(access, tab, ArchiveFilter(), on=_today())

    def wanted(access: Access, asked: Asked) -> QuerySet[ArchivedInvoice]:
        _names(access, asked)
        return filtered(access, tab, wanted_of(asked, on=_today()), on=_today())

    return Kind(
        plan=PLANS[tab],
        place=f"archive/{tab}/",
        acts=f"archive/{tab}/picked/",
        model=ArchivedInvoice,
        rows=rows,
        wanted=wanted,
        sums=_sums,
        bundled=invoices_with_documents,
        row_of=values_of,
        names=_names,
        mailed=tab == Tab.SALES,
    )


def _names(access: Access, asked: Asked) -> Names:
    """The name of the partner that is asked for by id; somebody else's is a 404."""
    partner_id = asked.number("of")
    if partner_id is None:
        return {}
    name = partner_name(access, partner_id)
    if name is None:
        raise Http404
    return {"of": {str(partner_id): name}}


def _sums(access: Access, rows: QuerySet[ArchivedInvoice]) -> Mapping[str, int]:
    sums = sums_of(rows)
    return sums_by_name(access, sums.count, sums.amount_cents, sums.open_cents)


def _today() -> date:
    return timezone.localdate()
