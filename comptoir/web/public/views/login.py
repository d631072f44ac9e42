"""Logging in and out, and a forgotten password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from comptoir.firms.actions import (
    ResetOver,
    WrongLogin,
    ask_reset,
    check_login,
    end_login,
    reset_password,
    start_login,
)
from comptoir.firms.limiter import TooManyAttempts
from comptoir.firms.tokens import person_of_reset
from comptoir.web.public.devices import known_device, remember_device
from comptoir.web.public.forms import LoginForm, NewPasswordForm, ResetForm
from comptoir.web.shared.devices import network_address
from comptoir.web.shared.guard import open_to_all
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import say


@open_to_all("this is where one logs in")
def log_in(request: HttpRequest) -> HttpResponse:
    """The login; afterwards back to the page that was asked for, if it is one of ours."""
    back = safe_back(request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(back)
    form = LoginForm(request.POST or None)
    status = 422 if form.errors else 200
    if form.is_valid():
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        device = known_device(request, email)
        try:
            person = check_login(email, password, address=network_address(request), device=device, at=timezone.now())
        except (WrongLogin, TooManyAttempts) as refusal:
            form.add_error(None, say(refusal.sentence))
            status = 429 if isinstance(refusal, TooManyAttempts) else 422
        else:
            start_login(request, person, at=timezone.now())
            response = HttpResponseRedirect(back)
            if not device:
                remember_device(response, person)
            return response
    return render(request, "public/login.html", {"form": form, "next": "" if back == "/" else back}, status=status)


@require_POST
@open_to_all("who is logged out already may ask again")
def log_out(request: HttpRequest) -> HttpResponse:
    """End this login, here only."""
    end_login(request, at=timezone.now())
    messages.success(request, gettext("You are logged out."))
    back = safe_back(request.POST.get("next", ""), "")
    return HttpResponseRedirect(back) if back else redirect("public:login")


@open_to_all("for who cannot log in")
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether or not anybody has that address."""
    form = ResetForm(request.POST or None)
    status, asked = (422 if form.errors else 200), False
    if form.is_valid():
        try:
            ask_reset(form.cleaned_data["email"], address=network_address(request), at=timezone.now())
            asked = True
        except TooManyAttempts as refusal:
            form.add_error(None, say(refusal.sentence))
            status = 429
    return render(request, "public/reset.html", {"form": form, "asked": asked}, status=status)


@open_to_all("the token of the mail is the proof")
def reset_set(request: HttpRequest, token: str) -> HttpResponse:
    """Set a new password by the link from the mail; it works once."""
    person = person_of_reset(token)
    if person is None:
        return _over(request)
    form = NewPasswordForm(person, request.POST or None)
    if form.is_valid():
        try:
            reset_password(token, form.cleaned_data["new_password1"], at=timezone.now())
        except ResetOver:
            return _over(request)
        messages.success(request, gettext("Your new password is set. You are logged out on every device."))
        return redirect("public:login")
    return render(request, "public/reset_set.html", {"form": form}, status=422 if form.errors else 200)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "public/reset_over.html", status=410)
