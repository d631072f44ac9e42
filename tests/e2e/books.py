"""The exports beside the served demo, as the accounting software leaves them: changed for a test, and put back."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FEC_ENCODING = "iso-8859-15"

Lines = list[list[str]]
"""The columns of each line, the heading first."""


@contextmanager
def other_books(file: Path, change: Callable[[Lines], object]) -> Iterator[Callable[[], None]]:
    """The export with that change in it; what is given puts it back as it was, and so does the end."""
    original = file.read_bytes()

    def put_back() -> None:
        _leave(file, original)

    lines = [line.split("\t") for line in original.decode(FEC_ENCODING).splitlines()]
    change(lines)
    _leave(file, "".join("\t".join(line) + "\r\n" for line in lines).encode(FEC_ENCODING))
    try:
        yield put_back
    finally:
        put_back()


def _leave(file: Path, content: bytes) -> None:
    """Write it as if the software had left it a minute ago: nobody waits whether it goes on writing."""
    file.write_bytes(content)
    os.utime(file, (time.time() - 60, time.time() - 60))


def just_left(file: Path) -> None:
    """As if the software were writing it now: a run then waits a second to see whether it goes on, and is seen waiting."""
    os.utime(file, (time.time() + 60, time.time() + 60))
