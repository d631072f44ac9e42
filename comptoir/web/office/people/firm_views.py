"""The firm's own people: seen by who manages people, changed by its administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.firms.actions import CannotChangeDossier, assign, unassign
from comptoir.firms.choices import FirmProfile
from comptoir.firms.models import Dossier
from comptoir.firms.queries import invitations_waiting, seats_of_firm
from comptoir.web.office.people import common
from comptoir.web.office.people.card import dressed_invitation, dressed_seat
from comptoir.web.office.request import DossierRequest, place
from comptoir.web.shared.guard import OfficeRequest, needs
from comptoir.web.shared.templatetags.comptoir import say


@require_safe
@needs("office.people")
def people(request: OfficeRequest) -> HttpResponse:
    """The firm's people and the invitations that wait."""
    may_people = request.access.may("office.firm")
    context = place(request) | {
        "seats": [dressed_seat(seat) for seat in seats_of_firm(request.access)],
        "invitations": [dressed_invitation(each) for each in invitations_waiting(request.access)] if may_people else [],
        "may_people": may_people,
    }
    return render(request, "office/people/firm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def invite(request: OfficeRequest) -> HttpResponse:
    """Invite somebody into the office."""
    return common.invite_page(request) or _to_people(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def seat(request: OfficeRequest, pk: int) -> HttpResponse:
    """One person's seat in the firm: the profile, and the dossiers that he looks after."""
    found = get_object_or_404(seats_of_firm(request.access), pk=pk)
    assigned: list[Dossier] = []
    assignable: list[Dossier] = []
    if found.profile != FirmProfile.ADMINISTRATOR:
        seen = Dossier.objects.visible_to(request.access).open().order_by("name", "pk")
        assigned = list(seen.filter(assignments__seat=found))
        assignable = list(seen.exclude(assignments__seat=found))
    return common.seat_page(request, found, assigned=assigned, assignable=assignable) or _to_people(request)


@require_POST
@needs("office.firm")
def remove_seat(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take the seat away."""
    found = get_object_or_404(seats_of_firm(request.access), pk=pk)
    return common.remove(request, found) or _to_people(request)


@require_POST
@needs("office.firm")
def withdraw(request: OfficeRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation: its link no longer works."""
    common.withdraw(request, get_object_or_404(invitations_waiting(request.access), pk=pk))
    return _to_people(request)


@require_POST
@needs("office.firm")
def give_dossier(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let the person look after a dossier."""
    found = get_object_or_404(seats_of_firm(request.access), pk=pk)
    visible = Dossier.objects.visible_to(request.access)
    dossier = get_object_or_404(visible, pk=common.number_sent(request, "dossier"))
    try:
        assign(found, dossier, by=request.access, at=timezone.now())
    except CannotChangeDossier as refusal:
        messages.error(request, say(refusal.sentence))
    return redirect("office:colleague", firm=request.firm.pk, pk=pk)


@require_POST
@needs("office.firm")
def take_dossier(request: DossierRequest, pk: int) -> HttpResponse:
    """Take a dossier from the person."""
    found = get_object_or_404(seats_of_firm(request.access), pk=pk)
    unassign(found, request.dossier, by=request.access, at=timezone.now())
    return redirect("office:colleague", firm=request.firm.pk, pk=pk)


def _to_people(request: OfficeRequest) -> HttpResponse:
    return redirect("office:people", firm=request.firm.pk)
