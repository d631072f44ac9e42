"""The headers of a served file, through the middlewares that also write some: shown in our own frames, or downloaded."""

import pytest
from csp.middleware import CSPMiddleware
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.test import RequestFactory

from comptoir.documents.actions import read_facts
from comptoir.documents.store import NotInStore, path_of
from comptoir.web.shared.files import DOWNLOADED, SHOWN, file_response
from comptoir.web.shared.guard import PrivateMiddleware
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def served(document, *, as_attachment=False):
    """The answer as it leaves the middlewares."""

    def view(request):
        return file_response(document, as_attachment=as_attachment)

    return CSPMiddleware(XFrameOptionsMiddleware(PrivateMiddleware(view)))(RequestFactory().get("/file"))


def headers(response) -> dict[str, str]:
    wanted = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Frame-Options", *COMMON)
    return {name: response[name] for name in wanted}


def test_a_pdf_is_shown_in_a_frame_of_ours_and_in_no_other(keeping):
    response = served(read_facts(keeping(pdf(), name="Facture n° 12.pdf")))

    assert headers(response) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "inline; filename*=utf-8''Facture%20n%C2%B0%2012.pdf",
        "Content-Security-Policy": SHOWN,
        "X-Frame-Options": "SAMEORIGIN",
        **COMMON,
    }
    assert b"".join(response.streaming_content) == pdf()


def test_a_pdf_that_was_asked_for_as_a_download_is_one(keeping):
    response = served(read_facts(keeping(pdf(), name='a"b.pdf')), as_attachment=True)

    assert headers(response) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="a\\"b.pdf"',
        "Content-Security-Policy": DOWNLOADED,
        "X-Frame-Options": "DENY",
        **COMMON,
    }


@pytest.mark.parametrize("content", [invoice(), b"%PDF-1.7 <script>alert(1)</script>"])
def test_what_is_not_a_pdf_that_opens_is_downloaded_whatever_was_asked(keeping, content):
    response = served(read_facts(keeping(content)))

    assert response["Content-Disposition"].startswith("attachment; ")
    assert (response["Content-Security-Policy"], response["X-Frame-Options"]) == (DOWNLOADED, "DENY")


def test_a_name_cannot_write_a_header(keeping):
    response = served(read_facts(keeping(pdf(), name='x"\r\nSet-Cookie: a=b; ../\u202egpj.pdf')))

    assert response["Content-Disposition"] == 'inline; filename="gpj.pdf"'
    assert "Set-Cookie" not in response


def test_a_file_that_the_store_lost_is_not_half_served(keeping):
    document = read_facts(keeping(pdf()))
    path_of(document.sha256).write_bytes(b"%PDF")

    with pytest.raises(NotInStore):
        served(document)
