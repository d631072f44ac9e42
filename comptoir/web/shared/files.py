"""How a stored file is handed to a browser: the headers that keep it from doing anything but being looked at."""

from django.http import FileResponse

from comptoir.documents.models import Document
from comptoir.documents.queries import served
from comptoir.documents.shown import picture_of
from comptoir.documents.store import demand_release, open_document

SHOWN = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""For a PDF in a frame of ours. Browsers show it in a viewer of their own, which the directive `sandbox` would forbid."""

DOWNLOADED = "default-src 'none'; sandbox; frame-ancestors 'none'"


def file_response(document: Document, *, as_attachment: bool = False) -> FileResponse:
    """The document's bytes, streamed. Shown only when it may be (see `Served`) and no download was asked for.

    Raises NotReleased and NotInStore, as `file_of` does. The site-wide Content-Security-Policy gives way to the one
    that is set here.
    """
    way = served(document)
    shown = way.inline and not as_attachment
    response = FileResponse(
        open_document(document), as_attachment=not shown, filename=way.filename, content_type=way.media_type
    )
    response["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    return _private(response, SHOWN if shown else DOWNLOADED)


def picture_response(document: Document, number: int) -> FileResponse:
    """The picture of a page, counted from 1. Raises NotReleased, and FileNotFoundError when there is none."""
    demand_release(document)
    response = FileResponse(picture_of(document.sha256, number).open("rb"), content_type="image/webp")
    response["X-Frame-Options"] = "DENY"
    return _private(response, DOWNLOADED)


def _private(response: FileResponse, policy: str) -> FileResponse:
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
