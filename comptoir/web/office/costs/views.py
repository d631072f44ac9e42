"""The firm's cost categories, changed by its administrators; a dossier's own, by who looks after it."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from comptoir.web.office.costs import common
from comptoir.web.office.request import DossierRequest
from comptoir.web.shared.guard import OfficeRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def costs(request: OfficeRequest) -> HttpResponse:
    """The firm's schema, which holds for all dossiers without categories of their own."""
    return common.schema_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def cost(request: OfficeRequest, pk: int) -> HttpResponse:
    """One category of the firm's schema."""
    return common.cost_page(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def dossier_costs(request: DossierRequest) -> HttpResponse:
    """The dossier's own categories, or the firm's by which it goes; and the accounts that none covers."""
    return common.schema_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def dossier_cost(request: DossierRequest, pk: int) -> HttpResponse:
    """One of the dossier's own categories."""
    return common.cost_page(request, pk)
