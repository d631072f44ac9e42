"""Accepting an invitation: with a new login, or with the one that the invited address already has."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from comptoir.firms.actions import (
    CannotChangePeople,
    InvitationOver,
    LoginExists,
    accept_as,
    accept_invitation,
    open_invitation,
    start_login,
)
from comptoir.firms.models import Invitation, Person
from comptoir.firms.queries import has_login
from comptoir.web.public.forms import InvitationForm
from comptoir.web.shared.guard import open_to_all
from comptoir.web.shared.templatetags.comptoir import say


@open_to_all("the token of the mail is the proof")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of an invitation opens."""
    try:
        found = open_invitation(token, at=timezone.now())
        if request.user.is_authenticated:
            return _logged_in(request, request.user, found, token)
        if has_login(found.email):
            return render(request, "public/invitation.html", {"invitation": found, "step": "login"})
        return _anew(request, found, token)
    except (InvitationOver, CannotChangePeople) as refusal:
        return render(request, "public/invitation_over.html", {"sentence": say(refusal.sentence)}, status=410)


def _logged_in(request: HttpRequest, person: Person, found: Invitation, token: str) -> HttpResponse:
    """One click for the invited person; anybody else is told to log out first."""
    if person.email != found.email:
        return render(request, "public/invitation.html", {"invitation": found, "step": "other"})
    if request.method == "POST":
        accept_as(person, token, at=timezone.now())
        return _welcome(request, found)
    return render(request, "public/invitation.html", {"invitation": found, "step": "accept"})


def _anew(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """Somebody new says his name and sets a password, and is logged in."""
    form = InvitationForm(
        Person(email=found.email, name=found.name), request.POST or None, initial={"name": found.name}
    )
    if form.is_valid():
        name, password, now = form.cleaned_data["name"], form.cleaned_data["new_password1"], timezone.now()
        try:
            person = accept_invitation(token, name=name, password=password, at=now)
        except LoginExists:
            return redirect("public:invitation", token)
        start_login(request, person, at=now)
        return _welcome(request, found)
    context = {"invitation": found, "step": "new", "form": form}
    return render(request, "public/invitation.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    place = found.dossier or found.firm
    messages.success(request, gettext("Welcome to %(place)s.") % {"place": place.name})
    return redirect(f"/d/{found.dossier_id}/" if found.dossier_id else f"/office/{found.firm_id}/")
