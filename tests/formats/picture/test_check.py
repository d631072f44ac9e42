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
    assert check(tmp_path, picture(kind)) == {"kind": "picture", "pages": 1, "width": 30, "height": 20}


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


def tiff(pages: int) -> bytes:
    """A TIFF with so many small pages."""
    written = BytesIO()
    page = Image.new("1", (30, 20))
    page.save(written, "TIFF", save_all=True, append_images=[page] * (pages - 1))
    return written.getvalue()


def test_the_pages_of_a_tiff_are_counted_and_drawn_one_by_one(tmp_path):
    (tmp_path / "file").write_bytes(tiff(12))
    (tmp_path / "pages").mkdir()

    told = read_in_child("picture_page", tmp_path / "file", asked=(8, 8), files=tmp_path / "pages")

    assert check(tmp_path, tiff(12)) == {"kind": "picture", "pages": 12, "width": 30, "height": 20}
    assert (told["count"], len(told["pages"])) == (12, 4)
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["0", "1", "2", "3"]


def test_a_tiff_with_pages_without_end_or_in_a_circle_is_refused_in_words(tmp_path):
    circle = bytearray(tiff(2))
    first = struct.unpack_from("<I", circle, 4)[0]
    entries = struct.unpack_from("<H", circle, first)[0]
    struct.pack_into("<I", circle, first + 2 + 12 * entries, first)

    with pytest.raises(Unreadable, match="too many pages"):
        check(tmp_path, tiff(501))
    assert check(tmp_path, bytes(circle))["pages"] <= 2


def test_a_turned_page_of_a_tiff_is_drawn_upright(tmp_path):
    written = BytesIO()
    Image.new("RGB", (60, 20), "red").save(written, "TIFF", tiffinfo={274: 6})
    (tmp_path / "file").write_bytes(written.getvalue())
    (tmp_path / "pages").mkdir()

    told = read_in_child("picture_page", tmp_path / "file", asked=(0, 1), files=tmp_path / "pages")

    assert [(page["width"], page["height"]) for page in told["pages"]] == [(20, 60)]
