"""The bytes of a document and of the pictures of its pages: for who may see the archive, or what was handed in."""

import logging

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comptoir.documents.models import Document, Pages
from comptoir.documents.store import NotInStore, NotReleased, demand_release
from comptoir.intake.queries.opening import may_open
from comptoir.web.portal.documents.layer import layer_of
from comptoir.web.shared.files import file_response, picture_response
from comptoir.web.shared.guard import PortalRequest, forbidden, needs
from comptoir.web.shared.templatetags.comptoir import say

logger = logging.getLogger(__name__)


@require_safe
@needs("document.view")
def document_file(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The document as it was received, shown in the page or saved."""
    document = _document(request, pk)
    try:
        return file_response(document, as_attachment="save" in request.GET)
    except NotReleased as refusal:
        return forbidden(request, say(refusal.sentence))
    except NotInStore:
        logger.exception("The store does not hold document %s", document.pk)
        raise Http404 from None


@require_safe
@needs("document.view")
def page_picture(request: PortalRequest, pk: int, number: int) -> HttpResponseBase:
    """The picture of a page, counted from 1."""
    pages = _pages(request, pk, number)
    try:
        return picture_response(pages.document, number)
    except NotReleased as refusal:
        return forbidden(request, say(refusal.sentence))
    except FileNotFoundError:
        raise Http404 from None


@require_safe
@needs("document.view")
def page_words(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    """The words of a page, to be laid over its picture."""
    pages = _pages(request, pk, number)
    try:
        demand_release(pages.document)
    except NotReleased as refusal:
        return forbidden(request, say(refusal.sentence))
    return HttpResponse(layer_of(pages, number))


def _document(request: PortalRequest, pk: int) -> Document:
    """The document; one that this person may not open is like one that does not exist."""
    document = get_object_or_404(Document.objects.visible_to(request.access), pk=pk)
    if not may_open(request.access, document):
        raise Http404
    return document


def _pages(request: PortalRequest, pk: int, number: int) -> Pages:
    _document(request, pk)
    rows = Pages.objects.visible_to(request.access).select_related("document")
    pages = get_object_or_404(rows, document_id=pk)
    if not 1 <= number <= len(pages.sizes):
        raise Http404
    return pages
