"""Root addresses: which door stands where."""

from django.urls import include, path

urlpatterns = [
    path("d/<int:dossier>/", include("comptoir.web.portal.urls")),
    path("office/<int:firm>/", include("comptoir.web.office.urls")),
    path("api/", include("comptoir.web.api.urls")),
    path("", include("comptoir.web.shared.urls")),
    path("", include("comptoir.web.public.urls")),
]
