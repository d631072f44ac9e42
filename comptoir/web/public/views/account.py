"""One's own login: name, language, password, and the devices on which it is open."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.firms.actions import (
    WrongPassword,
    change_language,
    change_name,
    change_password,
    end_all_sessions,
    end_session,
    want_words,
)
from comptoir.firms.limiter import TooManyAttempts
from comptoir.firms.models import Person
from comptoir.firms.queries import sessions_of
from comptoir.firms.sessions import handle_of
from comptoir.web.public.forms import AccountForm, PasswordForm
from comptoir.web.shared.devices import in_words
from comptoir.web.shared.guard import PersonRequest, logged_in
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import say


@logged_in
def account(request: PersonRequest) -> HttpResponse:
    """Name, language and words; the password's form beside it is sent elsewhere."""
    person = request.person
    form = AccountForm(request.POST or None, initial=_as_it_is(person))
    if form.is_valid():
        change_name(person, form.cleaned_data["name"], at=timezone.now())
        want_words(person, form.cleaned_data["words"], at=timezone.now())
        changed = change_language(person, form.cleaned_data["language"], at=timezone.now())
        with translation.override(changed.language):
            messages.success(request, gettext("Your account is changed."))
        return redirect("public:account")
    return _page(request, form, PasswordForm(person))


@require_POST
@logged_in
def password(request: PersonRequest) -> HttpResponse:
    """A new password; every other device is logged out."""
    form = PasswordForm(request.person, request.POST)
    if form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password1"]
        try:
            person = change_password(
                request.person, old=old, new=new, keep=request.session.session_key, at=timezone.now()
            )
        except (WrongPassword, TooManyAttempts) as refusal:
            form.add_error("old_password", say(refusal.sentence))
        except ValidationError as refusal:
            form.add_error("new_password1", refusal)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, gettext("Your password is changed. Other devices are logged out."))
            return redirect("public:account")
    return _page(request, AccountForm(initial=_as_it_is(request.person)), form)


@require_safe
@logged_in
def devices(request: PersonRequest) -> HttpResponse:
    """Where one is logged in."""
    rows = [
        {
            "handle": handle_of(session.session_key),
            "name": in_words(session.device),
            "created_at": session.created_at,
            "seen_at": session.seen_at,
            "here": session.session_key == request.session.session_key,
        }
        for session in sessions_of(request.person).filter(expire_date__gt=timezone.now())
    ]
    return render(request, "public/devices.html", {"devices": rows})


@require_POST
@logged_in
def end_device(request: PersonRequest) -> HttpResponse:
    """Log out on one device."""
    end_session(request.person, request.POST.get("device", ""), at=timezone.now())
    messages.success(request, gettext("That device is logged out."))
    return redirect("public:sessions")


@require_POST
@logged_in
def end_everywhere(request: PersonRequest) -> HttpResponse:
    """Log out on every device, this one too."""
    end_all_sessions(request.person, at=timezone.now())
    logout(request)
    messages.success(request, gettext("You are logged out on every device."))
    return redirect("public:login")


@require_POST
@logged_in
def words(request: PersonRequest) -> HttpResponse:
    """Explain figures in words, or no longer, and go back to where that was chosen."""
    want_words(request.person, request.POST.get("words") == "yes", at=timezone.now())
    return redirect(safe_back(request.POST.get("next", "")))


def _as_it_is(person: Person) -> dict[str, object]:
    """What the form begins with."""
    return {"name": person.name, "language": person.language, "words": person.wants_words}


def _page(request: PersonRequest, form: AccountForm, password_form: PasswordForm) -> HttpResponse:
    status = 422 if form.errors or password_form.errors else 200
    return render(request, "public/account.html", {"form": form, "password_form": password_form}, status=status)
