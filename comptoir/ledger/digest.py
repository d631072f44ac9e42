"""What was said of an entry, summed up in a hash: two readings of the same entry agree, and any change shows."""

from collections.abc import Iterable
from hashlib import blake2b

SEPARATOR = "\x1f"


def digest(head: str, parts: Iterable[str]) -> str:
    """24 hexadecimal digits over the head and the parts in their order."""
    return blake2b("\x1e".join([head, *parts]).encode(), digest_size=12).hexdigest()
