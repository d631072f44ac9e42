"""Refusals for programs: a status, and JSON with a sentence for whoever reads the program's log (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

from comptoir.documents.quota import OverQuota
from comptoir.documents.store import NoRoom, TooLarge
from comptoir.firms.access import NotAllowed
from comptoir.firms.actions import BadToken
from comptoir.firms.limiter import TooManyAttempts
from comptoir.kit.words import Refusal
from comptoir.web.shared.templatetags.comptoir import say


class NotUnderstood(Refusal):
    """The body of the request is not what it is said to be."""


class NoLength(Refusal):
    """The request does not say how long its body is."""


class WrongType(Refusal):
    """The body of the request is of a type that is not read here."""


class NoSuchPlace(Refusal):
    """What the request names does not exist, or not for whoever asks."""


STATUSES: dict[type[Refusal], int] = {
    NotUnderstood: 400,
    BadToken: 401,
    NotAllowed: 403,
    NoSuchPlace: 404,
    NoLength: 411,
    TooLarge: 413,
    OverQuota: 413,
    WrongType: 415,
    TooManyAttempts: 429,
    NoRoom: 507,
}
UNPROCESSABLE = 422


def status_of(refusal: Refusal) -> int:
    """The HTTP status that says what kind of refusal it is; what has none of its own is wrong in what was sent."""
    return next((status for kind, status in STATUSES.items() if isinstance(refusal, kind)), UNPROCESSABLE)


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> JsonResponse:
    """The answer, as "problem details"; `more` are further members of it."""
    told = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JsonResponse(told, status=status, headers=dict(headers or {}), content_type="application/problem+json")


def problem_of(refusal: Refusal, *, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """The same of a refusal, in the language that is spoken now."""
    return problem(status_of(refusal), say(refusal.sentence), headers=headers)
