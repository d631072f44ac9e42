"""Mapping the columns of a file: choose it, say what its columns are beside a preview, save that as the firm's mapping."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.connectors.csv.folder import tables_in
from comptoir.connectors.csv.mapping import mapping_of
from comptoir.connectors.port import PassingFault, WrongConfiguration
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.words import Refusal
from comptoir.sync.mappings import (
    CannotChangeProfile,
    profile_of,
    profiles_of,
    remove_profile,
    rename_profile,
    save_profile,
    users_by_profile,
)
from comptoir.sync.models import Connection, MappingProfile
from comptoir.web.office.connection.folders import roots_of
from comptoir.web.office.connection.mapping.forms import FileForm
from comptoir.web.office.connection.mapping.shown import Page, fixed, page_of
from comptoir.web.office.connection.mapping.words import rows_seen
from comptoir.web.office.request import DossierRequest, place
from comptoir.web.shared.guard import needs
from comptoir.web.shared.templatetags.comptoir import say

SHOWN = "office/connection/mapping/"
MAPPING, ANSWER = "mapping", "answer"
"""The parts of the page that are exchanged by themselves."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def mapping(request: DossierRequest) -> HttpResponse:
    """Choose the folder and a file of it; then look at what its rows become, by a mapping of the firm or a new one."""
    asked: Any = request.POST if request.method == "POST" else request.GET
    form = FileForm(asked if "folder" in asked else None, firm_id=request.firm.pk, kept=_kept(request))
    if not form.is_valid():
        return _choose(request, form)
    folder = Path(form.cleaned_data["folder"])
    try:
        files = tables_in(folder)
    except (WrongConfiguration, PassingFault) as refusal:
        form.add_error("folder", say(refusal.sentence))
        return _choose(request, form)
    name = asked.get("file", "")
    if name not in files:
        return _choose(request, form, files=files, folder=str(folder))
    profile = _profile(request, asked.get("profile", ""))
    try:
        if profile is not None and "change" not in asked:
            return _fixed(request, folder, name, profile)
        return _page(request, folder, name, profile)
    except Unreadable as refusal:
        words = gettext("%(file)s: %(why)s") % {"file": name, "why": say(refusal.sentence)}
    except OSError:
        words = gettext("%(file)s cannot be read.") % {"file": name}
    if request.htmx:
        told = {"words": words, "place": MAPPING if request.htmx.target == MAPPING else ANSWER}
        return render(request, SHOWN + "refused.html", told, status=422)
    form.add_error(None, words)
    return _choose(request, form, files=files, folder=str(folder))


@require_POST
@needs("office.connect")
def profile(request: DossierRequest, pk: int) -> HttpResponse:
    """Rename or remove a mapping of the firm."""
    found = profile_of(request.access, pk)
    if found is None:
        raise Http404
    try:
        if request.POST.get("deed") == "remove":
            remove_profile(found, by=request.access, at=timezone.now())
            messages.success(request, gettext("The mapping is removed."))
        else:
            rename_profile(found, request.POST.get("name", ""), by=request.access, at=timezone.now())
            messages.success(request, gettext("The mapping is renamed."))
    except CannotChangeProfile as refusal:
        form = FileForm(firm_id=request.firm.pk, kept=_kept(request))
        return _choose(request, form, refused=refusal)
    return redirect("office:mapping", firm=request.firm.pk, dossier=request.dossier.pk)


def _page(request: DossierRequest, folder: Path, name: str, changed: MappingProfile | None) -> HttpResponse:
    """The page of the file with its selects; `changed` is the mapping that is being changed."""
    posted = request.POST.dict() if request.method == "POST" else {}
    page = page_of(folder / name, posted, changed.mapping if changed else None)
    errors: list[str] = []
    if posted.get("do") == "save":
        errors = [say(problem.sentence) for problem in page.problems] or _save(request, page, changed)
        if not errors:
            saved = next(each for each in profiles_of(request.access) if each.name == _name(posted, changed))
            messages.success(request, gettext("The mapping is saved."))
            return _to_connection(request, folder, saved)
    context = _context(request, folder, name, changed) | {
        "page": page,
        "becomes": page.becomes,
        "errors": errors,
        "seen": rows_seen(page.scanned),
        "name": _name(posted, changed),
    }
    part = {MAPPING: "form.html", ANSWER: "answer.html"}.get(request.htmx.target or "", "page.html")
    return render(request, SHOWN + part, context, status=422 if errors else 200)


def _save(request: DossierRequest, page: Page, changed: MappingProfile | None) -> list[str]:
    """Save the mapping; what speaks against it."""
    name = _name(request.POST.dict(), changed)
    taken = any(each.name == name and each.pk != (changed.pk if changed else 0) for each in profiles_of(request.access))
    try:
        if taken:
            raise CannotChangeProfile("There is a mapping called %(name)s already.", name=name)
        save_profile(name, page.mapping, by=request.access, at=timezone.now())
    except (CannotChangeProfile, WrongConfiguration) as refusal:
        return [say(refusal.sentence)]
    return []


def _fixed(request: DossierRequest, folder: Path, name: str, chosen: MappingProfile) -> HttpResponse:
    """What a mapping of the firm makes of the file."""
    becomes = fixed(folder / name, mapping_of(chosen.mapping))
    return render(request, SHOWN + "fixed.html", _context(request, folder, name, chosen) | {"becomes": becomes})


def _context(request: DossierRequest, folder: Path, name: str, chosen: MappingProfile | None) -> dict[str, Any]:
    used = users_by_profile(request.access)[chosen.pk] if chosen else 0
    where = {"folder": str(folder), "file": name, "profile": chosen, "used": used}
    return place(request) | where | {"profiles": profiles_of(request.access)}


def _choose(
    request: DossierRequest,
    form: FileForm,
    *,
    files: list[str] | None = None,
    folder: str = "",
    refused: Refusal | None = None,
) -> HttpResponse:
    used = users_by_profile(request.access)
    context = place(request) | {
        "form": form,
        "files": files,
        "folder": folder,
        "roots": roots_of(request.firm.pk),
        "profiles": [(each, used[each.pk]) for each in profiles_of(request.access)],
        "refused": refused.sentence if refused else None,
    }
    return render(request, SHOWN + "choose.html", context, status=422 if form.errors or refused else 200)


def _to_connection(request: DossierRequest, folder: Path, saved: MappingProfile) -> HttpResponse:
    response = redirect("office:connection", firm=request.firm.pk, dossier=request.dossier.pk)
    response["Location"] += "?" + urlencode({"package": "csv", "folder": str(folder), "profile": str(saved.pk)})
    return response


def _name(posted: dict[str, str], changed: MappingProfile | None) -> str:
    return changed.name if changed else " ".join(posted.get("name", "").split())


def _profile(request: DossierRequest, text: str) -> MappingProfile | None:
    """The mapping that is asked for; another firm's is not there, and neither is one whose id is none."""
    good = text.isascii() and text.isdigit() and len(text) <= 18
    return profile_of(request.access, int(text)) if good else None


def _kept(request: DossierRequest) -> str:
    """The folder of the saved connection."""
    present = Connection.objects.visible_to(request.access).first()
    return str(present.settings.get("folder", "")) if present else ""
