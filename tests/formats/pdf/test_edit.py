"""Pages are taken out of PDFs, turned and put together: exactly those, looking as they did, with nothing that acts."""

import time
import zlib
from io import BytesIO
from itertools import accumulate

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from comptoir.formats.pdf.edit import arrange_pages
from comptoir.formats.unreadable import Unreadable
from tests.formats.pdf.arranged import arrange
from tests.formats.pdf.make import pdf, with_image, written
from tests.formats.pdf.read_back import drawn, sizes_of, texts_of, turns_of

DAMAGED = "The PDF is damaged and cannot be opened."
FIVE = written(*([(59, 758, f"Page {number}")] for number in range(5)))
TURNED = written(*([(59, 758, f"Turned {number}")] for number in range(3)), turned=270)


def saved(document: pikepdf.Pdf) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def everything_in(content: bytes) -> bytes:
    """The file with all its streams unpacked."""
    with pikepdf.open(BytesIO(content)) as document:
        plain = BytesIO()
        document.save(
            plain,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return plain.getvalue()


def refusal(*contents: bytes, wanted=()) -> str:
    with pytest.raises(Unreadable) as caught:
        arrange(*contents, wanted=wanted)
    return str(caught.value)


def test_the_pages_lie_in_the_order_that_was_asked_for_turned_as_asked():
    made = arrange(FIVE, wanted=[[(4, 1), (0, 0), (2, 3)]])

    assert texts_of(made) == ["Page 4", "Page 0", "Page 2"]
    assert turns_of(made) == [1, 0, 3]
    assert sizes_of(made) == [(842, 595), (595, 842), (842, 595)]


def test_a_turn_adds_to_the_one_that_a_page_has():
    assert turns_of(arrange(TURNED, wanted=[[(0, 0), (1, 1), (2, 3)]])) == [3, 0, 2]


def test_without_a_wish_all_pages_of_all_files_are_taken():
    assert texts_of(arrange(TURNED, FIVE))[2:5] == ["Turned 2", "Page 0", "Page 1"]


def test_the_same_order_makes_the_same_bytes():
    assert arrange(FIVE, TURNED, wanted=[[(1, 1)], [(0, 0)]]) == arrange(FIVE, TURNED, wanted=[[(1, 1)], [(0, 0)]])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    orders=st.tuples(
        st.permutations(range(5)).flatmap(lambda order: st.integers(1, 5).map(lambda many: order[:many])),
        st.permutations(range(3)),
    ),
    turns=st.lists(st.integers(0, 3), min_size=8, max_size=8),
)
def test_whatever_the_order_and_the_turns_every_page_is_there_once_and_turned_right(orders, turns):
    first = list(zip(orders[0], turns, strict=False))
    second = list(zip(orders[1], turns[5:], strict=True))

    made = arrange_pages(FIVE + TURNED, [len(FIVE), len(TURNED)], [first, second]).content

    assert texts_of(made) == [f"Page {page}" for page, _ in first] + [f"Turned {page}" for page, _ in second]
    assert turns_of(made) == [turn for _, turn in first] + [(3 + turn) % 4 for _, turn in second]


def test_a_page_that_is_left_out_leaves_nothing_behind():
    made = everything_in(arrange(FIVE, wanted=[[(0, 0)]]))

    assert (b"Page 0" in made, b"Page 1" in made) == (True, False)


def test_of_resources_that_all_pages_share_each_takes_its_own():
    document = pikepdf.new()
    shared = Dictionary()
    for name in ("One", "Two"):
        image = document.make_stream(f"drawing {name}".encode(), Type=Name.XObject, Subtype=Name.Form)
        image.BBox, image.Resources = Array([0, 0, 9, 9]), Dictionary()
        shared[f"/{name}"] = image
    resources = document.make_indirect(Dictionary(XObject=document.make_indirect(shared)))
    for name in ("One", "Two"):
        page = document.add_blank_page(page_size=(300, 300))
        page.obj.Resources, page.obj.Contents = resources, document.make_stream(f"/{name} Do".encode())

    made = everything_in(arrange(saved(document), wanted=[[(1, 0)]]))

    assert (b"drawing Two" in made, b"drawing One" in made) == (True, False)


