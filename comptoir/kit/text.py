"""Text as it is searched: without accents, in lower case, single spaces."""

import re
from unicodedata import combining, normalize

_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""The combining marks of Latin, Greek and Cyrillic letters: nearly always the only ones."""


def readable(name: str) -> str:
    """A file's name as text that can be stored and shown: what no text can hold (bytes that are no UTF-8) is spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()


def plain(text: str) -> str:
    """The text in lower case, accents taken off and white space single: how both sides of a search are compared."""
    text = " ".join(text.casefold().split())
    if text.isascii():
        return text
    bare = _MARKS.sub("", normalize("NFKD", text))
    if not bare.isascii():
        bare = "".join(char for char in bare if not combining(char))
    return " ".join(bare.casefold().split())
