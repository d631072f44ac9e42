"""From where requests come: network addresses, and browsers in the words of people."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def in_words(device: str) -> str:
    """A browser's own words as a person says it: "Firefox, Windows"."""
    browser = next((word for sign, word in _BROWSERS if sign in device), "")
    system = next((word for sign, word in _SYSTEMS if sign in device), "")
    return ", ".join(filter(None, (browser, system))) or device[:60] or gettext("Unknown device")


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
