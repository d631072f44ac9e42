"""Unpacks a ZIP that somebody handed in: every entry is judged, and its bytes are counted while they come out.

Nothing is written under a name of the ZIP: names are labels. Only the limited child process may import this module.
"""

import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from unicodedata import normalize

from comptoir.formats.archive.directory import Entry, entries_of
from comptoir.formats.media import HEAD, ZIP, media_type_of
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.words import Sentence

MEGABYTE = 2**20
LARGEST = 50 * MEGABYTE
KEPT = 35 * MEGABYTE
"""No single file is kept that is larger."""

ALL = 200 * MEGABYTE
RATIO = 100
STORED, DEFLATED = 0, 8
ENCRYPTED = 0x41
OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
"""Names of entries by which office programs know their own files, which are ZIPs too."""

_LEADS_OUT = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)|.*\0", re.DOTALL)
_LITTER = re.compile(r"__MACOSX/|(?:.*/)?(?:\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Unpacked:
    """The files of a ZIP in their order; `faults` and `types` by their place, complete when `files_of` is through."""

    content: bytes
    entries: list[Entry]
    faults: dict[int, Sentence]
    types: dict[int, str] = field(default_factory=dict)


def read_zip(content: bytes) -> Unpacked:
    """The files of the ZIP, without its folders and what systems leave in them (`.DS_Store`), unless these are at fault.

    Refuses (Unreadable) what is no whole ZIP, documents of office programs, more than 200 entries, and more
    than 200 MB together. What is wrong with an entry is its fault: a link, a path that leads out, a name that is there
    twice (in any case of letters), bytes that it shares with another, a password, a packing that is not read, 50 MB, a
    hundred times its packed size.
    """
    entries = entries_of(content)
    if not OFFICE.isdisjoint(entry.name for entry in entries):
        raise Unreadable("The file is a document of an office program. Hand it in as a PDF.")
    if sum(entry.size for entry in entries) > ALL:
        raise _too_much()
    found = [(entry, _fault(entry)) for entry in entries]
    twice, shared = _twice(entries), _shared(entries)
    judged = [(entry, fault or _among(entry, twice, shared)) for entry, fault in found]
    told = [(entry, fault) for entry, fault in judged if fault is not None or not _is_litter(entry)]
    if not told:
        raise Unreadable("The ZIP holds no files.")
    faults = {number: fault for number, (_, fault) in enumerate(told) if fault is not None}
    return Unpacked(content, [entry for entry, _ in told], faults)


def files_of(unpacked: Unpacked) -> Iterator[bytes]:
    """The bytes of each file, nothing for one at fault; more faults are found here, and what each is by content."""
    together = 0
    for number, entry in enumerate(unpacked.entries):
        content = b""
        if number not in unpacked.faults:
            try:
                content = _bytes_of(entry, unpacked.content)
            except Unreadable as fault:
                unpacked.faults[number] = fault.sentence
            unpacked.types[number] = media_type_of(content[:HEAD])
        together += len(content)
        if together > ALL:
            raise _too_much()
        yield content


def to_json(unpacked: Unpacked) -> dict[str, Any]:
    """Name, size, media type by content and fault of each file."""
    return {"entries": [_entry_json(unpacked, number, entry) for number, entry in enumerate(unpacked.entries)]}


def _entry_json(unpacked: Unpacked, number: int, entry: Entry) -> dict[str, Any]:
    fault = unpacked.faults.get(number)
    return {
        "name": entry.name,
        "size": entry.size,
        "type": unpacked.types.get(number, ""),
        "refused": fault.to_json() if fault is not None else None,
    }


def _fault(entry: Entry) -> Sentence | None:
    """What is wrong with an entry by itself, as far as the directory says."""
    kind = stat.S_IFMT(entry.attributes >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return Sentence("It is a link or a device, not a file.")
    if _LEADS_OUT.match(entry.name):
        return Sentence("Its name leads out of the ZIP.")
    if entry.flags & ENCRYPTED:
        return Sentence("It is protected with a password.")
    if entry.method not in {STORED, DEFLATED}:
        return Sentence("It is packed in a way that is not read: only ordinary ZIP files are.")
    if not entry.as_said or (entry.method == STORED and entry.packed != entry.size):
        return _not_as_said().sentence
    if entry.size > LARGEST:
        return _too_large(LARGEST).sentence
    if entry.size > RATIO * max(entry.packed, 1):
        return Sentence("It unpacks to more than %(times)s times its size.", {"times": RATIO})
    return None


def _among(entry: Entry, twice: set[str], shared: set[int]) -> Sentence | None:
    """What is wrong with an entry beside the others."""
    if entry.at in shared:
        return Sentence("It shares its bytes with another file of the ZIP.")
    return Sentence("Its name is there twice.") if _folded(entry) in twice else None


def _twice(entries: tuple[Entry, ...]) -> set[str]:
    names = sorted(map(_folded, entries))
    return {one for one, other in pairwise(names) if one == other}


def _shared(entries: tuple[Entry, ...]) -> set[int]:
    """Where the entries lie whose bytes another one claims too."""
    found, reached, last = set(), 0, 0
    for entry in sorted(entries, key=lambda entry: entry.at):
        if entry.at < reached:
            found |= {entry.at, last}
        if entry.ends > reached:
            reached, last = entry.ends, entry.at
    return found


def _folded(entry: Entry) -> str:
    return normalize("NFC", normalize("NFC", entry.name).casefold())


def _is_litter(entry: Entry) -> bool:
    return entry.name.endswith("/") or _LITTER.match(entry.name) is not None


def _bytes_of(entry: Entry, content: bytes) -> bytes:
    """The bytes of the entry, counted while they come out; refuses (Unreadable) what is not as the directory says."""
    if entry.size > KEPT:
        raise _too_large(KEPT)
    if not entry.size:
        raise Unreadable("The file is empty.")
    packed = content[entry.begins : entry.ends]
    unpacked = packed if entry.method == STORED else _inflated(packed, entry.size)
    if len(unpacked) != entry.size or zlib.crc32(unpacked) != entry.crc:
        raise _not_as_said()
    if media_type_of(unpacked[:HEAD]) == ZIP:
        raise Unreadable("It is a ZIP, or a document of an office program, inside the ZIP. It is not opened.")
    return unpacked


def _inflated(packed: bytes, size: int) -> bytes:
    """The unpacked bytes, one more than `size` at most."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = inflater.decompress(packed, size + 1)
    except zlib.error:
        raise _not_as_said() from None
    if not inflater.eof or inflater.unused_data:
        raise _not_as_said()
    return unpacked


def _too_much() -> Unreadable:
    return Unreadable("The ZIP unpacks to more than %(megabytes)s MB.", megabytes=ALL // MEGABYTE)


def _too_large(limit: int) -> Unreadable:
    return Unreadable("The file is larger than %(megabytes)s MB.", megabytes=limit // MEGABYTE)


def _not_as_said() -> Unreadable:
    return Unreadable("It is not what the ZIP says of it.")
