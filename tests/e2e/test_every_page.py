"""Every page, in every state, light and dark, on a desk and on a phone: without a fault that a machine can find."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from comptoir.demo.people import DemoPerson
from tests.e2e.ground import Ground
from tests.e2e.no_pages import NO_PAGES
from tests.e2e.serving import Demo
from tests.e2e.stop import HANDS_IN, SUPPORT, Stop
from tests.e2e.stops import STOPS
from tests.e2e.visits import DESK, Door, Logins, arrived

WITHOUT_ADDRESS = {"403", "404", "500"}
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
EXTREMES = {"narrowest": (360, 740), "widest": (2560, 1440)}
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES = {"light": (RULES, {"target-size": {"enabled": True}}), "dark": (RULES_OF_COLOUR, {})}
"""Dark changes the colours alone."""

FIND = """
([part, runOnly, rules]) => axe.run(part, {runOnly, rules, resultTypes: ["violations"], iframes: false}).then(
    found => found.violations.flatMap(fault => fault.nodes.map(
        node => [fault.id, ...node.target, ...[...node.any, ...node.all, ...node.none].map(one => one.message)].join(": ")
    ))
)
"""
"""Not into frames: what stands in them is the browser's own viewer."""


class Tour:
    """One browser for each person, who goes from stop to stop; nobody who is not logged in has a new one at each."""

    def __init__(self, door: Door, ground: Ground) -> None:
        self.door, self._ground = door, ground
        self._people = {SUPPORT: ground.support, HANDS_IN: ground.hands_in}
        self._pages: dict[DemoPerson, Page] = {}

    def stand_at(self, stop: Stop) -> Page:
        """Go there and do what leads to its state."""
        self.door.allowed = {stop.status}
        self.door.troubles.clear()
        page = self._page_of(self._people.get(stop.who, stop.who)) if stop.who else self.door.come_in()
        page.unroute_all()
        page.set_viewport_size(DESK["viewport"])
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(self._ground.at(stop.address))
        stop.act(page)
        arrived(page.locator(stop.shows).locator("visible=true").first)
        return page

    def _page_of(self, person: DemoPerson) -> Page:
        if person not in self._pages:
            self._pages[person] = self.door.come_in(person)
        return self._pages[person]


@pytest.fixture(scope="module")
def tour(browser: Browser, demo: Demo, logins: Logins, ground: Ground) -> Iterator[Tour]:
    """The tour of all pages."""
    door = Door(browser, demo, logins)
    yield Tour(door, ground)
    door.close()


@pytest.mark.parametrize("stop", STOPS, ids=str)
def test_a_page_is_open_to_everybody_and_fits_every_screen(stop, tour):
    page = tour.stand_at(stop)
    page.evaluate(AXE_SCRIPT)

    assert list(faults(page, stop.part)) == []
    assert [name for name, size in {**EXTREMES, **SIZES}.items() if overflows(page, size)] == []
    assert page.title().strip(" ·") != ""
    assert tour.door.troubles == []


def faults(page: Page, part: str) -> Iterator[str]:
    """What axe finds, in light and dark, on a desk and on a phone."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            for fault in page.evaluate(FIND, [part, *rules]):
                yield f"{size}, {scheme}: {fault}"


def overflows(page: Page, size: tuple[int, int]) -> bool:
    """Whether the page can be scrolled sideways at that size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_no_page_of_the_tree_of_addresses_is_left_out():
    every = set(names(get_resolver().url_patterns))

    assert every - {stop.page for stop in STOPS} - set(NO_PAGES) == set()


def test_nothing_is_excused_that_is_toured_or_does_not_exist():
    every, toured = set(names(get_resolver().url_patterns)), {stop.page for stop in STOPS}

    assert toured & set(NO_PAGES) == set()
    assert set(NO_PAGES) - every == set()
    assert toured - every == WITHOUT_ADDRESS


def test_the_states_of_a_page_have_different_names():
    assert len({str(stop) for stop in STOPS}) == len(STOPS)


def names(found: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The names of all addresses."""
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"
