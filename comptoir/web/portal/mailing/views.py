"""The pages that send sales invoices by mail: one form, its preview, what became of it, and revoking a link."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.archive.actions.sharing import (
    CannotSend,
    check_sending,
    previewed,
    revoke_link,
    scene_of,
    send_invoices,
)
from comptoir.archive.letters import PLACEHOLDERS, BadText
from comptoir.archive.models import InvoiceLink
from comptoir.archive.queries.sharing import MOST, Sendable, sendable, sent_with, texts_of
from comptoir.firms.choices import Language
from comptoir.web.portal.mailing.forms import (
    ComposeForm,
    Line,
    lines_as_proposed,
    lines_as_typed,
    new_key,
    proposed,
    sending_of,
)
from comptoir.web.portal.mailing.outcome import outcome_of, summary
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import say


@require_http_methods(["GET", "HEAD", "POST"])
@needs("invoice.mail")
def compose(request: PortalRequest) -> HttpResponse:
    """Write to whom the chosen invoices go (`ids`); look it over; send it."""
    ids = _ids(request.POST if request.method == "POST" else request.GET)
    if not 0 < len(ids) <= MOST:
        context = _place(request) | {"most": MOST, "none": not ids}
        return render(request, "portal/mailing/none.html", context, status=422 if ids else 200)
    found = sendable(request.access, ids, firm=request.firm)
    if {each.invoice.pk for each in found} != set(ids):
        raise Http404
    if request.method == "POST":
        return _sent_form(request, found)
    again = _again(request, found)
    lines = (
        lines_as_proposed(found, email=again.recipient, language=again.language) if again else lines_as_proposed(found)
    )
    texts = {language: held.text for language, held in texts_of(request.firm, request.dossier).items()}
    return _write(request, proposed(texts, today=timezone.localdate()), lines, new_key())


@require_safe
@needs("invoice.mail")
def sent(request: PortalRequest, key: str) -> HttpResponse:
    """What became of the mails of one form; htmx asks again for the list alone while some wait."""
    outcomes = [outcome_of(link) for link in sent_with(request.access, key[:40])]
    if not outcomes:
        raise Http404
    tone, told = summary(outcomes)
    context = _place(request) | {
        "outcomes": outcomes,
        "tone": tone,
        "told": told,
        "waits": any(each.waiting for each in outcomes),
        "again_at": request.path,
    }
    part = request.htmx.target == "sent"
    return render(request, f"portal/mailing/{'sent_part' if part else 'sent'}.html", context)


@require_POST
@needs("invoice.mail")
def revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    link = get_object_or_404(InvoiceLink.objects.visible_to(request.access), pk=pk)
    revoke_link(link, by=request.access, at=timezone.now())
    here = f"/d/{request.dossier.pk}/archive/sales/{link.invoice_id}/"
    return redirect(safe_back(request.POST.get("next", ""), otherwise=here))


def _sent_form(request: PortalRequest, found: list[Sendable]) -> HttpResponse:
    """What was asked for: the form again, its preview, or the sending."""
    form, key = ComposeForm(request.POST), request.POST.get("key", "")
    lines = lines_as_typed(found, request.POST, {})
    step = request.POST.get("step", "preview")
    if not form.is_valid() or not form.check_texts(line.language for line in lines if line.chosen):
        return _write(request, form, lines, key)
    if step == "edit":
        return _write(request, form, lines, key, refused=False)
    sending = sending_of(form, lines, key)
    try:
        if step != "send":
            return _preview(request, form, lines, key)
        send_invoices(sending, by=request.access, at=timezone.now())
    except BadText as refusal:
        form.add_error(None, say(refusal.sentence))
        return _write(request, form, lines, key)
    except CannotSend as refusal:
        form.add_error(None, say(refusal.sentence))
        wrong = {pk: say(sentence) for pk, sentence in refusal.lines.items()}
        return _write(request, form, lines_as_typed(found, request.POST, wrong), key)
    return redirect("portal:mail_sent", dossier=request.dossier.pk, key=key)


def _preview(request: PortalRequest, form: ComposeForm, lines: list[Line], key: str) -> HttpResponse:
    """The mails as they will go. Raises what the sending would."""
    sending = sending_of(form, lines, key)
    texts = check_sending(sending, by=request.access, at=timezone.now())
    scene = scene_of(request.dossier, request.access.name, sending.until)
    mails = [(each, previewed(each, texts[each.language], scene)) for each in sending.letters]
    context = _place(request) | {
        "mails": mails,
        "sender": request.firm.name,
        "reply_to": request.person.email,
        "copy": sending.copy,
        "until": sending.until,
        "kept": _kept(request),
    }
    return render(request, "portal/mailing/preview.html", context)


def _write(
    request: PortalRequest, form: ComposeForm, lines: list[Line], key: str, *, refused: bool | None = None
) -> HttpResponse:
    """The page with the form."""
    used = {line.language for line in lines if line.chosen}
    context = _place(request) | {
        "form": form,
        "key": key,
        "ids": ",".join(str(line.found.invoice.pk) for line in lines),
        "lines": [line for line in lines if line.found.pdf is not None],
        "bare": [line.found.invoice for line in lines if line.found.pdf is None],
        "several": len(lines) > 1,
        "languages": Language.choices,
        "texts": [
            (name, form[f"subject_{code}"], form[f"body_{code}"], code in used or bool(form[f"body_{code}"].errors))
            for code, name in Language.choices
        ],
        "placeholders": [(f"{{{name}}}", words) for name, words in PLACEHOLDERS.items()],
    }
    failed = bool(form.errors) if refused is None else refused
    return render(request, "portal/mailing/compose.html", context, status=422 if failed else 200)


def _kept(request: PortalRequest) -> list[tuple[str, str]]:
    """What the form said, to be carried through its preview."""
    return [(name, str(value)) for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "step"}]


def _ids(asked: Any) -> list[int]:
    """The ids of the address; what is no id is somebody else's."""
    words = [word for word in ",".join(asked.getlist("ids"))[:20_000].split(",") if word]
    if not all(word.isascii() and word.isdigit() and len(word) < 19 for word in words):
        raise Http404
    return list(dict.fromkeys(int(word) for word in words))


def _again(request: PortalRequest, found: list[Sendable]) -> InvoiceLink | None:
    """The link whose mail is to be sent again, when the address names one."""
    named = request.GET.get("again", "")
    if not named:
        return None
    if not (named.isascii() and named.isdigit() and len(named) < 19) or len(found) != 1:
        raise Http404
    return get_object_or_404(InvoiceLink.objects.visible_to(request.access), pk=int(named), invoice=found[0].invoice)


def _place(request: PortalRequest) -> dict[str, Any]:
    """What every template here needs to write its addresses."""
    sales = f"/d/{request.dossier.pk}/archive/sales/"
    return {"sales": sales, "mailing": f"{sales}mail/", "links_at": f"{sales}links/"}
