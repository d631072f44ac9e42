"""The e-mails that came for a dossier's mailboxes: from whom, what became of each attachment, and the original."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from comptoir.documents.store import NotHandedOut
from comptoir.firms.paging import BadMark, Order, page_of
from comptoir.firms.queries import opens_portals
from comptoir.intake.models import Letter, Submission
from comptoir.intake.queries.letters import letters_of, submissions_in
from comptoir.kit.words import Sentence
from comptoir.web.office.request import DossierRequest, place
from comptoir.web.shared.files import file_response
from comptoir.web.shared.guard import needs
from comptoir.web.shared.templatetags.comptoir import say

NEWEST = Order("received_at", datetime.fromisoformat, descending=True)
SHOWN = 25
LONGEST = 100


@require_safe
@needs("office.connect")
def letters(request: DossierRequest) -> HttpResponse:
    """All of them, newest first, page by page."""
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    refused = request.GET.get("refused") == "yes"
    rows = letters_of(request.access, text=text, refused=refused)
    keys: Any = rows.values("id", "received_at")
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        page = page_of(keys, NEWEST, after=marks["after"], before=marks["before"], size=SHOWN)
    except BadMark:
        raise Http404 from None
    found = letters_of(request.access).select_related("answer").in_bulk([row["id"] for row in page.rows])
    shown = [found[row["id"]] for row in page.rows]
    known = submissions_in(shown, request.access)
    kept = {name: value for name, value in (("q", text), ("refused", "yes" if refused else "")) if value}
    context = place(request) | {
        "letters": [{"letter": letter, "attachments": _attachments(letter, known)} for letter in shown],
        "opens_portal": opens_portals(request.access, "mailbox.view"),
        "text": text,
        "refused": refused,
        "before": page.before,
        "after": page.after,
        "query": f"{urlencode(kept)}&" if kept else "",
    }
    return render(request, "office/mail/letters.html", context)


@require_safe
@needs("office.connect")
def original(request: DossierRequest, pk: int) -> HttpResponse | FileResponse:
    """The e-mail as it came, to be kept as a file."""
    letter = get_object_or_404(Letter.objects.visible_to(request.access).select_related("raw"), pk=pk)
    try:
        return file_response(letter.raw, as_attachment=True)
    except NotHandedOut as refusal:
        context = place(request) | {"why": say(refusal.sentence)}
        return render(request, "office/mail/held.html", context, status=409)


def _attachments(letter: Letter, known: dict[int, Submission]) -> list[dict[str, Any]]:
    """What became of each, with the place of its document in the portal."""
    return [
        {
            "name": each["name"],
            "known": each["known"],
            "refusal": Sentence.from_json(each["refusal"]) if each["refusal"] else None,
            "submission": known.get(each["submission"]),
        }
        for each in letter.outcome
    ]
