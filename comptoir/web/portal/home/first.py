"""What to do first: invoices overdue, open and not handled, ticks that the books do not follow; each leads to its list."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext

from comptoir.archive.choices import Tab
from comptoir.archive.queries.to_do import waiting
from comptoir.firms.access import Access
from comptoir.web.portal.archive.plan import READY


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that waits: what it is, how many, what is open of it, and the list behind it."""

    label: str
    meaning: str
    icon: str
    count: int
    cents: int
    address: str
    late: bool


def to_do_first(access: Access, *, on: date) -> list[ToDo]:
    """What waits, the most urgent first; nothing when all is done. For who sees what is paid."""
    words = {
        ("overdue", Tab.PURCHASES): gettext("Purchases to pay, overdue"),
        ("overdue", Tab.SALES): gettext("Sales to be paid, overdue"),
        ("drift", Tab.PURCHASES): gettext("Purchases handled, still open"),
        ("drift", Tab.SALES): gettext("Sales handled, still open"),
        ("to_do", Tab.PURCHASES): gettext("Purchases open and not handled"),
        ("to_do", Tab.SALES): gettext("Sales open and not handled"),
    }
    found = {tab: waiting(access, tab, on=on) for tab in Tab}
    ready = {view.name: view for view in READY}
    return [
        ToDo(
            label,
            str(ready[name].meaning),
            ICONS[name],
            found[tab][name].count,
            found[tab][name].open_cents,
            f"/d/{access.dossier_id}/archive/{tab}/?{urlencode(ready[name].pairs)}",
            name == "overdue",
        )
        for (name, tab), label in words.items()
        if found[tab][name].count
    ]


ICONS = {"overdue": "late", "drift": "warning", "to_do": "box"}
