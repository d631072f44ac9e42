"""A full disk, told in a sentence wherever it is met."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from comptoir.kit.words import Refusal

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Refusal):
    """The disk is full: the same can be done when there is room again."""

    def __init__(self) -> None:
        super().__init__("There is no room left on the disk of the server.")


@contextmanager
def room() -> Iterator[None]:
    """Raise NoRoom where the block finds no room on the disk."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom from error
        raise
