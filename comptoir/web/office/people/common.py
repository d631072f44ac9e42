"""What the pages about people share, in a dossier and in the firm: inviting, another profile, taking a seat away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from comptoir.firms import actions
from comptoir.firms.actions import CannotChangePeople, CannotInvite, InvitationOver
from comptoir.firms.limiter import TooManyAttempts
from comptoir.firms.models import Dossier, Invitation, Seat
from comptoir.web.office.people.card import dressed_seat
from comptoir.web.office.people.forms import InviteForm, ProfileForm
from comptoir.web.office.request import place
from comptoir.web.shared.guard import OfficeRequest
from comptoir.web.shared.templatetags.comptoir import say


def invite_page(request: OfficeRequest) -> HttpResponse | None:
    """The form of an invitation; None once it is sent."""
    sent = request.POST if request.method == "POST" else None
    form = InviteForm(sent, of_dossier=request.dossier is not None, initial={"language": request.firm.language})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.invite(
                said["email"],
                profile=said["profile"],
                firm=request.firm,
                dossier=request.dossier,
                language=said["language"],
                by=request.access,
                at=timezone.now(),
            )
        except (CannotInvite, TooManyAttempts) as refusal:
            form.add_error("email", say(refusal.sentence))
        else:
            messages.success(request, gettext("The invitation to %(email)s is on its way.") % {"email": said["email"]})
            return None
    context = place(request) | {"form": form}
    return render(request, "office/people/invite.html", context, status=422 if form.errors else 200)


def seat_page(
    request: OfficeRequest, seat: Seat, *, assigned: list[Dossier], assignable: list[Dossier]
) -> HttpResponse | None:
    """One person's seat with its profile; None once it has another."""
    sent = request.POST if request.method == "POST" else None
    form = ProfileForm(sent, of_dossier=request.dossier is not None, initial={"profile": seat.profile})
    if form.is_valid():
        try:
            actions.change_profile(seat, form.cleaned_data["profile"], by=request.access, at=timezone.now())
        except CannotChangePeople as refusal:
            form.add_error("profile", say(refusal.sentence))
        else:
            messages.success(request, gettext("The profile of %(name)s is saved.") % {"name": seat.person})
            return None
    return _seat(request, seat, form, "", assigned=assigned, assignable=assignable)


def remove(request: OfficeRequest, seat: Seat) -> HttpResponse | None:
    """Take the seat away; None once it is gone, else the person's page with the reason why not."""
    name = str(seat.person)
    try:
        actions.remove_seat(seat, by=request.access, at=timezone.now())
    except CannotChangePeople as refusal:
        form = ProfileForm(of_dossier=request.dossier is not None, initial={"profile": seat.profile})
        return _seat(request, seat, form, say(refusal.sentence), assigned=[], assignable=[])
    messages.success(request, gettext("%(name)s no longer has a seat here.") % {"name": name})
    return None


def withdraw(request: OfficeRequest, invitation: Invitation) -> None:
    """End an invitation, and say so; one that was used meanwhile is left alone."""
    try:
        actions.withdraw_invitation(invitation, by=request.access, at=timezone.now())
    except InvitationOver as refusal:
        messages.error(request, say(refusal.sentence))
    else:
        messages.success(request, gettext("The invitation is withdrawn."))


def number_sent(request: OfficeRequest, name: str) -> int:
    """An id from a form, 0 for anything else."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0


def _seat(request: OfficeRequest, seat: Seat, form: ProfileForm, refused: str, **dossiers: Any) -> HttpResponse:
    context = place(request) | dossiers | {"seat": dressed_seat(seat), "form": form, "refused": refused}
    return render(request, "office/people/seat.html", context, status=422 if form.errors or refused else 200)
