"""Who asks, as a program: by a personal token in its head, never by the cookie of a login."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from comptoir.firms.actions import BadToken, recognise
from comptoir.firms.limiter import (
    REQUESTS_OF_TOKEN,
    UNKNOWN_TOKENS_FROM_ADDRESS,
    Limit,
    TooManyAttempts,
    seconds_left,
)
from comptoir.firms.models import ApiToken
from comptoir.kit.words import Refusal
from comptoir.web.api.problems import problem, problem_of
from comptoir.web.shared.devices import network_address
from comptoir.web.shared.guard import marked

View = Callable[..., HttpResponse]
METHOD = "POST"


class TokenRequest(HttpRequest):
    """A request of a program; what it may do is what the person of its token may."""

    token: ApiToken


def by_token(view: View) -> View:
    """Only for a program that sends a token which is good now; refusals of the view are told as JSON.

    No cookie lets anybody in here, so that no page of another site can send something in a person's name.
    """

    @wraps(view)
    def guarded(request: Any) -> HttpResponse:
        if request.method != METHOD:
            told = gettext("Only %(method)s is answered here.") % {"method": METHOD}
            return problem(405, told, headers={"Allow": METHOD})
        try:
            request.token = _recognised(request)
            _count(REQUESTS_OF_TOKEN, str(request.token.pk))
        except BadToken as refusal:
            return problem_of(refusal, headers={"WWW-Authenticate": "Bearer"})
        except TooManyAttempts as refusal:
            return _later(refusal)
        with translation.override(request.token.person.language):
            try:
                return view(request)
            except Refusal as refusal:
                return problem_of(refusal)

    return csrf_exempt(marked(guarded, "by_token"))


def _recognised(request: HttpRequest) -> ApiToken:
    scheme, _, secret = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise BadToken("Send a personal token with the request, as Authorization: Bearer TOKEN.")
    try:
        return recognise(secret.strip(), at=timezone.now())
    except BadToken:
        _count(UNKNOWN_TOKENS_FROM_ADDRESS, network_address(request))
        raise


def _count(limit: Limit, what: str) -> None:
    limit.take(what, at=timezone.now())


def _later(refusal: TooManyAttempts) -> HttpResponse:
    """Both limits count by the same minute."""
    left = seconds_left(REQUESTS_OF_TOKEN.seconds, at=timezone.now())
    return problem_of(refusal, headers={"Retry-After": str(left)})
