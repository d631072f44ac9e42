"""The page "Hand in documents", and what the part for handing in needs on whatever page it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from comptoir.intake.choices import Mailbox
from comptoir.intake.models import Upload
from comptoir.intake.uploading import own_uploads
from comptoir.web.portal.handing.outcome import opens
from comptoir.web.portal.mailboxes.addresses import mailbox_addresses
from comptoir.web.portal.mailboxes.delayed import delayed_context
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.handed import Told, told_of

SHOWN = 30
"""Files of the last day that are listed."""

ICONS = {
    Mailbox.PURCHASES: "purchases",
    Mailbox.SALES: "sales",
    Mailbox.MISCELLANEOUS: "miscellaneous",
    Mailbox.UNTYPED: "question",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A mailbox to choose."""

    value: str
    label: str | Promise
    icon: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A file in the list: under way (`percent`), or what became of it, of an archive each file in it.

    `opens` is the address below which its documents are opened, wherever they are by now.
    """

    upload: Upload
    address: str
    opens: str
    told: Sequence[Told]

    @property
    def percent(self) -> int:
        """How much of it has come."""
        return self.upload.received * 100 // self.upload.size


@require_safe
@needs("mailbox.use")
def hand_in(request: PortalRequest) -> HttpResponse:
    """The mailboxes as large buttons, files and camera, and what became of what was handed in today."""
    wanted = request.GET.get("mailbox", "")
    chosen = Mailbox(wanted) if wanted in Mailbox.values else Mailbox.PURCHASES
    choices = [Choice(each.value, each.label, icon, each == chosen) for each, icon in ICONS.items()]
    context = upload_context(request, chosen)
    context |= {"choices": choices, "addresses": mailbox_addresses(request.dossier)}
    context |= delayed_context(request)
    return render(request, "portal/handing/page.html", context)


def upload_context(request: PortalRequest, mailbox: Mailbox) -> dict[str, Any]:
    """What "portal/handing/upload.html" needs: for pages that include it, with the mailbox into which files go."""
    shown = [
        Shown(
            each,
            reverse("portal:upload", args=[request.dossier.pk, each.token]),
            opens(each),
            _told(each),
        )
        for each in own_uploads(request.access)[:SHOWN]
    ]
    return {
        "uploads": reverse("portal:uploads", args=[request.dossier.pk]),
        "mailbox": mailbox,
        "shown": shown,
        "here": request.get_full_path(),
    }


def _told(upload: Upload) -> list[Told]:
    return [told_of(each) for each in upload.outcome or []]
