"""The demo's folders of books: copied or generated into the data folder, where they may be changed."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from comptoir.demo.generate.books import MANIFEST, generate

ATELIER = "atelier"
GENERATED = "verbruggen"
BOOKS = Path(__file__).resolve().parent / "books"
LINES, SEED, DOCUMENTS = 6_000, 2026, 24
WRITTEN_AT = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
"""When the accounting software of the demo left its exports: files that have just changed might still be being written."""


def prepare_folders(demo: Path) -> None:
    """Make the folders that are not there yet; one that is there is left as it is. Each appears complete or not at all."""
    demo.mkdir(parents=True, exist_ok=True)
    _appear(demo / ATELIER, lambda fresh: shutil.copytree(BOOKS / ATELIER, fresh))
    _appear(demo / GENERATED, generate_books)


def generate_books(folder: Path) -> None:
    """The books of the generated company, without the manifest, which is for tests and no business of a firm's."""
    generate(folder, lines=LINES, seed=SEED, documents=DOCUMENTS)
    (folder / MANIFEST).unlink()


def _appear(folder: Path, make: Callable[[Path], object]) -> None:
    if folder.exists():
        return
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    make(fresh)
    for path in fresh.iterdir():
        os.utime(path, (WRITTEN_AT, WRITTEN_AT))
    fresh.rename(folder)
