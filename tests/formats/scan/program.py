"""Whether tesseract is here: tests that need it are skipped where it is not, and fail in CI."""

import os

import pytest

from scripts.foreign import RECOGNITION, recognises

needs_tesseract = pytest.mark.skipif(
    not recognises() and not os.environ.get("CI"),
    reason=f"needs tesseract, and it is not here: sudo apt-get install {' '.join(RECOGNITION)}",
)
