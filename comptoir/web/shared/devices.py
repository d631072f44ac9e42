"""Browsers in the words of people."""

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
