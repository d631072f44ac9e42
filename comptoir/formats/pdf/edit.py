"""Takes pages out of PDFs and pictures, turned as they are wanted, and writes them as one PDF.

The same order gives the same bytes. What is looked at stays as it is: drawings and texts as they are packed, photographs
without being packed again. What acts is left behind: scripts, actions, forms, files inside, whatever hangs on the
document and not on its pages; what fields and notes show is drawn onto their page.

Imports qpdf, PDFium and Pillow: only the limited child process may import this module.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from comptoir.formats.media import PDF, media_type_of
from comptoir.formats.pdf.check import opened
from comptoir.formats.pdf.layers import Layers
from comptoir.formats.picture.embed import GRAY, RGB, Embedded, embedded
from comptoir.formats.unreadable import Unreadable

MOST_PAGES = 2000
MOST_BYTES = 35 * 2**20

LOOKS = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit"}
"""What of a page is what one sees of it."""

DRAWN_WITH = {"/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/ProcSet", "/Properties", "/Shading", "/XObject"}
BAGGAGE = ("/AF", "/Metadata", "/OPI", "/PieceInfo", "/PS", "/Ref")
"""What may hang on a drawing and is not drawn: files, notes of the program that made it, places elsewhere."""

DONE = {
    "/GoToE",
    "/GoToR",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/Sound",
    "/SubmitForm",
    "/URI",
}
COLOURS = {GRAY: Name.DeviceGray, RGB: Name.DeviceRGB}
A4 = (595, 842)
LARGEST = 14_400
"""Points of a side: what every reader of PDFs takes."""

Wanted = Sequence[tuple[int, int]]
"""Of a file: its pages, counted from 0, each with its quarter turns to the right; all of them when none is named."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """The PDF, and how many pages it has."""

    content: bytes
    pages: int


def arrange_pages(content: bytes, lengths: Sequence[int], wanted: Sequence[Wanted]) -> Arranged:
    """The wanted pages of the files, which lie one after another in `content`, as long as `lengths` says.

    Refuses (Unreadable) files that are damaged, protected, or neither PDF nor picture, a page that is not there, more
    than 2,000 pages, and what would be larger than a file may be.
    """
    with ExitStack() as closing:
        taken = _Taken(closing.enter_context(pikepdf.new()))
        count = 0
        for part, pages in zip(_cut(content, lengths), wanted, strict=True):
            source = _source(part, closing)
            order = pages or [(page, 0) for page in range(len(source))]
            count += len(order)
            if count > MOST_PAGES:
                raise Unreadable("A document made here has at most %(most)s pages.", most=MOST_PAGES)
            for page, turns in order:
                if not 0 <= page < len(source):
                    raise Unreadable("The document has no page %(page)s.", page=page + 1)
                source.put(taken, page, turns)
        return Arranged(_written(taken), count)


def to_json(arranged: Arranged) -> dict[str, Any]:
    """How many pages it has."""
    return {"pages": arranged.pages}


def files_of(arranged: Arranged) -> Iterator[bytes]:
    """The one file that came of it."""
    return iter([arranged.content])


def _cut(content: bytes, lengths: Sequence[int]) -> Iterator[bytes]:
    start = 0
    for length in lengths:
        yield content[start : start + length]
        start += length


def _source(content: bytes, closing: ExitStack) -> "_Pdf | _Pictures":
    if media_type_of(content) != PDF:
        return _Pictures(list(embedded(content)))
    with opened(content) as seen:
        count = len(seen)
    try:
        pdf = closing.enter_context(pikepdf.open(BytesIO(content)))
    except pikepdf.PasswordError:
        raise Unreadable("The PDF is protected by a password.") from None
    except pikepdf.PdfError:
        raise Unreadable("The PDF is damaged and cannot be opened.") from None
    if pdf.is_encrypted:
        raise Unreadable("The PDF is protected against changes.")
    return _Pdf(pdf, count)


@dataclass(slots=True)
class _Taken:
    """The PDF that is being written, with what of the layers of the others goes with it."""

    out: Pdf
    layers: Layers = field(default_factory=Layers)


class _Pdf:
    """The pages of a PDF; two readers must agree on how many there are, or some would be lost."""

    def __init__(self, pdf: Pdf, count: int) -> None:
        self.pdf = pdf
        try:
            if len(pdf.pages) != count:
                raise Unreadable("The PDF is damaged and cannot be opened.")
            if "/AcroForm" in pdf.Root:
                pdf.generate_appearance_streams()
            pdf.flatten_annotations("screen")
        except pikepdf.PdfError:
            raise Unreadable("The PDF is damaged and cannot be opened.") from None

    def __len__(self) -> int:
        return len(self.pdf.pages)

    def put(self, taken: _Taken, number: int, turns: int) -> None:
        try:
            page = self.pdf.pages[number]
            _strip(page.obj, LOOKS)
            taken.out.pages.append(page)
            copy = taken.out.pages[-1].obj
            _strip(copy, LOOKS)
            copy.Resources = _resources(copy)
            copy.Rotate = (_quarters(copy) + turns) % 4 * 90
            taken.layers.take(taken.out, self.pdf)
        except pikepdf.PdfError:
            raise Unreadable("Page %(page)s of the PDF is damaged.", page=number + 1) from None


class _Pictures:
    """The pictures of a file, each a page."""

    def __init__(self, pictures: list[Embedded]) -> None:
        self.pictures = pictures

    def __len__(self) -> int:
        return len(self.pictures)

    def put(self, taken: _Taken, number: int, turns: int) -> None:
        picture = self.pictures[number]
        width, height = _points(picture)
        page = taken.out.add_blank_page(page_size=(width, height)).obj
        page.Resources = Dictionary(XObject=Dictionary(P=_drawing(taken.out, picture)))
        across, shift = (-width, width) if picture.mirrored else (width, 0)
        page.Contents = taken.out.make_stream(f"q {across} 0 0 {height} {shift} 0 cm /P Do Q".encode())
        page.Rotate = (picture.turns + turns) % 4 * 90


def _strip(page: Object, kept: set[str]) -> None:
    for key in [key for key in page.keys() if key not in kept]:  # noqa: SIM118 (only its keys are texts)
        del page[key]


def _resources(page: Object) -> Dictionary:
    """What the page is drawn with, without what else lies there."""
    there = page.get("/Resources")
    if not isinstance(there, Dictionary):
        return Dictionary()
    return Dictionary({key: value for key, value in there.items() if key in DRAWN_WITH})


def _quarters(page: Object) -> int:
    told = page.get("/Rotate", 0)
    return int(told) // 90 % 4 if isinstance(told, int) else 0


def _drawing(out: Pdf, picture: Embedded) -> Stream:
    stream = _image(out, picture.packed, picture.width, picture.height, bits=picture.bits)
    stream.ColorSpace = _colours(out, picture)
    stream.Filter = Name.DCTDecode if picture.by_jpeg else Name.FlateDecode
    if picture.inverted:
        stream.Decode = Array([1, 0] * picture.colours)
    if picture.rows_of_png:
        stream.DecodeParms = Dictionary(
            Predictor=15, Colors=picture.colours, BitsPerComponent=picture.bits, Columns=picture.width
        )
    if picture.alpha:
        mask = _image(out, picture.alpha, picture.width, picture.height, bits=8)
        mask.ColorSpace, mask.Filter = Name.DeviceGray, Name.FlateDecode
        stream.SMask = mask
    return stream


def _image(out: Pdf, packed: bytes, width: int, height: int, *, bits: int) -> Stream:
    stream = out.make_stream(packed)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = width, height, bits
    return stream


def _colours(out: Pdf, picture: Embedded) -> Object:
    """The space of the colours: by the profile that came with the picture, of a palette where the pixels point to one."""
    many = RGB if picture.palette else picture.colours
    space: Object = COLOURS.get(many, Name.DeviceCMYK)
    if picture.profile:
        profile = out.make_stream(picture.profile)
        profile.N, profile.Alternate = many, space
        space = Array([Name.ICCBased, profile])
    if picture.palette:
        space = Array([Name.Indexed, space, len(picture.palette) // 3 - 1, pikepdf.String(picture.palette)])
    return space


def _points(picture: Embedded) -> tuple[Decimal, Decimal]:
    """How large the page is: what was scanned as large as it was, a photograph fitted to an A4."""
    if picture.dots:
        across, down = picture.dots
        size = Fraction(picture.width * 72, across), Fraction(picture.height * 72, down)
        if max(size) <= LARGEST:
            return _hundredths(size[0]), _hundredths(size[1])
    short, long = sorted((picture.width, picture.height))
    scale = min(Fraction(A4[0], short), Fraction(A4[1], long))
    return _hundredths(picture.width * scale), _hundredths(picture.height * scale)


def _hundredths(points: Fraction) -> Decimal:
    return max(Decimal(round(points * 100)) / 100, Decimal(1))


def saved(out: Pdf) -> bytes:
    """The bytes of a PDF that is made here, always the same ones; refuses (Unreadable) too many of them."""
    try:
        written = BytesIO()
        out.save(
            written,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    except pikepdf.PdfError:
        raise Unreadable("The PDF is damaged and cannot be opened.") from None
    if len(written.getbuffer()) > MOST_BYTES:
        raise Unreadable("The document would be larger than %(megabytes)s MB.", megabytes=MOST_BYTES // 2**20)
    return written.getvalue()


def _written(taken: _Taken) -> bytes:
    taken.layers.write(taken.out)
    try:
        taken.out.remove_unreferenced_resources()
        _without_baggage(taken.out)
    except pikepdf.PdfError:
        raise Unreadable("The PDF is damaged and cannot be opened.") from None
    return saved(taken.out)


def _without_baggage(out: Pdf) -> None:
    """Drawings keep what they are drawn with; whatever would act, or is a file, is emptied wherever it hangs."""
    for thing in out.objects:
        if isinstance(thing, Stream):
            for key in BAGGAGE:
                if key in thing:
                    del thing[key]
        elif isinstance(thing, Dictionary) and _acts(thing):
            _strip(thing, set())


def _acts(thing: Dictionary) -> bool:
    kind, what = thing.get("/Type"), thing.get("/S")
    return kind in {Name.Filespec, Name.F} or (isinstance(what, Name) and str(what) in DONE)
