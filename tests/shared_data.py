"""Reference data that lies beside the checkout on the machines of developers and of CI, and nowhere else."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def shared(path: str) -> Path:
    """The file or folder under ../shared/data; the test that asks is skipped, saying so, where it is absent."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"needs the reference data ../shared/data/{path}, which is not here")
    return found
