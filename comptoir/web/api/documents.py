"""`POST /api/documents`: a program hands in a file, as its person could from the portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils import timezone

from comptoir.documents.store import MAX_BYTES, NoRoom, TooLarge
from comptoir.firms.actions import standing_with
from comptoir.firms.queries import Standing
from comptoir.intake.actions.describing import comment_of, tags_of
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.receiving import Handed
from comptoir.intake.taking import Taken, take_in
from comptoir.kit.words import Refusal
from comptoir.web.api.guard import TokenRequest, by_token
from comptoir.web.api.problems import (
    UNPROCESSABLE,
    NoLength,
    NoSuchPlace,
    NotUnderstood,
    WrongType,
    problem,
)
from comptoir.web.shared.handed import KEPT, KNOWN, told_of
from comptoir.web.shared.uploads import source_of, was_too_large, without_room

FILE = "file"
FIELDS = ("dossier", "mailbox", "name", "comment", "tags")
OVERHEAD = 2**20
"""Bytes that a form may have beside its file."""

LONGEST_KEY = 200
OUTCOMES = {KEPT: "received", KNOWN: "known"}


class WrongForm(Refusal):
    """A field that is missing, unknown, given twice, or says what is not possible."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form of a request says."""

    file: "UploadedFile[Any]"
    fields: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


@by_token
def documents(request: TokenRequest) -> HttpResponse:
    """Hand in one file: 201 when something is received, 200 when all of it was there before, else a problem."""
    sent = _sent(request)
    standing = standing_with(request.token, sent["dossier"].strip())
    if standing is None or standing.dossier is None:
        raise NoSuchPlace("The token is good for no open dossier with that enterprise number.")
    taken = take_in(
        source_of(sent.file),
        _handed(request, sent, standing),
        name=sent["name"].strip() or sent.file.name or "",
        dossier=standing.dossier,
        by=standing.access,
        at=timezone.now(),
    )
    return _answer(taken)


def _sent(request: TokenRequest) -> Sent:
    """The form, its file read to the disk as it comes. Refuses what is none, before anything of it is read where it can."""
    if request.content_type != "multipart/form-data":
        raise WrongType("Send the file as a form, multipart/form-data.")
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise NoLength("The request does not say how long it is (Content-Length).")
    if int(length) > MAX_BYTES + OVERHEAD:
        raise _too_large()
    try:
        fields, files = request.POST, request.FILES
    except (MultiPartParserError, UnreadablePostError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise NotUnderstood("The form cannot be read to its end.") from None
    if was_too_large(request, FILE):
        raise _too_large()
    if without_room(request, FILE):
        raise NoRoom
    for name in fields:
        if name not in FIELDS:
            raise WrongForm("There is no field “%(name)s” here.", name=name[:80])
        if len(fields.getlist(name)) > 1:
            raise WrongForm("The field “%(name)s” is there twice.", name=name)
    if list(files) != [FILE] or len(files.getlist(FILE)) > 1:
        raise WrongForm("Send one file, in the field “%(name)s”.", name=FILE)
    return Sent(files.getlist(FILE)[0], {name: str(fields[name]) for name in fields})


def _handed(request: TokenRequest, sent: Sent, standing: Standing) -> Handed:
    mailbox = sent["mailbox"].strip() or Mailbox.UNTYPED
    if mailbox not in Mailbox.values:
        raise WrongForm("A mailbox is one of: %(names)s.", names=", ".join(Mailbox.values))
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise WrongForm("An Idempotency-Key is at most %(longest)s characters long.", longest=LONGEST_KEY)
    return Handed(
        Mailbox(mailbox),
        Channel.API,
        standing.access.name,
        comment=comment_of(sent["comment"]),
        tags=tags_of(sent["tags"].split(",")),
        facts={"program": request.token.name},
        once=f"token {request.token.pk} {key}" if key else "",
    )


def _answer(taken: Iterable[Taken]) -> HttpResponse:
    """The best that became of a file decides the status; each is told by itself."""
    told = [(each, _told(each)) for each in taken]
    body = [one for _, one in told]
    outcomes = {one["outcome"] for one in body}
    if not outcomes <= {"refused"}:
        return JsonResponse({"documents": body}, status=201 if "received" in outcomes else 200)
    status = 413 if all(each.later for each, _ in told) else UNPROCESSABLE
    return problem(status, body[0]["message"], documents=body)


def _told(taken: Taken) -> dict[str, Any]:
    said, submission = told_of(taken.to_json()), taken.submission
    told: dict[str, Any] = {"name": said.name, "outcome": OUTCOMES.get(said.kind, "refused"), "message": said.words}
    if submission is not None:
        place = reverse("portal:handed_history_opened", args=[submission.dossier_id, submission.tab, submission.pk])
        told |= {"id": submission.pk, "page": f"{settings.PUBLIC_URL}{place}", "sha256": submission.original.sha256}
        told |= {"arrived_at": submission.arrived_at.isoformat()}
    return told


def _too_large() -> TooLarge:
    return TooLarge("The file is larger than %(megabytes)s MB.", megabytes=MAX_BYTES // 2**20)
