"""What the form of a proposal tells of those who sit there, and keeps of what they typed."""

from typing import Any

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import get_language

from comptoir.kit.words import Sentence
from comptoir.web.portal.worklist.fields import Texts, same, texts_of
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.worklist.models import Proposal
from comptoir.worklist.sittings import Company, Other, draft_of, known, others_at, sit


def company_context(request: PortalRequest, found: Proposal) -> dict[str, Any]:
    """Who else sits at the proposal, and the reader's own draft; `typed` is what of it the form shows."""
    draft = draft_of(found, by=request.access)
    mine = "mine" in request.GET and request.method != "POST"
    return {
        "others": [_at_it(each) for each in others_at(found, by=request.access, at=timezone.now())],
        "draft": draft,
        "mine": mine,
        "typed": draft.typed if draft and (draft.current or mine) else None,
    }


def keep_typed(request: PortalRequest, found: Proposal, *, seen: int, leaving: bool = False) -> Company:
    """Keep what was sent with the form; nothing of it where it is what is saved."""
    typed: Texts = known(request.POST.dict())
    if seen == found.version and same(typed, texts_of(found, get_language() or "fr")):
        typed = {}
    return sit(found, typed, seen=seen, leaving=leaving, by=request.access, at=timezone.now())


def told(company: Company, seen: int) -> JsonResponse:
    """What the page is answered that tells of itself: whom it has beside it, and who has changed the proposal."""
    changed = company.version != seen
    name = company.changed_by
    words = Sentence("%(name)s has changed it meanwhile.", {"name": name}) if name else _BY_ITSELF
    return JsonResponse(
        {"others": [say(_at_it(each)) for each in company.others], "changed": say(words) if changed else ""}
    )


_BY_ITSELF = Sentence("It was proposed anew meanwhile.")


def _at_it(other: Other) -> Sentence:
    return Sentence("%(name)s is looking at this document too.", {"name": other.name})
