"""Files handed in by a plain form, as many as it sends: for browsers without script."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from comptoir.documents.store import MAX_BYTES, NoRoom, TooLarge
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.receiving import Handed
from comptoir.intake.uploading import at_once, not_taken
from comptoir.kit.words import Refusal
from comptoir.web.portal.handing.photographs import photographs_by_form
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.web.shared.uploads import source_of, too_large, without_room

FIELDS = {"file": Channel.UPLOAD, "photo": Channel.CAMERA}


def handed_in_by_form(request: PortalRequest) -> HttpResponse:
    """Take every file; the page from which they came tells what became of each."""
    mailbox = request.POST.get("mailbox", "")
    if mailbox not in Mailbox.values:
        messages.error(request, gettext("Choose the mailbox into which the documents go."))
        return redirect(way_back(request))
    photographs = request.FILES.getlist("photo")
    if request.POST.get("together") == "yes" and len(photographs) > 1:
        return _photographs(request, Mailbox(mailbox), photographs)
    count = 0
    for field, channel in FIELDS.items():
        handed = Handed(Mailbox(mailbox), channel, request.access.name)
        large = TooLarge("The file is larger than %(megabytes)s MB.", megabytes=MAX_BYTES // 2**20)
        refused: list[tuple[str, Refusal]] = [(name, large) for name in too_large(request, field)]
        refused += [(name, NoRoom()) for name in without_room(request, field)]
        for name, refusal in refused:
            not_taken(refusal, handed, name=name, dossier=request.dossier, by=request.access, at=timezone.now())
        for file in request.FILES.getlist(field):
            _take(request, handed, file)
            count += 1
        count += len(refused)
    if not count:
        messages.error(request, gettext("Choose at least one file."))
    return redirect(way_back(request))


def _photographs(request: PortalRequest, mailbox: Mailbox, files: Sequence["UploadedFile[Any]"]) -> HttpResponse:
    try:
        photographs_by_form(request, mailbox, files)
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
    return redirect(way_back(request))


def way_back(request: PortalRequest) -> str:
    """The page from which the form was sent."""
    here = reverse("portal:hand_in", args=[request.dossier.pk])
    return safe_back(request.POST.get("next", ""), otherwise=here)


def _take(request: PortalRequest, handed: Handed, file: "UploadedFile[Any]") -> None:
    at_once(
        source_of(file),
        file.size or 0,
        handed,
        name=file.name or "",
        dossier=request.dossier,
        by=request.access,
        at=timezone.now(),
    )
