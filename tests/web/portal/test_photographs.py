"""Photographs over HTTP: held uploads, said in their order; and the plain form that does the same."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comptoir.intake.models import Submission, Upload
from tests.intake.test_photographs import BLUE, GREEN, RED, photograph
from tests.web.portal.test_uploads import begin, piece

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def sent(carl, dossier):
    """Sends a photograph whole by the protocol; the token of its upload."""

    def send(content: bytes) -> str:
        address = begin(carl, dossier, len(content), filename="image.jpg", channel="camera")["Location"]
        assert piece(carl, address, content, 0).status_code == 204
        return address.rstrip("/").rpartition("/")[2]

    return send


def say(browser, dossier, *tokens: str, act: str = "one", mailbox: str = "sales"):
    return browser.post(f"/d/{dossier.pk}/uploads/together/", {"act": act, "mailbox": mailbox, "token": tokens})


def test_a_photograph_is_held_when_it_is_whole(sent):
    sent(photograph(RED))

    upload = Upload.objects.get()
    assert (upload.received, upload.outcome) == (upload.size, None)
    assert Submission.objects.count() == 0


def test_said_in_their_order_they_are_one_document(carl, dossier, sent):
    answer = say(carl, dossier, *[sent(photograph(colour)) for colour in (RED, GREEN, BLUE)])

    made = Submission.objects.get(state="mailbox")
    page = f"/d/{dossier.pk}/mailboxes/sales/{made.pk}/"
    assert answer.json() == {"outcome": [{"name": made.name, "kind": "kept", "words": "Received.", "page": page}]}
    assert made.name.startswith("Photographs of ")
    assert (made.pages, made.mailbox, made.channel) == (3, "sales", "camera")


def test_each_by_itself(carl, dossier, sent):
    answer = say(carl, dossier, sent(photograph(RED)), sent(photograph(GREEN)), act="each")

    assert [each["kind"] for each in answer.json()["outcome"]] == ["kept", "kept"]
    assert list(Submission.objects.values_list("state", "mailbox")) == [("mailbox", "sales")] * 2


def test_what_is_not_there_or_anothers_is_absent_and_what_says_nothing_is_refused(carl, paul, dossier, sent):
    token = sent(photograph(RED))

    assert say(carl, dossier, token, str(uuid4())).status_code == 404
    assert say(paul, dossier, token).status_code == 404
    assert [say(carl, dossier, *tokens).status_code for tokens in ((), ("x",), (token, "x"))] == [422] * 3
    assert say(carl, dossier, token, mailbox="x").status_code == 422
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(("together", "states"), [("yes", ["mailbox", "replaced", "replaced"]), ("", ["mailbox"] * 2)])
def test_by_a_plain_form_they_become_one_document_unless_that_is_not_wanted(carl, dossier, together, states):
    files = [SimpleUploadedFile("image.jpg", photograph(colour)) for colour in (RED, GREEN)]
    answer = carl.post(f"/d/{dossier.pk}/uploads/", {"mailbox": "sales", "photo": files, "together": together})

    assert answer.status_code == 302
    assert sorted(Submission.objects.values_list("state", flat=True)) == states
