"""Photographs of one paper: held until their order is said, then one document; the camera's bytes stay."""

from io import BytesIO
from uuid import UUID, uuid4

import pypdfium2
import pytest
from PIL import Image

from comptoir.documents.store import file_of
from comptoir.formats.picture.lighten import SIDE, lighten
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.models import MailboxSettings, Submission, Upload
from comptoir.intake.photographs import MOST, NotTogether, hand_in_each, hand_in_together
from comptoir.intake.uploading import NoSuchUpload, append, begin, finish_left, own_uploads
from tests.intake.conftest import NOW

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 30), (30, 30, 200)


def photograph(colour: tuple[int, int, int], size: tuple[int, int] = (600, 800), orientation: int = 1) -> bytes:
    """As a phone takes it: the top of the paper is black, and EXIF says how it was held."""
    picture = Image.new("RGB", size, colour)
    picture.paste((0, 0, 0), (0, 0, size[0], size[1] // 8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = {1: picture, 6: picture.transpose(Image.Transpose.ROTATE_90)}[orientation]
    written = BytesIO()
    turned.save(written, "JPEG", exif=exif, quality=95)
    return written.getvalue()


@pytest.fixture
def held(dossier, client_access):
    """Sends a photograph whole; its token."""

    def sent(content: bytes, name: str = "image.jpg") -> UUID:
        upload = begin(
            name,
            len(content),
            mailbox=Mailbox.UNTYPED,
            channel=Channel.CAMERA,
            dossier=dossier,
            by=client_access,
            at=NOW,
        )
        return append(upload, content, offset=0, at=NOW).token

    return sent


@pytest.fixture
def together(client_access):
    def handed_in(*tokens: UUID, mailbox: Mailbox = Mailbox.PURCHASES) -> list[Upload]:
        return hand_in_together(tokens, name="Photos", mailbox=mailbox, by=client_access, at=NOW)

    return handed_in


def pages_of(submission: Submission) -> list[tuple[str, str]]:
    """Of each page what colour its top and its middle have."""
    document = pypdfium2.PdfDocument(file_of(submission.document))
    found = []
    for page in document:
        picture = page.render(scale=0.5).to_pil().convert("RGB")
        at = (picture.getpixel((picture.width // 2, int(picture.height * part))) for part in (0.04, 0.5))
        found.append(tuple("black" if max(colour) < 60 else "rgb"[colour.index(max(colour))] for colour in at))
    return found


def test_the_pages_lie_upright_in_the_order_that_was_said(held, together):
    red, green, blue = held(photograph(RED)), held(photograph(GREEN, orientation=6)), held(photograph(BLUE))

    (told,) = together(blue, red, green)

    made = Submission.objects.get(channel="camera", state=State.MAILBOX)
    assert pages_of(made) == [("black", "b"), ("black", "r"), ("black", "g")]
    assert (made.name, made.mailbox, made.pages, made.original.media_type) == (
        "Photos",
        "purchases",
        3,
        "application/pdf",
    )
    assert told.outcome[0]["submission"] == made.pk


def test_what_the_camera_made_stays_byte_for_byte(held, together):
    contents = [photograph(RED), photograph(GREEN)]
    together(*[held(content) for content in contents])

    sources = Submission.objects.filter(state=State.REPLACED).order_by("pk")
    assert [file_of(row.original).read_bytes() for row in sources] == contents
    assert {row.replaced_by.name for row in sources} == {"Photos"}


def test_said_again_it_is_the_same_document(held, together):
    tokens = held(photograph(RED)), held(photograph(GREEN))
    first, again = together(*tokens), together(*tokens)

    assert first == again
    assert Submission.objects.filter(state=State.MAILBOX).count() == 1


def test_after_a_kill_in_between_the_same_is_said_again_and_it_is_one(held, together, client_access):
    tokens = held(photograph(RED)), held(photograph(GREEN))
    hand_in_each(tokens[:1], mailbox=Mailbox.PURCHASES, by=client_access, at=NOW)

    together(*tokens)

    assert [row.pages for row in Submission.objects.filter(state=State.MAILBOX)] == [2]


def test_only_the_whole_is_sent_on_by_itself(held, together, dossier):
    MailboxSettings.objects.create(dossier=dossier, secret="x", forwards=["purchases"])

    together(held(photograph(RED)), held(photograph(GREEN)))

    assert sorted(Submission.objects.values_list("name", "state")) == [
        ("Photos", "sent"),
        ("image.jpg", "replaced"),
        ("image.jpg", "replaced"),
    ]


def test_one_alone_is_handed_in_as_it_is(held, together):
    together(held(photograph(RED), "ticket.jpg"))

    row = Submission.objects.get()
    assert (row.name, row.mailbox, row.original.media_type) == ("ticket.jpg", "purchases", "image/jpeg")


def test_the_same_photograph_twice_is_one(held, together):
    together(held(photograph(RED)), held(photograph(RED)))

    assert Submission.objects.get().state == State.MAILBOX


def test_when_one_is_refused_each_is_told_by_itself(held, together):
    told = together(held(photograph(RED)), held(b"MZ\0"))

    assert [each.outcome[0]["refusal"] is None for each in told] == [True, False]
    assert [row.state for row in Submission.objects.all()] == [State.MAILBOX]


def test_what_has_not_come_whole_and_what_is_anothers_is_refused(held, together, dossier, client_access, firm_access):
    red = held(photograph(RED))
    half = begin(
        "b.jpg", 1000, mailbox=Mailbox.SALES, channel=Channel.CAMERA, dossier=dossier, by=client_access, at=NOW
    ).token

    with pytest.raises(NotTogether):
        together(red, half)
    with pytest.raises(NotTogether):
        together(*[uuid4() for _ in range(MOST + 1)])
    with pytest.raises(NoSuchUpload):
        together(red, uuid4())
    with pytest.raises(NoSuchUpload):
        hand_in_together([red, half], name="x", mailbox=Mailbox.SALES, by=firm_access, at=NOW)
    assert Submission.objects.count() == 0
    assert own_uploads(client_access).count() == 2


def test_photographs_that_nobody_comes_back_to_are_taken_in_each_by_itself(held):
    held(photograph(RED))
    early = finish_left(NOW.replace(minute=59))
    late = finish_left(NOW.replace(hour=14))

    assert (early, late) == (0, 1)
    assert Submission.objects.get().channel == "camera"


def test_a_large_photograph_becomes_a_light_page():
    noisy = Image.effect_noise((4000, 3000), 40).convert("RGB")
    written = BytesIO()
    noisy.save(written, "JPEG", quality=97)
    light = lighten(written.getvalue()).content

    with Image.open(BytesIO(light)) as page:
        assert (page.size, page.format) == ((SIDE, SIDE * 3 // 4), "JPEG")
    assert len(light) < len(written.getvalue()) / 2


def test_a_small_photograph_stays_as_it_is_packed():
    small = BytesIO()
    Image.new("RGB", (600, 800), RED).save(small, "JPEG", quality=70)

    assert lighten(small.getvalue()).content == small.getvalue()


def test_many_megabytes_of_photographs_fit_into_one_document(held, together):
    contents = []
    for seed in range(3):
        picture = Image.effect_noise((4200, 3200), 60 + seed).convert("RGB")
        written = BytesIO()
        picture.save(written, "JPEG", quality=100, subsampling=0)
        contents.append(written.getvalue())
    assert sum(map(len, contents)) > 35 * 2**20

    together(*[held(content) for content in contents])

    made = Submission.objects.get(state=State.MAILBOX)
    assert made.pages == 3
    assert made.original.size < 35 * 2**20
