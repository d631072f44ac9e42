"""An address tree with one bare room of each kind, to try the guard on."""

from django.http import HttpResponse
from django.urls import include, path

from comptoir.firms.access import NotAllowed
from comptoir.web.shared.guard import OfficeRequest, PortalRequest, needs


@needs("archive.view")
def archive(request: PortalRequest, room: int = 0) -> HttpResponse:
    return HttpResponse(f"{request.person} in {request.dossier.name} of {request.firm.name}")


@needs("archive.handle")
def handle(request: PortalRequest) -> HttpResponse:
    return HttpResponse("handled")


@needs("office.view")
def office(request: OfficeRequest) -> HttpResponse:
    return HttpResponse(f"{request.firm.name}: {request.dossier}, {request.access.dossier_id}")


@needs("portal.view")
def refusing(request: PortalRequest) -> HttpResponse:
    raise NotAllowed("Your profile does not allow this.")


urlpatterns = [
    path("d/<int:dossier>/archive/", archive),
    path("d/<int:dossier>/handle/", handle),
    path("d/<int:dossier>/refusing/", refusing),
    path("office/<int:firm>/", office),
    path("office/<int:firm>/dossiers/<int:dossier>/", office),
    path("", include("comptoir.web.shared.urls")),
    path("", include("comptoir.web.public.urls")),
]
