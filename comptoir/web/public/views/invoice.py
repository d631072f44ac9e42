"""What the link of a mail opens for somebody without a login: one invoice, its facts and its PDF, and nothing else."""

import logging
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from comptoir.archive.actions.openings import Visit, note_opening
from comptoir.archive.letters import number_of
from comptoir.archive.models import InvoiceLink
from comptoir.archive.queries.sharing import link_behind, paying
from comptoir.documents.queries import served
from comptoir.documents.store import NotInStore, NotReleased
from comptoir.firms.choices import Language
from comptoir.firms.limiter import Limit, TooManyAttempts
from comptoir.firms.queries import standing_in_dossier
from comptoir.kit.numbers import format_communication
from comptoir.ledger.queries import dates_of
from comptoir.web.public.paying import paid_in_words, spaced
from comptoir.web.shared.devices import network_address
from comptoir.web.shared.files import file_response
from comptoir.web.shared.guard import open_to_all
from comptoir.web.shared.templatetags.comptoir import say

logger = logging.getLogger(__name__)

FROM_ADDRESS = Limit("invoice-address", 120, 60)
"""More than a household reads, and far too few to try tokens."""

UNSEEN = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}
"""For no search engine, and told to no other site."""


@require_safe
@open_to_all("the token of the mail is the proof")
def invoice(request: HttpRequest, token: str) -> HttpResponseBase:
    """The invoice's facts and its PDF."""
    return _opened(request, token, "page")


@require_safe
@open_to_all("the token of the mail is the proof")
def invoice_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The PDF itself."""
    return _opened(request, token, "file")


@require_safe
@open_to_all("the token of the mail is the proof")
def invoice_logo(request: HttpRequest, token: str) -> HttpResponseBase:
    """The firm's logo, as long as the link is good."""
    return _opened(request, token, "logo")


def _opened(request: HttpRequest, token: str, what: str) -> HttpResponseBase:
    """The answer, in the language of the link or the one chosen on the page, and written down as an opening.

    A link that is over is answered like a token that nobody has: nothing tells one from the other.
    """
    at = timezone.now()
    link = link_behind(token, at=at)
    try:
        ours = link is not None and _is_ours(request, link)
        if not ours:
            FROM_ADDRESS.take(network_address(request), at=at)
    except TooManyAttempts as refusal:
        return _unseen(render(request, "public/invoice_over.html", {"sentence": say(refusal.sentence)}, status=429))
    if link is None:
        return _unseen(render(request, "public/invoice_over.html", {"sentence": ""}, status=404))
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in Language.values else link.language
    with translation.override(language):
        response = _answer(request, link, token, what, language)
        if what != "logo" and not ours:
            note_opening(link, _visit(request, what), at=at)
        response["Content-Language"] = language
    return _unseen(response)


def _answer(request: HttpRequest, link: InvoiceLink, token: str, what: str, language: str) -> HttpResponseBase:
    if what == "file":
        try:
            return file_response(link.document, as_attachment="save" in request.GET)
        except NotReleased as refusal:
            return render(request, "public/invoice_over.html", {"sentence": say(refusal.sentence)}, status=403)
        except NotInStore:
            logger.exception("The store does not hold document %s", link.document_id)
            raise Http404 from None
    if what == "logo":
        if not link.dossier.firm.logo:
            raise Http404
        return HttpResponse(
            bytes(link.dossier.firm.logo), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"}
        )
    return render(request, "public/invoice.html", _facts(link, token, language))


def _facts(link: InvoiceLink, token: str, language: str) -> dict[str, Any]:
    """All that the page tells."""
    row, bank_until = link.invoice, dates_of(link.dossier).bank_until
    ibans, communications = paying(link)
    return {
        "here": f"/invoice/{token}/",
        "languages": [(code, name, code == language) for code, name in Language.choices],
        "company": link.dossier,
        "firm": link.dossier.firm,
        "row": row,
        "credit": row.amount_cents < 0,
        "number": number_of(row),
        "amount": abs(row.amount_cents),
        "paid": paid_in_words(row, bank_until=bank_until),
        "ibans": [spaced(iban) for iban in ibans] if row.amount_cents > 0 else [],
        "communications": [format_communication(each) for each in communications] if row.amount_cents > 0 else [],
        "shown": served(link.document).inline,
        "until": timezone.localdate(link.expires_at - timedelta(seconds=1)),
    }


def _visit(request: HttpRequest, what: str) -> Visit:
    return Visit(
        what=what,
        method=request.method or "",
        device=request.headers.get("User-Agent", "").replace("\x00", ""),
        languages=request.headers.get("Accept-Language", ""),
        inside="inside" in request.GET,
    )


def _is_ours(request: HttpRequest, link: InvoiceLink) -> bool:
    """Whether somebody of the dossier or its firm looks at what was sent: no opening by the recipient."""
    return request.user.is_authenticated and standing_in_dossier(request.user, link.dossier_id) is not None


def _unseen(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in UNSEEN.items():
        response[name] = value
    return response
