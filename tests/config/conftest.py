"""Installations for the tests of the command line."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.installation import Installation, installation


@pytest.fixture
def comptoir(tmp_path: Path) -> Iterator[Installation]:
    """An installation that does not exist yet."""
    with installation(tmp_path / "data") as fresh:
        yield fresh


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Installation]:
    """A second one."""
    with installation(tmp_path / "another") as fresh:
        yield fresh


@pytest.fixture
def port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
