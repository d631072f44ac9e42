"""In which code page the texts of an old package are: told by a mark in the table, or by the bytes themselves."""

import re
from collections.abc import Iterable

MARKS = {0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x57: "cp1252", 0x64: "cp852", 0xC8: "cp1250"}
"""What byte 29 of a DBF header says."""

CODE_PAGES = ("cp1252", "cp850", "cp437", "cp1250", "cp852")
"""Those that a table may be in; each byte is one character."""

DOS_LETTERS = re.compile(rb"(?<=[A-Za-z])[\x80-\x9a\xa0-\xa5]|[\x80-\x9a\xa0-\xa5](?=[A-Za-z])")
WINDOWS_LETTERS = re.compile(rb"(?<=[A-Za-z])[\xc0-\xff]|[\xc0-\xff](?=[A-Za-z])")
"""Accented letters beside plain ones, as the DOS code pages and as Windows have them."""


def told_code_page(samples: Iterable[bytes]) -> str:
    """cp850 or cp1252: the one in which more accented letters stand beside letters; cp1252 when nothing tells."""
    dos = windows = 0
    for sample in samples:
        dos += len(DOS_LETTERS.findall(sample))
        windows += len(WINDOWS_LETTERS.findall(sample))
    return "cp850" if dos > windows else "cp1252"
