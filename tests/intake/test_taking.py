"""One call for every door: each file is told what became of it."""

import pytest

from comptoir.audit.models import Event
from comptoir.documents.models import Document
from comptoir.firms.access import NotAllowed
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.receiving import Handed
from comptoir.intake.taking import Taken, take_in
from tests.formats.archive.make import link, zipped
from tests.formats.pdf.make import pdf
from tests.formats.picture.test_check import picture
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW

HANDED = Handed(Mailbox.PURCHASES, Channel.UPLOAD, "Carl")


@pytest.fixture
def taking(dossier, client_access):
    """Takes in what a door was given."""

    def taken(source, name: str = "invoice.pdf", by=client_access) -> list[Taken]:
        return take_in(source, HANDED, name=name, dossier=dossier, by=by, at=NOW)

    return taken


def test_a_file_is_kept_and_told_with_its_submission(taking):
    (taken,) = taking(pdf(), "a/Facture 12.pdf")

    submission = Submission.objects.get()
    assert (taken.name, taken.submission, taken.known, taken.refusal) == ("Facture 12.pdf", submission, False, None)
    assert taken.to_json() == {
        "name": "Facture 12.pdf",
        "submission": submission.pk,
        "known": False,
        "since": None,
        "refusal": None,
    }


def test_a_file_that_is_there_already_is_told_with_the_moment_it_came(taking, tmp_path):
    taking(pdf())
    again = tmp_path / "again"
    again.write_bytes(pdf())

    (taken,) = taking(again, "again.pdf")

    assert taken.to_json()["since"] == NOW.isoformat()
    assert (taken.known, taken.submission) == (True, Submission.objects.get())


def test_what_is_not_kept_is_told_in_a_sentence(taking):
    (taken,) = taking(b"<html>no</html>", "page.html")

    assert (taken.name, taken.submission) == ("page.html", None)
    assert str(taken.refusal) == "Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them."
    assert (Submission.objects.count(), Document.objects.count()) == (0, 0)


def test_a_zip_is_opened_and_each_of_its_files_is_told(taking, tmp_path):
    taking(invoice(), "first.xml")
    path = tmp_path / "march.zip"
    path.write_bytes(zipped({"march/a.pdf": pdf(), "b.xml": invoice(), "photo.png": picture("PNG")}))

    told = [(taken.name, taken.known, taken.refusal) for taken in taking(path, "march.zip")]

    assert told == [("a.pdf", False, None), ("b.xml", True, None), ("photo.png", False, None)]
    assert sorted(Submission.objects.values_list("name", flat=True)) == ["a.pdf", "first.xml", "photo.png"]
    assert Event.objects.get(action="intake.arrived", facts__name="a.pdf").facts["zip"] == "march.zip"


def test_a_zip_again_is_no_second_submission(taking):
    content = zipped({"a.pdf": pdf(), "b.xml": invoice()})
    taking(content, "a.zip")

    assert [taken.known for taken in taking(content, "a.zip")] == [True, True]
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (("notes.txt", b"buy milk"), "Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them."),
        (("in.zip", zipped({"a.pdf": pdf()})), "It is a ZIP, or a document of an office program, inside the ZIP. "),
        (link("link.pdf", "/etc/passwd"), "It is a link or a device, not a file."),
    ],
)
def test_a_zip_of_which_one_file_cannot_be_kept_leaves_nothing_and_says_of_each_why(taking, store, other, why):
    told = taking(zipped([("a.pdf", pdf()), other]), "march.zip")

    assert str(told[0].refusal) == "Nothing of march.zip is kept, as another file in it cannot be."
    assert str(told[1].refusal).startswith(why)
    assert (Submission.objects.count(), Document.objects.count()) == (0, 0)
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_a_zip_that_cannot_be_opened_is_told_by_its_own_name(taking):
    (taken,) = taking(zipped({"a.pdf": pdf()})[:-1], "half.zip")

    assert (taken.name, str(taken.refusal)) == ("half.zip", "The file is not a ZIP, or not a whole one.")


def test_who_may_hand_nothing_in_is_refused(taking, reader_access):
    with pytest.raises(NotAllowed):
        taking(pdf(), by=reader_access)
    with pytest.raises(NotAllowed):
        taking(zipped({"notes.txt": b"x"}), by=reader_access)


def test_of_a_zip_for_which_there_is_not_room_enough_nothing_is_kept(taking, store, settings):
    settings.QUOTA_FILES_A_DAY = 2
    taking(pdf(1))

    (refused,) = taking(zipped([("a.pdf", pdf(1)), ("b.pdf", pdf(2)), ("c.pdf", pdf(3))]), "three.zip")

    assert (refused.name, refused.submission) == ("three.zip", None)
    assert str(refused.refusal) == "A dossier takes in 2 files a day; hand in the others tomorrow."
    assert (Submission.objects.count(), Document.objects.count()) == (1, 1)
    assert len([path for path in store.rglob("*") if path.is_file()]) == 1


def test_a_zip_that_was_taken_in_is_told_as_known_when_there_is_no_more_room(taking, settings):
    packed = zipped([("a.pdf", pdf(1)), ("b.pdf", pdf(2))])
    taking(packed, "two.zip")
    settings.QUOTA_FILES_A_DAY = 2

    assert [(each.name, each.known) for each in taking(packed, "two.zip")] == [("a.pdf", True), ("b.pdf", True)]
