"""Small things round every page: the choice of light or dark, and the firm's logo."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from comptoir.firms.models import Firm, Seat
from comptoir.web.shared.guard import PersonRequest, logged_in, open_to_all
from comptoir.web.shared.shell import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


@require_POST
@open_to_all("the login page, too, is read in light or dark")
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie and go back to where it was made."""
    response = HttpResponseRedirect(safe_back(request.POST.get("next", "")))
    wanted = request.POST.get("theme", "")
    if wanted in {name for name, _icon, _label in THEMES}:
        response.set_cookie(
            THEME_COOKIE, wanted, max_age=YEAR, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    return response


@logged_in
def logo(request: PersonRequest, firm: int) -> HttpResponse:
    """The firm's logo, for whoever has a seat in the firm or in one of its dossiers."""
    if not Seat.objects.filter(person=request.person, firm_id=firm).exists():
        raise Http404
    content = Firm.objects.filter(pk=firm).values_list("logo", flat=True).first()
    if not content:
        raise Http404
    return HttpResponse(bytes(content), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def safe_back(address: str, otherwise: str = "/") -> str:
    """The address if it is a path of this installation, else the other one: never a way out to a foreign site."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours else otherwise
