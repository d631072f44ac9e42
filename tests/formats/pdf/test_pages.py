"""Pages become pictures with their words: exact sizes and places; hostile files stay a sentence."""

import io
import time
import zlib

import pytest
from PIL import Image

from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable
from tests.formats.pdf.make import pdf, with_image, written


@pytest.fixture
def drawn(tmp_path):
    """Draws pages in the child; gives what it tells, and the pictures."""

    def drawing(content: bytes, first: int = 0, most: int = 8):
        path, files = tmp_path / "file", tmp_path / "pages"
        path.write_bytes(content)
        files.mkdir()
        told = read_in_child("pages", path, asked=(first, most), files=files)
        pictures = [attachment_in(files, number).read_bytes() for number in range(len(told["pages"]))]
        return told, [Image.open(io.BytesIO(picture)) for picture in pictures]

    return drawing


@pytest.fixture
def refusal(drawn):
    """The sentence with which these bytes are refused."""

    def refused(content: bytes) -> str:
        with pytest.raises(Unreadable) as caught:
            drawn(content)
        return str(caught.value)

    return refused


def sizes(told) -> list[tuple[int, int]]:
    return [(page["width"], page["height"]) for page in told["pages"]]


def test_an_a4_becomes_a_picture_of_990_by_1400_with_its_words_in_it(drawn):
    told, pictures = drawn(written([(59, 758, "Facture")]))

    assert sizes(told) == [(990, 1400)]
    assert (pictures[0].format, pictures[0].size, pictures[0].mode) == ("WEBP", (990, 1400), "RGB")
    assert pictures[0].convert("L").crop((90, 80, 260, 150)).getextrema()[0] < 60
    assert pictures[0].convert("L").crop((0, 200, 990, 1400)).getextrema()[0] > 240


def test_every_word_is_told_with_its_place_in_ten_thousandths_line_by_line(drawn):
    told, _ = drawn(written([(0, 421, "Total dû"), (297, 100, "121,00")]))

    lines = told["pages"][0]["lines"]
    assert [[word[0] for word in line] for line in lines] == [["Total", "dû"], ["121,00"]]
    (_, left, top, width, height), (_, after, *_) = lines[0]
    assert (0 <= left < 40, 4800 < top < 4850, 600 < width < 800, 150 < height < 200) == (True,) * 4
    assert left + width < after
    assert 4990 <= lines[1][0][1] <= 5100


def test_a_page_that_is_turned_has_its_words_where_they_are_seen(drawn):
    told, _ = drawn(written([(0, 421, "Total")], turned=90))

    _, left, top, width, height = told["pages"][0]["lines"][0][0]
    assert sizes(told) == [(1400, 990)]
    assert (4990 <= left <= 5050, 0 <= top < 60, 150 < width < 220, 600 < height < 850) == (True,) * 4


def test_a_part_of_the_pages_is_drawn_and_all_are_counted(drawn):
    told, pictures = drawn(written(*([(0, 400, str(number))] for number in range(20))), first=5, most=3)

    assert (told["count"], len(pictures)) == (20, 3)
    assert [page["lines"][0][0][0] for page in told["pages"]] == ["5", "6", "7"]


def test_after_the_last_page_there_is_none(drawn):
    assert drawn(pdf(2), first=2) == ({"count": 2, "pages": []}, [])


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        ((842, 595), (1400, 990)),
        ((200, 700), (700, 2450)),
        ((14_400, 14_400), (2800, 2800)),
        ((3, 14_400), (1, 2800)),
        ((14_400, 3), (2800, 1)),
    ],
)
def test_no_page_is_drawn_larger_than_2800_pixels_whatever_it_says(drawn, size, pixels):
    assert sizes(drawn(pdf(size=size))[0]) == [pixels]


def test_of_ten_thousand_pages_eight_are_drawn_in_a_few_seconds(drawn):
    started = time.monotonic()

    told, pictures = drawn(pdf(10_000))

    assert (told["count"], len(pictures)) == (10_000, 8)
    assert time.monotonic() - started < 15


def test_a_file_that_opens_without_password_is_drawn_and_one_that_asks_for_it_is_refused(drawn, refusal, tmp_path):
    assert refusal(pdf(user="secret", owner="secret")) == "The PDF is protected by a password."
    (tmp_path / "pages").rmdir()
    assert sizes(drawn(pdf(owner="secret"))[0]) == [(990, 1400)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n<script>alert(1)</script>", "The PDF is damaged and cannot be opened."),
        (pdf()[:40], "The PDF is damaged and cannot be opened."),
        (b"\n" + pdf(), "The file is not a PDF."),
        (b"", "The file is not a PDF."),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(refusal, content, words):
    assert refusal(content) == words


def told_or_refused(drawn, content: bytes) -> str:
    """The sizes that were drawn, or the sentence why not."""
    try:
        return str(sizes(drawn(content)[0]))
    except Unreadable as refusal:
        return str(refusal)


def test_an_image_of_three_gigabytes_in_a_few_kilobytes_ends_within_the_limits(drawn):
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b"\0" * 2**20) for _ in range(64)) + packer.flush()
    started = time.monotonic()

    assert told_or_refused(drawn, with_image(32_000, 32_000, bomb))
    assert time.monotonic() - started < 40


def test_a_picture_upside_down_by_its_own_word_is_drawn_upright_and_without_it(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = io.BytesIO()
    Image.new("RGB", (3000, 1500), "red").save(photo, "JPEG", exif=exif)
    (tmp_path / "file").write_bytes(photo.getvalue())
    (tmp_path / "pages").mkdir()

    told = read_in_child("picture_page", tmp_path / "file", asked=(0, 8), files=tmp_path / "pages")

    picture = Image.open(tmp_path / "pages" / "0")
    assert told == {"count": 1, "pages": [{"width": 1000, "height": 2000, "lines": [], "blank": True}]}
    assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (1000, 2000), {})


def test_what_shines_through_is_drawn_on_white(tmp_path):
    drawing = io.BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(drawing, "PNG")
    (tmp_path / "file").write_bytes(drawing.getvalue())
    (tmp_path / "pages").mkdir()

    read_in_child("picture_page", tmp_path / "file", asked=(0, 1), files=tmp_path / "pages")

    assert Image.open(tmp_path / "pages" / "0").convert("L").getextrema()[0] > 250
