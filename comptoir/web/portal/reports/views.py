"""The reports' own beginning: what each tells."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.web.portal.reports.answer import rooms
from comptoir.web.shared.guard import PortalRequest, needs


@require_safe
@needs("reports.view")
def reports(request: PortalRequest) -> HttpResponse:
    """What reports there are, each with what it tells."""
    context = {"rooms": rooms(request, ""), "sees_payment": request.access.may("payment.view")}
    return render(request, "portal/reports/index.html", context)
