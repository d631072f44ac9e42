"""Browser tests: Debian's Chromium, driven by Playwright, on the demo that serves itself in processes of its own."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, expect

from scripts.foreign import found, quick
from tests.e2e.ground import Ground, prepare
from tests.e2e.serving import Demo, served
from tests.e2e.visits import PATIENCE, Door, Logins

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # Playwright's loop runs in this thread, Django refuses the ORM beside a loop
)

expect.set_options(timeout=PATIENCE)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; without Chromium they are skipped, but in CI they fail.

    In a parallel run the tour of all pages keeps to one process and all others keep to one, each with a demo of its own.
    """
    here = Path(__file__).parent
    missing = pytest.mark.skip(reason="needs Chromium, and there is none here: sudo apt-get install chromium")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("tour" if "ground" in item.fixturenames else "browser"))
            if found() is None and not os.environ.get("CI"):
                item.add_marker(missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed also tells what the served demo wrote."""
    report = yield
    demo = getattr(item, "funcargs", {}).get("demo")
    if report.failed and isinstance(demo, Demo):
        report.sections.append(("The served demo", demo.said()))
    return report


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own Chromium, never one that Playwright would fetch."""
    return {**browser_type_launch_args, "executable_path": quick() or "chromium", "args": FLAGS}


@pytest.fixture(scope="session")
def viewing(browser_type: BrowserType) -> Iterator[Browser]:
    """A Chromium with its viewer of PDF files."""
    browser = browser_type.launch(executable_path=found(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, loaded and served once for each process of the test run."""
    with served(tmp_path_factory.mktemp("demo") / "data") as demo:
        yield demo


@pytest.fixture(scope="session")
def logins(browser: Browser, demo: Demo) -> Logins:
    """The cookies of who has logged in already: a login of its own costs a test half a second."""
    return Logins(browser, demo)


@pytest.fixture(scope="session")
def ground(browser: Browser, demo: Demo, logins: Logins) -> Ground:
    """Pages in every state, made once, in the firm next door."""
    door = Door(browser, demo, logins)
    made = prepare(door, demo)
    door.close()
    return made


@pytest.fixture
def door(browser: Browser, demo: Demo, logins: Logins) -> Iterator[Door]:
    """Where people come in. After the test, nothing may have gone wrong in any of their browsers."""
    yield from watched(Door(browser, demo, logins))


@pytest.fixture
def viewing_door(viewing: Browser, demo: Demo, logins: Logins) -> Iterator[Door]:
    """The same for browsers that show PDF files."""
    yield from watched(Door(viewing, demo, logins))


def watched(door: Door) -> Iterator[Door]:
    """The door, and afterwards a look at what went wrong behind it."""
    yield door
    door.close()
    assert door.troubles == []
