"""The real Tryton of the tests, made once in the one worker that runs them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.connectors.tryton.desk import Desk
from tests.connectors.tryton.seed import ADMIN, ADMIN_PASSWORD, plant
from tests.connectors.tryton.server import Running, Unavailable, running
from tests.connectors.tryton.story import tell_at_desk


@dataclass(frozen=True)
class Real:
    """The server, its desk, and the rows that the story has made, by name."""

    server: Running
    desk: Desk
    story: dict[str, int]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests that need the one server go to one worker."""
    for item in items:
        if "real" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("tryton"))


@contextmanager
def planted(folder: Path, name: str) -> Iterator[Real]:
    """A Tryton with a small Belgian company; on PostgreSQL where the tests are. Raises Unavailable."""
    with running(folder, name, postgres=os.environ.get("COMPTOIR_DATABASE_URL", "")) as server:
        desk = Desk(plant(server.client(ADMIN, ADMIN_PASSWORD)))
        yield Real(server, desk, tell_at_desk(desk))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """The one of these tests; where it cannot be installed they are skipped, but in CI they fail."""
    try:
        with planted(tmp_path_factory.mktemp("tryton"), f"comptoir_tryton_{os.getpid()}") as made:
            yield made
    except Unavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(reason))
