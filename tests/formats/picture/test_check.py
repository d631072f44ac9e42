"""Pictures are decoded in the limited child: what is one, and what only says so."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from comptoir.formats.sandbox import read_in_child
from comptoir.formats.unreadable import Unreadable


def picture(kind: str, size: tuple[int, int] = (30, 20)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(written, kind)
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header speaks of so many pixels, with next to nothing behind it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def check(tmp_path, content: bytes) -> dict:
    path = tmp_path / "picture"
    path.write_bytes(content)
    return read_in_child("picture", path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_tells_its_size(tmp_path, kind):
    assert check(tmp_path, picture(kind)) == {"kind": "picture", "width": 30, "height": 20}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (picture("JPEG")[:300], "damaged"),
        (picture("PNG")[:-30], "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 500, "damaged"),
        (picture("GIF"), "not a picture"),
        (bomb(10_000, 10_000), "too many pixels"),
        (bomb(2_000_000, 2_000_000), "damaged|too many pixels"),
        (bomb(7_000, 7_000), "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(tmp_path, content, why):
    with pytest.raises(Unreadable, match=why):
        check(tmp_path, content)
