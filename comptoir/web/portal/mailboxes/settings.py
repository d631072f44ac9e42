"""The settings of the mailboxes: what is sent on by itself, addresses with a secret to be renewed, folders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier
from comptoir.intake.actions.forwarding import set_forwards
from comptoir.intake.addresses import WORDS, renew_secret
from comptoir.intake.choices import Mailbox
from comptoir.intake.folders.places import folder_of
from comptoir.intake.receiving import forwarded
from comptoir.web.portal.mailboxes.addresses import mailbox_addresses
from comptoir.web.portal.mailboxes.rooms import TABS
from comptoir.web.shared.guard import PortalRequest, needs


@require_safe
@needs("mailbox.settings")
def settings(request: PortalRequest) -> HttpResponse:
    """Which mailboxes send on by themselves, and their addresses."""
    sent_on = forwarded(request.dossier.pk)
    context = {
        "addresses": mailbox_addresses(request.dossier),
        "folders": _folders(request.dossier),
        "forwards": [{"mailbox": tab, "chosen": tab.value in sent_on} for tab in TABS],
    }
    return render(request, "portal/mailboxes/settings.html", context)


@require_POST
@needs("mailbox.settings")
def forwards(request: PortalRequest) -> HttpResponse:
    """Send on by themselves what the ticked mailboxes receive from now on."""
    wanted = [tab for tab in TABS if tab.value in request.POST.getlist("forwards")]
    set_forwards(request.dossier, wanted, by=request.access, at=timezone.now())
    messages.success(request, gettext("Kept."))
    return redirect("portal:mailbox_settings", dossier=request.dossier.pk)


@require_POST
@needs("mailbox.settings")
def renewed(request: PortalRequest) -> HttpResponse:
    """Give the mailboxes new addresses."""
    renew_secret(request.dossier, by=request.access, at=timezone.now())
    messages.success(request, gettext("The mailboxes have new addresses; the old ones are refused from now on."))
    return redirect("portal:mailbox_settings", dossier=request.dossier.pk)


def _folders(dossier: Dossier) -> list[tuple[Mailbox, str]]:
    """By mailbox the watched folder, below the firm's, named in the reader's language; none where none is watched."""
    if folder_of(dossier.firm) is None:
        return []
    language = Language((get_language() or "")[:2])
    words = {tab: f"{dossier.number}/{WORDS[tab][language]}" for tab in TABS}
    return [*words.items(), (Mailbox.UNTYPED, dossier.number)]
