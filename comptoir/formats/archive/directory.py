"""The directory of a ZIP file: its entries as they are written down, and where the bytes of each lie.

An own reader, as the usual ones believe what a ZIP says of itself. Only the limited child process may import this module.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from comptoir.formats.unreadable import Unreadable

MOST_ENTRIES = 200

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 65535
_IN_EXTRA = 0xFFFFFFFF
"""A number of four bytes that says: too large, or not known yet; the extra field has it in eight."""

UTF_8 = 0x800


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the directory has it. `begins` and `ends` enclose its packed bytes, from its own header on at `at`;
    `as_said`: the header before the bytes says the same.
    """

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    attributes: int
    at: int
    begins: int
    ends: int
    as_said: bool


def entries_of(content: bytes) -> tuple[Entry, ...]:
    """The entries in the order of the directory. Refuses (Unreadable) what is no ZIP of the ordinary kind, whole and in
    one piece, and one of more than 200 entries.
    """
    start, end, said = _directory(content)
    if said > MOST_ENTRIES:
        raise Unreadable("The ZIP holds more than %(most)s files.", most=MOST_ENTRIES)
    entries = tuple(_walked(content, start, end))
    if len(entries) != said:
        raise damaged()
    return entries


def damaged() -> Unreadable:
    """The refusal of a ZIP that contradicts itself."""
    return Unreadable("The ZIP is damaged, or made to do harm.")


def _directory(content: bytes) -> tuple[int, int, int]:
    """Where the directory begins and ends, and how many entries it is said to have."""
    at = content.rfind(END, max(0, len(content) - _END.size - _LONGEST_COMMENT))
    if not content.startswith(LOCAL) or at < 0 or len(content) < at + _END.size:
        raise Unreadable("The file is not a ZIP, or not a whole one.")
    _, disk, other, here, said, size, start, comment = _END.unpack_from(content, at)
    if start == _IN_EXTRA or said == 0xFFFF:
        raise Unreadable("The ZIP is of a kind for larger files, which is not read.")
    if disk or other or here != said or start + size != at or at + _END.size + comment != len(content):
        raise damaged()
    return start, at, said


def _walked(content: bytes, start: int, end: int) -> Iterator[Entry]:
    """The records of the directory, one after the other."""
    at, found = start, 0
    while at < end:
        if content[at : at + 4] != CENTRAL or at + _CENTRAL.size > end:
            raise damaged()
        fields = _CENTRAL.unpack_from(content, at)
        name, extra, comment = fields[10:13]
        after = at + _CENTRAL.size + name + extra + comment
        found += 1
        if after > end or found > MOST_ENTRIES:
            raise damaged()
        raw = content[at + _CENTRAL.size : at + _CENTRAL.size + name]
        more = content[at + _CENTRAL.size + name : at + _CENTRAL.size + name + extra]
        yield _entry(content, fields, raw, more, start)
        at = after


def _entry(content: bytes, fields: tuple[int, ...], raw: bytes, more: bytes, start: int) -> Entry:
    flags, method, crc = fields[3], fields[4], fields[7]
    size, packed, at = _large(more, fields[9], fields[8], fields[16])
    if at + _LOCAL.size > start or content[at : at + 4] != LOCAL:
        raise damaged()
    local = _LOCAL.unpack_from(content, at)
    begins = at + _LOCAL.size + local[9] + local[10]
    ends = begins + packed
    if ends > start:
        raise damaged()
    said = content[at + _LOCAL.size : at + _LOCAL.size + local[9]]
    as_said = (local[2] & 1, local[3], said) == (flags & 1, method, raw)
    return Entry(_name(raw, flags), flags, method, crc, packed, size, fields[15], at, begins, ends, as_said)


def _large(extra: bytes, *small: int) -> list[int]:
    """Sizes and place of an entry, those that are too large for four bytes from the extra field of number 1."""
    longer: list[int] = []
    while len(extra) >= 4:
        number, length = struct.unpack_from("<2H", extra)
        if number == 1:
            longer = [value for (value,) in struct.iter_unpack("<Q", extra[4 : 4 + length // 8 * 8])]
        extra = extra[4 + length :]
    wanted = iter(longer)
    found = [next(wanted, -1) if value == _IN_EXTRA else value for value in small]
    if min(found) < 0:
        raise damaged()
    return found


def _name(raw: bytes, flags: int) -> str:
    """A name in UTF-8, also where only its bytes say so (macOS); else in the letters of DOS."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if flags & UTF_8 else raw.decode("cp437")
