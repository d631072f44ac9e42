"""The page for handing in, and its plain form: several files at once, each told what became of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from comptoir.documents import store as documents_store
from comptoir.firms.models import Dossier
from comptoir.intake.models import FolderFile, Submission, Upload
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.web.portal.page import links, text_of, texts

pytestmark = pytest.mark.usefixtures("store")


def hand_in(browser: Client, dossier: Dossier, *files: SimpleUploadedFile, **fields: object) -> HttpResponse:
    sent = {"mailbox": "sales", "file": list(files)} | fields
    return browser.post(f"/d/{dossier.pk}/uploads/", sent, follow=True)


def told(answer: HttpResponse) -> list[str]:
    """The words beside each file that the page lists."""
    return texts(answer, "upload")


def file(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_several_files_are_received_and_each_is_told(carl, dossier):
    answer = hand_in(carl, dossier, file(pdf(), "a.pdf"), file(invoice(), "b.xml"), file(b"MZ..", "c.exe"))

    assert sorted(Submission.objects.values_list("name", "mailbox", "channel")) == [
        ("a.pdf", "sales", "upload"),
        ("b.xml", "sales", "upload"),
    ]
    assert answer.redirect_chain == [(f"/d/{dossier.pk}/hand-in/", 302)]
    assert told(answer) == [
        "c.exe Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them.",
        "b.xml Received.",
        "a.pdf Received.",
    ]


def test_a_photograph_comes_by_the_camera(carl, dossier):
    hand_in(carl, dossier, photo=file(b"\xff\xd8\xff\xe0 a picture", "image.jpg"))

    assert Submission.objects.get().channel == "camera"


def test_one_file_that_is_too_large_leaves_the_others(carl, dossier, monkeypatch):
    monkeypatch.setattr("comptoir.web.shared.uploads.MAX_BYTES", 100_000)
    answer = hand_in(carl, dossier, file(b"%PDF-1.7 " + b"x" * 200_000, "big.pdf"), file(pdf(), "a.pdf"))

    assert list(Submission.objects.values_list("name", flat=True)) == ["a.pdf"]
    assert told(answer) == ["a.pdf Received.", "big.pdf The file is larger than 35 MB."]


def test_all_together_may_be_larger_than_one_and_not_without_end(carl, dossier, monkeypatch):
    monkeypatch.setattr("comptoir.web.shared.uploads.MAX_BYTES", 100_000)
    monkeypatch.setattr("comptoir.web.shared.uploads.MOST_AT_ONCE", 250_000)
    files = [file(pdf(number) + b"\n" * 90_000, f"{number}.pdf") for number in (1, 2, 3, 4)]

    hand_in(carl, dossier, *files)

    assert sorted(Submission.objects.values_list("name", flat=True)) == ["1.pdf", "2.pdf"]
    assert documents_store.MAX_BYTES == 35 * 2**20


def test_without_login_no_more_than_one_file_is_read(dossier, monkeypatch):
    monkeypatch.setattr("comptoir.web.shared.uploads.MAX_BYTES", 1000)
    careful = Client(enforce_csrf_checks=True)
    careful.cookies["comptoir_csrf"] = "x" * 32
    answer = careful.post(f"/d/{dossier.pk}/uploads/", {"file": [file(b"x" * 900, "a"), file(b"x" * 900, "b")]})

    assert answer.status_code == 403
    assert [name for _field, name in answer.wsgi_request.META["comptoir.too_large"]] == ["b"]


def test_nothing_chosen_and_an_unknown_mailbox_are_said(carl, dossier):
    nothing = hand_in(carl, dossier)
    nowhere = hand_in(carl, dossier, file(pdf(), "a.pdf"), mailbox="attic")

    assert texts(nothing, "notice") == ["Choose at least one file."]
    assert texts(nowhere, "notice") == ["Choose the mailbox into which the documents go."]
    assert (Submission.objects.count(), Upload.objects.count()) == (0, 0)


def test_the_form_leads_back_to_where_it_was_sent_from(carl, dossier):
    answer = hand_in(carl, dossier, file(pdf(), "a.pdf"), next=f"/d/{dossier.pk}/help/")
    foreign = hand_in(carl, dossier, file(pdf(), "a.pdf"), next="//evil.example/")

    assert answer.redirect_chain == [(f"/d/{dossier.pk}/help/", 302)]
    assert foreign.redirect_chain == [(f"/d/{dossier.pk}/hand-in/", 302)]


def test_the_page_offers_the_mailboxes_and_lists_what_is_under_way(carl, dossier):
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "1000", "Upload-Metadata": "filename YS5wZGY="}
    address = carl.post(f"/d/{dossier.pk}/uploads/", headers=headers)["Location"]
    carl.patch(
        address,
        b"x" * 250,
        content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
    )

    page = carl.get(f"/d/{dossier.pk}/hand-in/?mailbox=sales")

    assert texts(page, "uploader-mailbox") == ["Purchases", "Sales", "Miscellaneous", "To be sorted"]
    assert 'name="mailbox" value="sales" checked>' in page.content.decode()
    assert texts(page, "upload-words") == ["25 % is here. Choose the same file again, and it goes on from there."]

    carl.post(address, {"act": "give_up"})
    assert Upload.objects.count() == 0


def test_handing_in_is_one_tap_from_home_for_who_may(paul, rita, dossier):
    address = f"/d/{dossier.pk}/hand-in/"

    assert address in links(paul.get(f"/d/{dossier.pk}/")).values()
    assert address not in links(rita.get(f"/d/{dossier.pk}/")).values()
    assert (paul.get(address).status_code, rita.get(address).status_code) == (200, 403)


def test_what_waits_and_what_could_not_be_done_is_on_the_page(carl, dossier):
    trouble = {"text": "The file cannot be read: %(reason)s", "facts": {"reason": "Permission denied"}}
    seen = {"mark": "1", "seen_at": timezone.now()}
    FolderFile.objects.create(dossier=dossier, path="0123456749/achat/a.pdf", trouble=trouble, **seen)
    hand_in(carl, dossier, file(pdf(), "a.pdf"))

    page = text_of(carl.get(f"/d/{dossier.pk}/hand-in/").content.decode())

    assert "1 document is not read yet." in page
    assert "1 file lies in a watched folder." in page
    assert "0123456749/achat/a.pdf The file cannot be read: Permission denied" in page
