"""The one guard of every page: who asks, for which firm or dossier, with which right.

Each view carries exactly one of four marks: `needs(right)`, `logged_in`, `open_to_all(reason)`, or `by_token` of the door
for programs; a test walks the address tree and refuses a view without. The guard reads seat and profile again at every
request.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from comptoir.firms.access import Access, NotAllowed
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.firms.queries import Standing, standing_in_dossier, standing_in_firm
from comptoir.web.shared.templatetags.comptoir import say

View = Callable[..., HttpResponseBase]
ViewT = TypeVar("ViewT", bound=View)
LAST_PLACE = "last_place"


class PersonRequest(HttpRequest):
    """A request of somebody who is logged in."""

    person: Person
    htmx: HtmxDetails


class OfficeRequest(PersonRequest):
    """A request in a firm's office; `dossier` is set where the address names one, and then `access` is for it."""

    access: Access
    firm: Firm
    dossier: Dossier | None


class PortalRequest(PersonRequest):
    """A request in a dossier's portal."""

    access: Access
    firm: Firm
    dossier: Dossier


def needs(right: str) -> Callable[[View], View]:
    """Only for who has this right in the dossier or firm that the address names.

    Takes `dossier` and `firm` out of the address's arguments and puts `person`, `access`, `firm` and `dossier` on the
    request. Who is not logged in is sent to the login; without a seat there the answer is the same 404 as for a place
    that does not exist; with a seat whose profile lacks the right it is a 403 with a sentence. A NotAllowed raised by
    the view's own action becomes that 403 too.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_login(request)
            standing = _standing(request, kwargs)
            request.person = request.user
            request.access, request.firm, request.dossier = standing.access, standing.firm, standing.dossier
            try:
                standing.access.demand(right)
                return view(request, **kwargs)
            except NotAllowed as refusal:
                return forbidden(request, say(refusal.sentence))

        return marked(guarded, f"needs:{right}")

    return decorate


def logged_in(view: View) -> View:
    """Only for who is logged in, whatever his seats; puts `person` on the request."""

    @wraps(view)
    def guarded(request: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        request.person = request.user
        return view(request, **kwargs)

    return marked(guarded, "logged_in")


def open_to_all(reason: str) -> Callable[[View], View]:
    """For anybody, without login; the reason is for the reader."""

    def decorate(view: View) -> View:
        @wraps(view)
        def unguarded(request: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, **kwargs)

        return marked(unguarded, f"open_to_all:{reason}")

    return decorate


def to_login(request: Any) -> HttpResponseBase:
    """Send to the login, and from there back to the page that was asked for, or from which htmx asked."""
    address = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    if request.htmx:
        parts = urlsplit(request.htmx.current_url_abs_path or "/")
        address = parts.path + (f"?{parts.query}" if parts.query else "")
    query = f"?{urlencode({'next': address}, safe='/')}" if address and address != "/" else ""
    login = resolve_url(settings.LOGIN_URL) + query
    return HttpResponseClientRedirect(login) if request.htmx else HttpResponseRedirect(login)


def forbidden(request: HttpRequest, sentence: str) -> HttpResponse:
    """The 403 page with the sentence that says why."""
    return render(request, "403.html", {"sentence": sentence}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without its protection token; Django's `reason` is for developers and is not shown."""
    del reason
    return forbidden(
        request, gettext("This page was open for too long or came from elsewhere. Load it again and retry.")
    )


class PrivateMiddleware:
    """Nothing that the application answers is kept by a browser or proxy; static files are served before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["Cache-Control"] = "private, no-store"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def _standing(request: Any, kwargs: dict[str, Any]) -> Standing:
    """The standing in the place that the address names, also noted as the last one; 404 when there is none."""
    firm_id, dossier_id = kwargs.pop("firm", None), kwargs.pop("dossier", None)
    if firm_id is not None:
        standing = standing_in_firm(request.user, firm_id, dossier_id)
        place = f"/office/{firm_id}/"
    else:
        standing = standing_in_dossier(request.user, dossier_id) if dossier_id is not None else None
        place = f"/d/{dossier_id}/"
    if standing is None:
        raise Http404
    if request.session.get(LAST_PLACE) != place:
        request.session[LAST_PLACE] = place
    return standing


def marked(view: ViewT, mark: str) -> ViewT:
    """Write the mark on the view, where the test that walks the address tree reads it."""
    view.__dict__["guard"] = mark
    return view
