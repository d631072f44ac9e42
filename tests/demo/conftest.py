"""Generated books, made once for the tests of this folder."""

from pathlib import Path

import pytest

from comptoir.demo.generate.books import Generated, generate


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """Three years of about 6,000 lines, with documents for the newest 30 pieces."""
    return generate(tmp_path_factory.mktemp("books"), lines=6_000, seed=7, documents=30)


@pytest.fixture
def books(generated: Generated) -> Path:
    """The folder of those books; not to be changed."""
    return generated.folder
