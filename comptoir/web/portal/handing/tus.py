"""Uploads in pieces, by the protocol tus 1.0.0 with its extensions creation, termination and expiration.

Beyond the protocol, GET tells as JSON how far an upload is and what became of it. Refusals are JSON with a sentence.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from comptoir.documents.quota import OverQuota
from comptoir.documents.store import MAX_BYTES, NoRoom, TooLarge
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Upload
from comptoir.intake.uploading import (
    KEPT,
    NoSuchUpload,
    TooMany,
    WrongPlace,
    append,
    begin,
    finish,
    give_up,
    own_uploads,
)
from comptoir.kit.words import Refusal
from comptoir.web.portal.handing.form import handed_in_by_form, way_back
from comptoir.web.portal.handing.outcome import outcome_of
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.web.shared.uploads import several_files

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PIECE = 2**20
"""So many bytes are written at a time, and count from then on."""

PIECE_TYPE = "application/offset+octet-stream"
CHANNELS = {each.value: each for each in (Channel.UPLOAD, Channel.CAMERA)}
HELD = {Channel.CAMERA}
"""What is handed in when its order is said (`photographs`), and not with its last piece."""

STATUSES = {NoSuchUpload: 404, WrongPlace: 409, TooLarge: 413, OverQuota: 413, TooMany: 429, NoRoom: 507}
_WHOLE = re.compile(r"[0-9]{1,18}")


class NotUnderstood(Refusal):
    """A request that does not keep to the protocol."""


@several_files
@needs("mailbox.use")
def uploads(request: PortalRequest) -> HttpResponse:
    """Begin an upload in pieces, or take the files of a plain form; OPTIONS tells what can be done here."""
    if request.method == "OPTIONS":
        told = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(MAX_BYTES)}
        return _answer(204, told)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST", "OPTIONS"])
    if "Tus-Resumable" not in request.headers:
        return handed_in_by_form(request)
    return _obeyed(request, lambda: _created(request))


@needs("mailbox.use")
def upload(request: PortalRequest, token: UUID) -> HttpResponse:
    """One upload: how far it is, another piece of it, giving it up."""
    found = get_object_or_404(own_uploads(request.access).select_related("dossier"), token=token)
    method = str(request.method)
    if method == "POST" and request.POST.get("act") == "give_up":
        give_up(found)
        return redirect(way_back(request))
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", "POST").upper()
    acts: dict[str, Callable[[], HttpResponse]] = {
        "GET": lambda: _state(found),
        "HEAD": lambda: _obeyed(request, lambda: _offset(found)),
        "PATCH": lambda: _obeyed(request, lambda: _appended(request, found)),
        "DELETE": lambda: _obeyed(request, lambda: _given_up(found)),
    }
    return acts[method]() if method in acts else HttpResponseNotAllowed([*acts, "POST"])


def _obeyed(request: PortalRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of the act, or the status and the sentence of its refusal."""
    if request.headers.get("Tus-Resumable") != VERSION:
        return _answer(412, {"Tus-Version": VERSION})
    try:
        return act()
    except Refusal as refusal:
        plain = 400 if isinstance(refusal, NotUnderstood) else 422
        more = _place(refusal.upload) if isinstance(refusal, WrongPlace) else {}
        status = next((number for kind, number in STATUSES.items() if isinstance(refusal, kind)), plain)
        return _answer(status, more, {"error": say(refusal.sentence)})


def _created(request: PortalRequest) -> HttpResponse:
    size = _whole(request.headers.get("Upload-Length", ""))
    if size is None:
        raise NotUnderstood("The upload does not say how long the file is.")
    said = dict(_metadata(request.headers.get("Upload-Metadata", "")))
    mailbox, channel = said.get("mailbox", Mailbox.UNTYPED), said.get("channel", Channel.UPLOAD)
    if mailbox not in Mailbox.values or channel not in CHANNELS:
        raise NotUnderstood("The upload names a mailbox or a channel that does not exist.")
    begun = begin(
        said.get("filename") or said.get("name") or "",
        size,
        mailbox=Mailbox(mailbox),
        channel=CHANNELS[channel],
        dossier=request.dossier,
        by=request.access,
        at=timezone.now(),
    )
    address = reverse("portal:upload", args=[request.dossier.pk, begun.token])
    return _answer(201, {"Location": address, "Upload-Expires": _until(begun.touched_at)})


def _offset(found: Upload) -> HttpResponse:
    return _answer(200, _place(found))


def _appended(request: PortalRequest, found: Upload) -> HttpResponse:
    """Write the pieces as they come: what had come when the connection broke is not sent again."""
    if request.content_type != PIECE_TYPE:
        return _answer(415)
    offset, length = _whole(request.headers.get("Upload-Offset", "")), _whole(request.META.get("CONTENT_LENGTH", ""))
    if length is None:
        return _answer(411)
    if offset is None:
        raise NotUnderstood("The piece does not say where it belongs.")
    if offset != found.received:
        raise WrongPlace(found)
    if offset + length > found.size:
        raise TooLarge("More was sent than the %(size)s bytes that the file was said to have.", size=found.size)
    for piece in _pieces(request):
        found = append(found, piece, offset=offset, at=timezone.now())
        offset += len(piece)
    if found.received == found.size and found.channel not in HELD:
        found = finish(found, by=request.access, at=timezone.now())
    return _answer(204, _place(found) | {"Upload-Expires": _until(found.touched_at)})


def _given_up(found: Upload) -> HttpResponse:
    give_up(found)
    return _answer(204)


def _state(found: Upload) -> HttpResponse:
    state = {
        "name": found.name,
        "size": found.size,
        "received": found.received,
        "outcome": outcome_of([found]),
    }
    return _answer(200, _place(found), state)


def _pieces(request: PortalRequest) -> Iterator[bytes]:
    """The body in pieces of one size, the last one shorter; where the connection breaks, up to there."""
    left = True
    while left:
        piece = bytearray()
        try:
            while len(piece) < PIECE and (some := request.read(PIECE - len(piece))):
                piece += some
            left = len(piece) == PIECE
        except UnreadablePostError:
            left = False
        if piece:
            yield bytes(piece)


def _metadata(text: str) -> Iterator[tuple[str, str]]:
    """The pairs of Upload-Metadata."""
    for pair in filter(None, (part.strip() for part in text.split(","))):
        key, _, value = pair.partition(" ")
        try:
            yield key, b64decode(value, validate=True).decode()
        except (NotBase64, UnicodeDecodeError, ValueError):
            raise NotUnderstood("The upload says something about the file that cannot be read.") from None


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _place(found: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(found.received), "Upload-Length": str(found.size)}


def _until(touched_at: datetime) -> str:
    return http_date((touched_at + KEPT).timestamp())


def _answer(status: int, headers: dict[str, str] | None = None, told: dict[str, object] | None = None) -> HttpResponse:
    headers = {"Tus-Resumable": VERSION} | (headers or {})
    if told is None:
        return HttpResponse(status=status, headers=headers)
    return JsonResponse(told, status=status, headers=headers)
