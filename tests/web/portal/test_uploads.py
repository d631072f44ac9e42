"""Uploads in pieces over HTTP: the protocol tus 1.0.0 as any client speaks it, and what our own asks beyond it."""

from base64 import b64encode
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from comptoir.firms.models import Dossier
from comptoir.intake.models import Submission, Upload
from tests.firms.people import seated
from tests.formats.pdf.make import pdf
from tests.web.portal.conftest import browser_of

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


pytestmark = pytest.mark.usefixtures("store")


def metadata(**said: str) -> str:
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in said.items())


def begin(browser: Client, dossier: Dossier, size: int, **said: str) -> HttpResponse:
    named = {"filename": "facture é.pdf", "mailbox": "purchases"} | said
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": metadata(**named)}
    return browser.post(f"/d/{dossier.pk}/uploads/", headers=headers, content_type=PIECE)


def piece(browser: Client, address: str, content: bytes, offset: int, **headers: str) -> HttpResponse:
    sent = TUS | {"Upload-Offset": str(offset), "Content-Type": PIECE, "Content-Length": str(len(content))} | headers
    return browser.patch(address, content, content_type=PIECE, headers=sent)


def test_what_can_be_done_is_told_before_anything_is_sent(carl, dossier):
    answer = carl.options(f"/d/{dossier.pk}/uploads/")

    told = {name: answer[name] for name in ("Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size")}
    assert (answer.status_code, answer.content) == (204, b"")
    assert told == {
        "Tus-Resumable": "1.0.0",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,termination,expiration",
        "Tus-Max-Size": str(35 * 2**20),
    }


def test_a_file_in_two_pieces_is_received_and_told(carl, dossier):
    content = pdf()
    created = begin(carl, dossier, len(content))
    address = created["Location"]

    first = piece(carl, address, content[:100], 0)
    before = carl.get(address).json()
    asked = carl.head(address, headers=TUS)
    second = piece(carl, address, content[100:], 100)

    assert (created.status_code, first.status_code, second.status_code) == (201, 204, 204)
    assert (first["Upload-Offset"], second["Upload-Offset"]) == ("100", str(len(content)))
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (200, "100", str(len(content)))
    assert asked["Cache-Control"] == "private, no-store"
    assert (before["received"], before["outcome"]) == (100, [])
    submission = Submission.objects.get()
    assert (submission.name, submission.mailbox, submission.channel) == ("facture é.pdf", "purchases", "upload")
    page = f"/d/{dossier.pk}/mailboxes/purchases/{submission.pk}/"
    told = {"name": "facture é.pdf", "kind": "kept", "words": "Received.", "page": page}
    assert carl.get(address).json()["outcome"] == [told]
    assert carl.get(page).status_code == 200


def test_the_same_file_again_is_told_as_known(carl, dossier):
    content = pdf()
    for _ in range(2):
        address = begin(carl, dossier, len(content))["Location"]
        piece(carl, address, content, 0)

    told = carl.get(address).json()["outcome"]
    assert told[0]["kind"] == "known"
    assert told[0]["words"].startswith("Here already since ")
    assert Submission.objects.count() == 1


def test_a_file_of_no_accepted_kind_is_told_as_refused(carl, dossier):
    address = begin(carl, dossier, 10, filename="a.exe")["Location"]
    answer = piece(carl, address, b"MZ" + b"\0" * 8, 0)

    assert answer.status_code == 204
    assert carl.get(address).json()["outcome"][0]["kind"] == "refused"
    assert Submission.objects.count() == 0


def test_a_piece_at_another_place_is_a_conflict(carl, dossier):
    address = begin(carl, dossier, 1000)["Location"]
    piece(carl, address, b"x" * 10, 0)

    again, ahead = piece(carl, address, b"x" * 10, 0), piece(carl, address, b"x", 11)

    assert [(each.status_code, each["Upload-Offset"]) for each in (again, ahead)] == [(409, "10"), (409, "10")]
    assert Upload.objects.get().received == 10


def test_more_than_was_said_is_too_large(carl, dossier):
    address = begin(carl, dossier, 100)["Location"]

    assert piece(carl, address, b"x" * 101, 0).status_code == 413
    assert Upload.objects.get().received == 0


def test_a_piece_of_another_type_or_without_its_place_is_refused(carl, dossier):
    address = begin(carl, dossier, 100)["Location"]

    typed = carl.patch(address, b"x", content_type="application/pdf", headers=TUS | {"Upload-Offset": "0"})
    placeless = carl.patch(address, b"x", content_type=PIECE, headers=TUS)

    assert (typed.status_code, placeless.status_code) == (415, 400)


