"""The help: the questions that concern this reader, by topic, and what a search finds in them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.guide.book import guide_for
from comptoir.guide.queries import help_for
from comptoir.guide.questions import found_in
from comptoir.web.shared.guard import PortalRequest, needs

LONGEST = 100


@require_safe
@needs("portal.view")
def questions(request: PortalRequest) -> HttpResponse:
    """All questions by topic, or those with every word of `q`; `open` names one that is shown opened."""
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST]
    chapters = help_for(request.access, request.dossier, request.LANGUAGE_CODE or "fr")
    context = {
        "typed": typed,
        "chapters": found_in(chapters, typed) if typed else chapters,
        "opened": request.GET.get("open", ""),
        "address": request.path,
    }
    part = request.htmx.target == "answers"
    return render(request, "portal/help/answers.html" if part else "portal/help/page.html", context)


@require_safe
@needs("portal.view")
def guide(request: PortalRequest) -> HttpResponse:
    """The same questions as a PDF to keep or to print, in the reader's language."""
    made = guide_for(request.access, request.dossier, request.LANGUAGE_CODE or "fr")
    answer = HttpResponse(made, content_type="application/pdf", headers={"X-Content-Type-Options": "nosniff"})
    name = f"{gettext('Guide')} {request.firm.name}.pdf"
    answer["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer
