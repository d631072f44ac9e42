"""Pictures on pages of a PDF: photographs by their very bytes, drawings pixel for pixel, upright as they say."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageDraw, ImageOps

from comptoir.formats.unreadable import Unreadable
from tests.formats.pdf.arranged import arrange
from tests.formats.pdf.read_back import drawn, sizes_of, turns_of
from tests.formats.picture.test_check import bomb


def marked(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """White, with a black corner at the left of the top and a grey bar at the bottom."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, size[0] // 3, size[1] // 3), fill="black")
    pen.rectangle((0, size[1] * 3 // 4, size[0], size[1]), fill=(120, 120, 120))
    return image.convert(mode)


def packed(image: Image.Image, kind: str, **how) -> bytes:
    written = BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


def image_in(content: bytes, page: int = 0) -> Image.Image:
    """The picture on the page, unpacked, its pixels as they are."""
    with pikepdf.open(BytesIO(content)) as document:
        return pikepdf.PdfImage(document.pages[page].Resources.XObject.P).as_pil_image()


def test_a_photograph_keeps_its_very_bytes():
    photo = packed(marked(), "JPEG")

    assert photo in arrange(photo)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_as_its_own_word_says(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = packed(marked(size=(600, 300)), "JPEG", exif=exif, quality=95)

    page = drawn(arrange(photo, wanted=[[(0, 0)]]))

    upright = ImageOps.exif_transpose(Image.open(BytesIO(photo))).resize(page.size)
    spots = [(x * page.width // 8, y * page.height // 8) for x in range(1, 8) for y in range(1, 8)]
    for spot in spots:
        assert [abs(a - b) < 40 for a, b in zip(page.getpixel(spot), upright.getpixel(spot), strict=True)] == [True] * 3


def test_a_turn_adds_to_what_the_photograph_says_itself():
    exif = Image.Exif()
    exif[0x0112] = 6

    assert turns_of(arrange(packed(marked(), "JPEG", exif=exif), wanted=[[(0, 2)]])) == [3]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_a_drawing_keeps_every_pixel(mode):
    drawing = marked(mode)

    assert image_in(arrange(packed(drawing, "PNG"))).convert("RGB").tobytes() == drawing.convert("RGB").tobytes()


def test_sixteen_bits_of_a_colour_stay_as_they_are():
    deep = Image.new("I;16", (30, 20), 0x1234)

    with pikepdf.open(BytesIO(arrange(packed(deep, "PNG")))) as document:
        image = document.pages[0].Resources.XObject.P
        assert (image.BitsPerComponent, image.read_bytes()[:2]) == (16, b"\x12\x34")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_shines_through_is_drawn_on_white_and_the_rest_keeps_its_pixels(mode):
    drawing = marked("RGBA", (600, 400))
    drawing.paste((0, 0, 0, 0), (0, 0, 600, 200))
    drawing = drawing.convert(mode) if mode != "P" else drawing.quantize()

    page = drawn(arrange(packed(drawing, "PNG")))

    assert page.getpixel((page.width // 8, page.height // 8)) == (255, 255, 255)
    grey = page.getpixel((page.width // 2, page.height * 7 // 8))
    assert [abs(colour - 120) <= 2 for colour in grey] == [True] * 3


def test_a_tiff_has_a_page_for_each_of_its_pictures():
    pages = [marked(mode) for mode in ("1", "L", "RGB")]
    fax = packed(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")

    made = arrange(fax, wanted=[[(2, 1), (0, 0)]])

    assert turns_of(made) == [1, 0]
    assert image_in(made, 0).tobytes() == pages[2].tobytes()
    assert image_in(made, 1).convert("1").tobytes() == pages[0].tobytes()


@pytest.mark.parametrize(
    ("dpi", "size", "points"),
    [((300, 300), (2480, 3508), (595, 842)), ((72, 72), (4000, 3000), (793, 595)), (None, (100, 4000), (21, 842))],
)
def test_what_was_scanned_is_as_large_as_its_paper_and_a_photograph_fits_an_a4(dpi, size, points):
    how = {"dpi": dpi} if dpi else {}

    found = sizes_of(arrange(packed(Image.new("L", size), "JPEG", **how)))

    assert found == [points]


def test_inks_of_a_printer_look_as_pillow_sees_them():
    inks = Image.new("CMYK", (60, 40), (0, 255, 255, 0))

    red, green, blue = drawn(arrange(packed(inks, "JPEG"))).getpixel((100, 100))

    assert (red > 180, green < 90, blue < 90) == (True, True, True)


def test_the_profile_of_the_colours_goes_along():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    with pikepdf.open(BytesIO(arrange(packed(marked(), "JPEG", icc_profile=profile)))) as document:
        image = document.pages[0].Resources.XObject.P
        assert (str(image.ColorSpace[0]), image.ColorSpace[1].read_bytes()) == ("/ICCBased", profile)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (packed(marked(), "JPEG")[:-200], "damaged"),
        (packed(marked(), "PNG")[:-40], "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 500, "damaged"),
        (bomb(10_000, 10_000), "too many pixels"),
        (bomb(7_000, 7_000), "damaged"),
    ],
)
def test_half_a_picture_and_a_bomb_are_refused_with_a_reason(content, why):
    with pytest.raises(Unreadable, match=why):
        arrange(content)
