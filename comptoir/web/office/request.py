"""The request of the office's pages that are about one dossier."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from comptoir.firms.models import Dossier
from comptoir.web.shared.guard import OfficeRequest


class DossierRequest(OfficeRequest):
    """A request in a firm's office whose address names a dossier; `access` is for that dossier."""

    dossier: Dossier


def to_dossier(request: DossierRequest, part: str = "") -> HttpResponse:
    """Back to the dossier's page, at one of its parts."""
    response = redirect("office:dossier", firm=request.firm.pk, dossier=request.dossier.pk)
    if part:
        response["Location"] += f"#{part}"
    return response


def place(request: OfficeRequest) -> dict[str, Any]:
    """What every template of the office needs to write its addresses."""
    base = f"/office/{request.firm.pk}/"
    here = f"{base}dossiers/{request.dossier.pk}/" if request.dossier else base
    return {"office": base, "here": here, "dossier": request.dossier}
