"""Every page asks for a right: the tree of addresses is walked, and each view says what it asks for."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from comptoir.firms.choices import DOSSIER_RIGHTS, FIRM_RIGHTS, PORTAL_RIGHTS_OF_FIRM

RIGHTS = frozenset().union(*FIRM_RIGHTS.values(), *PORTAL_RIGHTS_OF_FIRM.values(), *DOSSIER_RIGHTS.values())
OPEN_TO_ALL = {
    "login/",
    "logout/",
    "reset/",
    "reset/<str:token>/",
    "invitation/<str:token>/",
    "invoice/<str:token>/",
    "invoice/<str:token>/file",
    "invoice/<str:token>/logo",
    "language/",
    "health/",
    "theme",
}
"""Addresses of pages without login; each says why in its own decorator, and whoever adds one adds it here too."""

View = Callable[..., Any]


def pages(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, View]]:
    """Address and view of every page."""
    for pattern in found:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def unguarded(found: list[URLPattern | URLResolver]) -> list[str]:
    """Addresses whose view says nothing, asks for a right that no profile gives, or guards another kind of address."""
    wrong = []
    for address, view in pages(found):
        kind, _, what = str(getattr(view, "guard", "")).partition(":")
        if kind == "needs":
            right = what in RIGHTS and ("<int:dossier>" in address or "<int:firm>" in address)
        else:
            right = (
                kind == "logged_in"
                or (kind == "by_token" and address.startswith("api/"))
                or (kind == "open_to_all" and len(what) > 10)
            )
        if not right:
            wrong.append(f"{address}: {getattr(view, 'guard', 'no guard')}")
    return wrong


def test_every_page_asks_for_a_right():
    assert unguarded(get_resolver().url_patterns) == []


def test_the_pages_that_are_open_to_all_are_those_listed_here():
    found = pages(get_resolver().url_patterns)

    assert {
        address for address, view in found if str(getattr(view, "guard", "")).startswith("open_to_all:")
    } == OPEN_TO_ALL


def test_addresses_of_dossiers_and_firms_never_ask_for_a_login_alone():
    found = pages(get_resolver().url_patterns)
    inside = [(address, view) for address, view in found if address.startswith(("d/", "office/"))]

    assert [address for address, view in inside if not str(getattr(view, "guard", "")).startswith("needs:")] == []


def test_a_view_without_guard_and_one_with_an_unknown_right_are_caught():
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    def unknown(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    unknown.guard = "needs:archive.burn"  # type: ignore[attr-defined]
    found = [path("bare/", bare), path("d/<int:dossier>/unknown/", unknown)]

    assert unguarded(found) == ["bare/: no guard", "d/<int:dossier>/unknown/: needs:archive.burn"]