def acting() -> bytes:
    """A page with everything that acts, and a field that shows a text."""
    document = pikepdf.open(BytesIO(written([(59, 758, "Invoice")])))
    page = document.pages[0].obj
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('evil one')"))
    launch = document.make_indirect(Dictionary(S=Name.Launch, F=String("evil two")))
    file = document.make_stream(b"evil three", Type=Name.EmbeddedFile)
    spec = document.make_indirect(Dictionary(Type=Name.Filespec, F=String("evil four"), EF=Dictionary(F=file)))
    look = document.make_stream(b"BT /F 12 Tf 0 0 Td (Shown) Tj ET", Type=Name.XObject, Subtype=Name.Form)
    look.BBox, look.Resources = Array([0, 0, 100, 20]), page.Resources
    look.PieceInfo, look.AF = Dictionary(evil=String("evil five")), Array([spec])
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String("Shown"), F=4, A=launch,
        Rect=Array([100, 100, 200, 120]), AP=Dictionary(N=look), AA=Dictionary(K=script),
    )  # fmt: skip
    widget = document.make_indirect(field)
    page.Annots, page.AA = Array([widget]), Dictionary(O=script)
    page.Resources.Evil = spec
    document.Root.AcroForm = Dictionary(Fields=Array([widget]), XFA=document.make_stream(b"evil six"))
    document.Root.OpenAction, document.Root.AA = script, Dictionary(WC=script)
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("evil"), script])),
        EmbeddedFiles=Dictionary(Names=Array([String("evil"), spec])),
    )
    return saved(document)


def test_nothing_that_acts_goes_along_and_what_fields_show_stays_to_be_seen():
    made = arrange(acting())

    assert texts_of(made) == ["Invoice\r\nShown"]
    plain = everything_in(made)
    acts = [b"evil", b"JavaScript", b"Launch", b"XFA", b"EmbeddedFile", b"OpenAction", b"AcroForm", b"Annot"]
    assert [word for word in acts if word in plain] == []


def test_a_link_to_a_page_that_is_left_out_does_not_bring_it_along():
    document = pikepdf.open(BytesIO(FIVE))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.Dest = Array([document.pages[3].obj, Name.Fit])
    document.pages[0].obj.Annots = Array([document.make_indirect(link)])

    assert b"Page 3" not in everything_in(arrange(saved(document), wanted=[[(0, 0)]]))


@pytest.mark.parametrize("how", ["off", "base"])
def test_a_layer_that_is_not_shown_stays_unseen(how):
    document = pikepdf.open(BytesIO(written([(59, 758, "Seen")], [(59, 758, "Other")])))
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    page = document.pages[0].obj
    page.Resources.Properties = Dictionary(L=layer)
    page.Contents = document.make_stream(b"/OC /L BDC 0 0 0 rg 0 0 595 842 re f EMC")
    default = Dictionary(OFF=Array([layer])) if how == "off" else Dictionary(BaseState=Name.OFF)
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=default)
    content = saved(document)

    made = arrange(content, FIVE, wanted=[[(0, 0)], [(0, 0)]])

    assert drawn(content, 0).getextrema() == drawn(made, 0).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(user="secret", owner="secret"), "The PDF is protected by a password."),
        (pdf(owner="secret"), "The PDF is protected against changes."),
        (b"%PDF-1.7\n<script>alert(1)</script>", DAMAGED),
        (pdf()[:40], DAMAGED),
        (b"", "The file is not a picture."),
        (b"<Invoice/>", "The file is not a picture."),
        (b"PK\x03\x04" + b"\0" * 100, "The file is not a picture."),
    ],
)
def test_what_is_protected_damaged_or_something_else_is_refused_in_words(content, words):
    assert refusal(FIVE, content) == words