def test_another_version_of_the_protocol_is_refused_with_the_one_that_is_spoken(carl, dossier):
    address = begin(carl, dossier, 100)["Location"]

    answers = [
        carl.head(address, headers={"Tus-Resumable": "0.2.2"}),
        carl.head(address),
        carl.post(f"/d/{dossier.pk}/uploads/", headers={"Tus-Resumable": "2.0.0", "Upload-Length": "10"}),
    ]

    assert [(each.status_code, each["Tus-Version"]) for each in answers] == [(412, "1.0.0")] * 3
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Upload-Length": "ten"}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Defer-Length": "1"}, 400),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": str(35 * 2**20 + 1)}, 413),
        ({"Upload-Length": "9" * 40}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": "filename !!!"}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": "filename /w=="}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": metadata(mailbox="nowhere")}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": metadata(channel="mail")}, 400),
    ],
)
def test_an_upload_that_cannot_be_is_not_begun_and_says_why(carl, dossier, headers, status):
    answer = carl.post(f"/d/{dossier.pk}/uploads/", headers=TUS | headers, content_type=PIECE)

    assert (answer.status_code, Upload.objects.count()) == (status, 0)
    assert answer.json()["error"].endswith(".")


def test_a_method_that_cannot_be_sent_is_named_in_a_header(carl, dossier):
    address = begin(carl, dossier, 100)["Location"]
    named = TUS | {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}

    answer = carl.post(address, b"x" * 40, content_type=PIECE, headers=named)

    assert (answer.status_code, answer["Upload-Offset"]) == (204, "40")


def test_given_up_it_is_gone(carl, dossier, store):
    address = begin(carl, dossier, 100)["Location"]
    piece(carl, address, b"x" * 40, 0)

    assert carl.delete(address, headers=TUS).status_code == 204
    assert carl.head(address, headers=TUS).status_code == 404
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_an_upload_is_its_persons_own(carl, paul, anne, dossier, other):
    address = begin(carl, dossier, 100)["Location"]
    elsewhere = address.replace(f"/d/{dossier.pk}/", f"/d/{other.pk}/")

    for browser in (paul, anne):
        assert browser.head(address, headers=TUS).status_code == 404
        assert piece(browser, address, b"x", 0).status_code == 404
        assert browser.delete(address, headers=TUS).status_code == 404
    assert anne.head(elsewhere, headers=TUS).status_code == 404
    assert carl.head(f"/d/{dossier.pk}/uploads/{uuid4()}/", headers=TUS).status_code == 404
    assert Upload.objects.get().received == 0


def test_who_only_consults_begins_nothing(rita, dossier):
    assert begin(rita, dossier, 100).status_code == 403


def test_in_a_closed_dossier_nothing_goes_on(carl, dossier):
    address = begin(carl, dossier, 100)["Location"]
    Dossier.objects.filter(pk=dossier.pk).update(closed_at="2026-11-02T00:00Z")

    assert piece(carl, address, b"x", 0).status_code == 403


def test_without_its_token_of_protection_nothing_is_begun_or_sent(dossier):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(seated("Dora", "full_access", dossier.firm, dossier))
    address = begin(browser_of(seated("Emil", "full_access", dossier.firm, dossier)), dossier, 100)["Location"]

    assert begin(careful, dossier, 100).status_code == 403
    assert piece(careful, address, b"x", 0).status_code == 403
    assert careful.delete(address, headers=TUS).status_code == 403


def test_a_whole_upload_whose_disk_was_full_is_finished_by_an_empty_piece(carl, dossier):
    content = pdf()
    address = begin(carl, dossier, len(content))["Location"]
    with pytest.MonkeyPatch.context() as disk:
        disk.setattr("os.replace", full)
        full_answer = piece(carl, address, content, 0)
    waiting = carl.get(address).json()

    again = piece(carl, address, b"", len(content))

    assert (full_answer.status_code, waiting["received"], waiting["outcome"]) == (507, len(content), [])
    assert full_answer.json() == {"error": "There is no room left on the disk of the server."}
    assert (again.status_code, Submission.objects.count()) == (204, 1)


def full(_source: object, _target: object) -> None:
    raise OSError(28, "No space left on device")


def test_an_upload_for_which_the_dossier_has_no_room_is_refused_in_words_before_a_byte_is_sent(
    carl, dossier, settings, store
):
    settings.QUOTA_MB_A_DAY = 1

    answer = begin(carl, dossier, 2**20 + 1)

    assert answer.status_code == 413
    assert answer.json() == {"error": "A dossier takes in 1 MB a day; hand in the others tomorrow."}
    assert (Upload.objects.count(), store.exists()) == (0, False)
