"""PDF files made for tests, byte by byte or with pikepdf."""

from io import BytesIO

import pikepdf


def pdf(pages: int = 1, *, size: tuple[int, int] = (595, 842), owner: str = "", user: str = "") -> bytes:
    """Empty pages, the same bytes each time. A password for the owner still opens; one for the reader (`user`) does not."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=size)
    written = BytesIO()
    if owner or user:
        document.save(written, encryption=pikepdf.Encryption(owner=owner, user=user))
    else:
        document.save(written, deterministic_id=True)
    return written.getvalue()


def written(*pages: list[tuple[int, int, str]], size: tuple[int, int] = (595, 842), turned: int = 0) -> bytes:
    """Pages with words in Helvetica, 20 points high, each text at so many points from the left and the bottom."""
    document = pikepdf.new()
    font = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1))
    font.BaseFont, font.Encoding = pikepdf.Name.Helvetica, pikepdf.Name.WinAnsiEncoding
    for texts in pages:
        page = document.add_blank_page(page_size=size)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Rotate = turned
        drawn = "".join(f"BT /F 20 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts)
        page.obj.Contents = document.make_stream(drawn.encode("cp1252"))
    saved = BytesIO()
    document.save(saved, deterministic_id=True)
    return saved.getvalue()


def with_image(width: int, height: int, packed: bytes) -> bytes:
    """A page with an image that says it has so many pixels, its bytes packed as they are given."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    image = document.make_stream(packed)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.FlateDecode,
    )
    image.write(packed, filter=pikepdf.Name.FlateDecode)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    page.obj.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    saved = BytesIO()
    document.save(saved, deterministic_id=True)
    return saved.getvalue()