def test_a_page_that_is_not_there_is_refused():
    assert refusal(FIVE, wanted=[[(5, 0)]]) == "The document has no page 6."
    assert refusal(FIVE, wanted=[[(-1, 0)]]) == "The document has no page 0."


def test_two_thousand_pages_are_taken_and_one_more_is_not():
    assert len(sizes_of(arrange(pdf(2000)))) == 2000
    assert refusal(pdf(2000), pdf()) == "A document made here has at most 2000 pages."


def raw(*objects: bytes) -> bytes:
    """A PDF of these objects, the first one its catalogue."""
    written = [b"%PDF-1.7\n", *(b"%d 0 obj%sendobj\n" % (number, each) for number, each in enumerate(objects, start=1))]
    places = list(accumulate(map(len, written[:-1])))
    content, start = b"".join(written), sum(map(len, written))
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer<</Root 1 0 R/Size %d>>startxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * 2**20) for _ in range(size)) + packer.flush()


def nested(times: int) -> bytes:
    """A stream packed again and again: a few hundred bytes that say they are gigabytes."""
    packed = bomb(800)
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    filters = b"/FlateDecode " * times
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</A 4 0 R>>>>>>"
    stream = b"<</Filter[%s]/Length %d>>stream\n%s\nendstream " % (filters, len(packed), packed)
    return raw(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream)


HOSTILE = {
    "a tree of pages that bites its tail": raw(CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "two branches that hold each other": raw(
        CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"
    ),
    "more pages said than there are": raw(
        CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 900000>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    ),
    "a page that is a number": raw(CATALOGUE, b"<</Type/Pages/Kids[7]/Count 1>>"),
    "a few hundred bytes that unpack to 800 MB": nested(3),
    "arrays a hundred thousand deep": raw(
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources" + b"[" * 100_000 + b"]" * 100_000 + b">>",
    ),
    "an image of three gigabytes": with_image(32_000, 32_000, bomb(64)),
    "a form that draws itself": raw(
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</A 4 0 R>>>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 4 0 R>>>>/Length 5>>stream\n/A Do\nendstream ",
    ),
}


SENTENCES = {
    DAMAGED,
    "Page 1 of the PDF is damaged.",
    "The PDF has no pages.",
    "The PDF is protected against changes.",
    "The file is not a PDF.",
    "The file is not a picture.",
    "The file could not be read: it is damaged, or made to do harm.",
    "Reading the file would need too much memory.",
    "Reading the file took too long.",
}


def told(content: bytes, wanted=()) -> str:
    """What becomes of the file: a document, or the sentence why not."""
    try:
        return f"{len(sizes_of(arrange(content, wanted=wanted)))} page"
    except Unreadable as refused:
        return str(refused)


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_become_a_document_or_a_sentence_within_the_limits(content):
    started = time.monotonic()

    assert told(content) in {"1 page", *SENTENCES}
    assert time.monotonic() - started < 30


def test_a_box_without_end_stays_what_it_is():
    assert sizes_of(arrange(pdf(size=(14_400, 14_400)))) == [(14_400, 14_400)]


def test_a_page_out_of_a_hundred_thousand_is_had_or_refused_within_the_limits():
    kids = b"".join(b"%d 0 R " % number for number in range(3, 100_003))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    content = raw(CATALOGUE, b"<</Type/Pages/Count 100000/Kids[%s]>>" % kids, *[page] * 100_000)
    started = time.monotonic()

    assert told(content, wanted=[[(99_999, 1)]]) in {"1 page", *SENTENCES}
    assert time.monotonic() - started < 30


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(FIVE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_damage_anywhere_is_a_sentence_or_a_document(changes):
    content = bytearray(FIVE)
    for place, value in changes:
        content[place] = value

    assert told(bytes(content), wanted=[[(0, 1)]]) in {"1 page", *SENTENCES}
