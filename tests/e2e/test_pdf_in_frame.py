"""The browser's own viewer shows a PDF in a frame of ours under the headers with which files are served."""

import time
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.urls import path

from comptoir.documents.actions import keep, read_facts
from comptoir.documents.models import Document
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier, Firm
from comptoir.web.shared.files import file_response
from tests.formats.pdf.make import pdf

VIEWER = "chrome-extension://"
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

urlpatterns = [
    path("page", lambda request: HttpResponse('<!doctype html><title>t</title><iframe src="/file"></iframe>')),
    path("file", lambda request: file_response(Document.objects.get())),
]


@pytest.fixture
def site(transactional_db, live_server, settings, tmp_path):
    """A page with a frame, and in the frame a kept PDF."""
    settings.DOCUMENTS = tmp_path / "documents"
    settings.ROOT_URLCONF = "tests.e2e.test_pdf_in_frame"
    firm = Firm.objects.create(name="Fiduciaire Exemple", created_at=NOW)
    dossier = Dossier.objects.create(firm=firm, name="Atelier", number="0123456749", created_at=NOW)
    read_facts(keep(pdf(), dossier=dossier, name="a.pdf", by=machine(firm.pk, dossier.pk, "tests"), at=NOW))
    return live_server.url


def test_a_pdf_is_shown_in_a_frame_by_the_browsers_own_viewer(viewing, site):
    page, spoken = viewing.new_page(), []
    page.on("console", lambda message: spoken.append(message.text))

    page.goto(f"{site}/page")

    assert viewer_is_there(page)
    assert [text for text in spoken if "Content Security Policy" in text or "Refused" in text] == []
    page.close()


def viewer_is_there(page) -> bool:
    """Whether the browser puts its viewer into the frame, within half a minute."""
    until = time.monotonic() + 30
    while not any(frame.url.startswith(VIEWER) for frame in page.frames):
        if time.monotonic() > until:
            return False
        page.wait_for_timeout(100)
    return True
