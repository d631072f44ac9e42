"""The tokens with which programs act in one's name: what there is, a new one, revoking one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from comptoir.firms.actions import CannotMakeToken, WrongPassword, make_api_token, revoke_api_token
from comptoir.firms.limiter import TooManyAttempts
from comptoir.firms.queries import dossiers_where, tokens_of
from comptoir.web.public.forms import TokenForm
from comptoir.web.shared.guard import PersonRequest, logged_in
from comptoir.web.shared.templatetags.comptoir import say


@logged_in
def tokens(request: PersonRequest) -> HttpResponse:
    """What there is, and the form for another one; the answer to the form is the only page that ever shows its secret."""
    dossiers = list(dossiers_where(request.person, "mailbox.use"))
    choices = [(str(each.pk), f"{each.name}, {each.number}") for each in dossiers]
    form = TokenForm(choices, request.POST or None)
    secret = _made(request, form) if form.is_valid() else ""
    if secret:
        form = TokenForm(choices)
    now = timezone.now()
    rows = [{"token": each, "over": each.expires_at <= now} for each in tokens_of(request.person)]
    context = {"form": form, "rows": rows, "secret": secret, "may": bool(dossiers)}
    return render(request, "public/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@logged_in
def revoke(request: PersonRequest) -> HttpResponse:
    """Let no program in with that token any more."""
    pk = request.POST.get("token", "")
    token = revoke_api_token(request.person, int(pk), at=timezone.now()) if _is_number(pk) else None
    if token is not None:
        messages.success(request, gettext("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("public:tokens")


def _made(request: PersonRequest, form: TokenForm) -> str:
    """The secret of the new token; "" when there is none, and the form says why."""
    asked = form.cleaned_data
    try:
        return make_api_token(
            request.person,
            name=asked["name"],
            dossiers=[int(pk) for pk in asked["dossiers"]],
            days=int(asked["days"]),
            password=asked["password"],
            at=timezone.now(),
        )[1]
    except (WrongPassword, TooManyAttempts) as refusal:
        form.add_error("password", say(refusal.sentence))
    except CannotMakeToken as refusal:
        form.add_error(refusal.field, say(refusal.sentence))
    return ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
