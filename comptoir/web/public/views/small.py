"""The choice of language, and the sign of life for whoever watches the server."""

import logging

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from comptoir.firms.actions import change_language
from comptoir.firms.choices import Language
from comptoir.web.shared.guard import open_to_all
from comptoir.web.shared.preferences import YEAR, safe_back

logger = logging.getLogger(__name__)


@require_POST
@open_to_all("the login page, too, is read in one's own language")
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language with the person and in a cookie, and go back to where it was chosen."""
    response = HttpResponseRedirect(safe_back(request.POST.get("next", "")))
    wanted = request.POST.get("language", "")
    if wanted in Language.values:
        if request.user.is_authenticated:
            change_language(request.user, wanted, at=timezone.now())
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=YEAR,
            httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


@require_safe
@open_to_all("asked by machines that watch the server")
def health(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "ok"})
