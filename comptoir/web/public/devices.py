"""Devices: from which network address a request comes, and whether its browser has logged in before."""

import secrets
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from comptoir.firms.models import Person, normal_email

KNOWN_COOKIE = f"{'__Host-' if settings.SECURE else ''}comptoir_known"
KNOWN_FOR = 180 * 24 * 3600
_SALT = "comptoir.known-device"


def network_address(request: HttpRequest) -> str:
    """Who is counted together as one sender: an IPv4 address, or a whole IPv6 /64 network, which is one household.

    Behind the one trusted proxy of the settings it is the last address that the proxy wrote, else the peer's own;
    what a client claims by itself is never believed.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)


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
