"""People at their browsers: who comes in with which browser, and what went wrong in it."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, StorageState, expect

from comptoir.demo.people import DemoPerson
from tests.e2e.serving import Demo

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
WITHOUT_SCRIPT = {"java_script_enabled": False}

PATIENCE = 30_000
"""Milliseconds for which a page is waited for, on a busy machine too."""

OF_THE_BROWSER = ("chrome-extension://", "chrome://", "data:", "blob:")
"""What the browser asks of itself, for its own viewer of PDF files."""

STATUS = re.compile(r"the server responded with a status of (\d+)")


def log_in(page: Page, email: str, password: str) -> None:
    """Fill in the login that the page shows."""
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("main form button").click()


def arrived(shown: Locator) -> Locator:
    """Wait until that is to be seen and its page has come whole, with its styles: from then on it can be read at once.

    To be asked after whatever leads to another page, of something that only the new page has.
    """
    expect(shown).to_be_visible()
    shown.page.wait_for_load_state()
    return shown


class Logins:
    """Cookies by person, made when they are first asked for."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        self._browser, self._demo = browser, demo
        self._cookies: dict[str, StorageState] = {}

    def of(self, person: DemoPerson) -> StorageState:
        """The cookies of a login of that person."""
        if person.email not in self._cookies:
            context = self._browser.new_context()
            page = context.new_page()
            page.goto(f"{self._demo.url}/login/")
            log_in(page, person.email, self._demo.password_of(person))
            page.wait_for_url(re.compile(r"/(d|office)/\d+/|:\d+/$"))
            self._cookies[person.email] = context.storage_state()
            context.close()
        return self._cookies[person.email]


@dataclass
class Door:
    """Browsers of a test, each watched: errors, refused resources, other hosts."""

    browser: Browser
    demo: Demo
    logins: Logins
    troubles: list[str] = field(default_factory=list)
    allowed: set[int] = field(default_factory=set)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def come_in(self, person: DemoPerson | None = None, **browser: Any) -> Page:
        """A page in a browser of its own, of somebody who is logged in, or of nobody."""
        if person is not None:
            browser["storage_state"] = self.logins.of(person)
        context = self.browser.new_context(**{"base_url": self.demo.url, "locale": "fr-BE", **DESK, **browser})
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        self._watch(context)
        return context.new_page()

    def expect(self, *statuses: int) -> None:
        """These answers are meant in this test; the browser's own word about them is no trouble."""
        self.allowed.update(statuses)

    def close(self) -> None:
        """Close every browser of the test."""
        for context in self._contexts:
            context.close()

    def _watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        status = STATUS.search(message.text)
        if status and int(status[1]) in self.allowed:
            return
        if message.type in {"error", "warning"}:
            self.troubles.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.demo.url}/", *OF_THE_BROWSER)):
            self.troubles.append(f"another host: {request.url}")
