"""What the machine has still to do for a dossier, and what was refused lately: the part that several pages include."""

from typing import Any

from django.utils import timezone

from comptoir.firms.paging import Row
from comptoir.intake.choices import Channel, State
from comptoir.intake.queries.waiting import delayed, refused, waiting_rows
from comptoir.web.portal.mailboxes.rooms import MAILBOXES, PROGRESS
from comptoir.web.portal.mailboxes.waiting import stage_shown
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.handed import told_of


def delayed_context(request: PortalRequest) -> dict[str, Any]:
    """What "portal/mailboxes/delayed.html" needs."""
    return {
        "delayed": delayed(request.access),
        "late": [_late(request, row) for row in waiting_rows(request.access)],
        "refused": [
            {"told": told_of(each.taken), "channel": Channel(each.channel).label, "sender": each.sender, "at": each.at}
            for each in refused(request.access, at=timezone.now())
        ],
    }


def _late(request: PortalRequest, row: Row) -> dict[str, Any]:
    """A document that keeps the machine waiting, and where it is opened."""
    room = MAILBOXES[row["mailbox"]] if row["state"] == State.MAILBOX else PROGRESS
    address = f"/d/{request.dossier.pk}/{room.place}{row['id']}/"
    return {"name": row["name"], "address": address, "stage": stage_shown(row)}
