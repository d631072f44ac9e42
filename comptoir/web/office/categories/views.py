"""The firm's categories, changed by its administrators; a dossier's own, by who looks after it."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from comptoir.web.office.categories import common
from comptoir.web.office.request import DossierRequest
from comptoir.web.shared.guard import OfficeRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def categories(request: OfficeRequest) -> HttpResponse:
    """The firm's lists, which hold for all its dossiers."""
    return common.lists_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def category(request: OfficeRequest, pk: int) -> HttpResponse:
    """One category of the firm's lists."""
    return common.category_page(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def dossier_categories(request: DossierRequest) -> HttpResponse:
    """What the dossier adds to the firm's lists."""
    return common.lists_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def dossier_category(request: DossierRequest, pk: int) -> HttpResponse:
    """One category of the dossier's own lists."""
    return common.category_page(request, pk)
