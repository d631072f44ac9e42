"""ZIP files made for tests: honest ones by the standard library, the others by changing their bytes."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"
FLAGS, METHOD, EXTRA = (8, "<H"), (10, "<H"), (30, "<H")
CRC, PACKED, SIZE, AT = (16, "<L"), (20, "<L"), (24, "<L"), (42, "<L")
"""Fields of a record of the directory: how far from its beginning, and how they are written."""


def zipped(
    files: Mapping[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A ZIP of these files."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(name, content)
    return written.getvalue()


def record(content: bytes, number: int) -> int:
    """Where the record of that entry begins in the directory."""
    at = content.rindex(b"PK\x05\x06")
    at = struct.unpack_from("<L", content, at + 16)[0]
    for _ in range(number):
        at += 46 + sum(struct.unpack_from("<3H", content, at + 28))
    return at


def changed(content: bytes, number: int, field: tuple[int, str], value: int) -> bytes:
    """The ZIP with one field of a record of its directory overwritten."""
    made = bytearray(content)
    struct.pack_into(field[1], made, record(content, number) + field[0], value)
    return bytes(made)


def as_large(content: bytes, size: int) -> bytes:
    """The ZIP of one entry with its sizes moved into the extra field, as some programs write them."""
    made = changed(changed(content, 0, SIZE, 0xFFFFFFFF), 0, PACKED, 0xFFFFFFFF)
    extra = struct.pack("<2H2Q", 1, 16, size, size)
    end = made.rindex(b"PK\x05\x06")
    made = changed(made[:end] + extra + made[end:], 0, EXTRA, len(extra))
    told = struct.unpack_from("<L", made, end + len(extra) + 12)[0]
    return made[: end + len(extra) + 12] + struct.pack("<L", told + len(extra)) + made[end + len(extra) + 16 :]


def link(name: str, to: str) -> tuple[zipfile.ZipInfo, bytes]:
    """A symbolic link as an entry."""
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry, to.encode()


def overlapping(copies: int, zeros: int) -> bytes:
    """A few bytes that every entry of the directory claims as its own."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(zeros)) + packer.flush()
    crc = zlib.crc32(bytes(zeros))
    local = struct.pack("<4s5H3L2H", LOCAL, 20, 0, 8, 0, 0, crc, len(packed), zeros, 1, 0) + b"a" + packed
    records = b"".join(
        struct.pack("<4s6H3L5H2L", CENTRAL, 20, 20, 0, 8, 0, 0, crc, len(packed), zeros, 1, 0, 0, 0, 0, 0, 0) + b"a"
        for _ in range(copies)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(records), len(local), 0)
    return local + records + end
