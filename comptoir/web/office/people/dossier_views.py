"""The people of one dossier: inviting, another profile, taking a seat away; and who of the firm looks after it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.firms.actions import CannotChangeDossier, assign, unassign
from comptoir.firms.queries import invitations_waiting, keepers_of_dossier, seats_of_dossier, seats_of_firm
from comptoir.web.office.people import common
from comptoir.web.office.request import DossierRequest, to_dossier
from comptoir.web.shared.guard import needs
from comptoir.web.shared.templatetags.comptoir import say

PART = "people"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.people")
def invite(request: DossierRequest) -> HttpResponse:
    """Invite somebody of the client into the dossier."""
    return common.invite_page(request) or to_dossier(request, PART)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.people")
def seat(request: DossierRequest, pk: int) -> HttpResponse:
    """One person's seat: another profile, or none."""
    found = get_object_or_404(seats_of_dossier(request.access), pk=pk)
    return common.seat_page(request, found, assigned=[], assignable=[]) or to_dossier(request, PART)


@require_POST
@needs("office.people")
def remove_seat(request: DossierRequest, pk: int) -> HttpResponse:
    """Take the seat away."""
    found = get_object_or_404(seats_of_dossier(request.access), pk=pk)
    return common.remove(request, found) or to_dossier(request, PART)


@require_POST
@needs("office.people")
def withdraw(request: DossierRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation: its link no longer works."""
    common.withdraw(request, get_object_or_404(invitations_waiting(request.access), pk=pk))
    return to_dossier(request, PART)


@require_POST
@needs("office.dossiers")
def keep(request: DossierRequest) -> HttpResponse:
    """Let somebody of the firm look after the dossier."""
    found = get_object_or_404(seats_of_firm(request.access), pk=common.number_sent(request, "seat"))
    try:
        assign(found, request.dossier, by=request.access, at=timezone.now())
    except CannotChangeDossier as refusal:
        messages.error(request, say(refusal.sentence))
    return to_dossier(request, "keepers")


@require_POST
@needs("office.dossiers")
def let_go(request: DossierRequest, pk: int) -> HttpResponse:
    """Take the dossier from somebody of the firm; who lets it go himself no longer sees it."""
    found = get_object_or_404(keepers_of_dossier(request.access), pk=pk)
    unassign(found, request.dossier, by=request.access, at=timezone.now())
    if found.person_id == request.person.pk and request.access.assigned is not None:
        return redirect("office:dossiers", firm=request.firm.pk)
    return to_dossier(request, "keepers")
