"""Streams in batches (itertools.batched comes with Python 3.12)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(stream: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items, in order, never an empty one."""
    iterator = iter(stream)
    while batch := list(islice(iterator, size)):
        yield batch
