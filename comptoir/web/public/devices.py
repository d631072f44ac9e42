"""Devices: whether a browser has logged in before."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from comptoir.firms.models import Person, normal_email

KNOWN_COOKIE = f"{'__Host-' if settings.SECURE else ''}comptoir_known"
KNOWN_FOR = 180 * 24 * 3600
_SALT = "comptoir.known-device"


def known_device(request: HttpRequest, email: str) -> str:
    """The name of this browser if it has logged in to that login before, else ""."""
    try:
        owner, name = signing.loads(request.COOKIES.get(KNOWN_COOKIE, ""), salt=_SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(name) if owner == _owner(email) else ""


def remember_device(response: HttpResponseBase, person: Person) -> None:
    """Mark this browser as one that has logged in; the mark lets nobody in, it only counts his failures apart."""
    response.set_cookie(
        KNOWN_COOKIE,
        signing.dumps([_owner(person.email), secrets.token_urlsafe(12)], salt=_SALT),
        max_age=KNOWN_FOR,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _owner(email: str) -> str:
    return sha256(normal_email(email).encode()).hexdigest()[:24]
