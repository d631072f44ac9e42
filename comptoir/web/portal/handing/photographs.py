"""Photographs that came as uploads and are held: said in their order, they become one document, or each its own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from comptoir.documents.store import NoRoom
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Upload
from comptoir.intake.photographs import hand_in_each, hand_in_together
from comptoir.intake.uploading import NoSuchUpload, append, begin
from comptoir.kit.words import Refusal
from comptoir.web.portal.handing.outcome import outcome_of
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import say

STATUSES = {NoSuchUpload: 404, NoRoom: 507}


@require_POST
@needs("mailbox.use")
def together(request: PortalRequest) -> HttpResponse:
    """Hand the named uploads in, in this order; tells as JSON what became of them, or why not."""
    mailbox, tokens = request.POST.get("mailbox", ""), _tokens(request.POST.getlist("token"))
    if mailbox not in Mailbox.values or not tokens:
        return JsonResponse({"error": gettext("Take at least one photograph.")}, status=422)
    try:
        done = _handed_in(request, tokens, Mailbox(mailbox), each=request.POST.get("act") == "each")
    except Refusal as refusal:
        status = next((number for kind, number in STATUSES.items() if isinstance(refusal, kind)), 422)
        return JsonResponse({"error": say(refusal.sentence)}, status=status)
    return JsonResponse({"outcome": outcome_of(done)})


def photographs_by_form(request: PortalRequest, mailbox: Mailbox, files: Sequence["UploadedFile[Any]"]) -> None:
    """The photographs of a plain form, in the order in which the browser names them. Refuses as an upload does."""
    tokens = [_held(request, mailbox, file).token for file in files]
    _handed_in(request, tokens, mailbox, each=False)


def _handed_in(request: PortalRequest, tokens: list[UUID], mailbox: Mailbox, *, each: bool) -> list[Upload]:
    """What is made of photographs is called by its moment, as cameras call every picture alike; no name has a slash."""
    by, at = request.access, timezone.now()
    if each:
        return hand_in_each(tokens, mailbox=mailbox, by=by, at=at)
    name = gettext("Photographs of %(when)s") % {"when": f"{timezone.localtime(at):%Y-%m-%d %H.%M}"}
    return hand_in_together(tokens, name=name, mailbox=mailbox, by=by, at=at)


def _held(request: PortalRequest, mailbox: Mailbox, file: "UploadedFile[Any]") -> Upload:
    """A file of a form, as an upload that has come whole."""
    upload = begin(
        file.name or "",
        file.size or 0,
        mailbox=mailbox,
        channel=Channel.CAMERA,
        dossier=request.dossier,
        by=request.access,
        at=timezone.now(),
    )
    for piece in file.chunks():
        upload = append(upload, piece, offset=upload.received, at=timezone.now())
    return upload


def _tokens(texts: list[str]) -> list[UUID]:
    """Each once, in order; none when one of them is no token."""
    try:
        return list(dict.fromkeys(UUID(text) for text in texts))
    except ValueError:
        return []
