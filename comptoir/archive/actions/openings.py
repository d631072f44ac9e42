"""Writing down that a link was opened, and how sure it is that a person did it.

Mail servers and their scanners open links before anybody reads the mail, and programs fetch them for a preview. None of
that proves that the recipient has seen anything, and nothing proves that it was a machine. An opening is marked as
probably a machine's when one of these holds:

- it asked for the headers alone (HEAD), which browsers do not do for a page;
- it named no language, which browsers always do;
- it gave no name, or one that known robots, scanners and programs give;
- it came within seconds after the mail had gone, sooner than people read.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comptoir.archive.models import InvoiceLink, LinkOpening

SOONEST = timedelta(seconds=10)
"""Nobody has found, read and clicked a mail before that."""

MOST = 200
"""So many openings of a link are written down; a robot that comes back for ever fills no table."""

BESIDE_PAGE = timedelta(minutes=10)

MACHINES = (
    *("bot", "crawl", "spider", "slurp", "scan", "preview", "fetch", "monitor", "proxy", "headless", "validator"),
    *("curl", "wget", "python", "java/", "go-http", "okhttp", "libwww", "httpclient", "axios", "node", "ruby", "perl"),
    *("barracuda", "mimecast", "proofpoint", "safelinks", "forcepoint", "symantec", "trendmicro", "sophos", "fortinet"),
    *("facebookexternalhit", "whatsapp", "telegram", "skype", "slack", "linkedin", "discord", "embedly"),
)
"""Parts of the names that robots, mail scanners and programs give themselves, in lower case."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a request says of itself: what it wants, how, its browser's own words, and the languages it asks for."""

    what: str
    method: str
    device: str
    languages: str
    inside: bool = False


def note_opening(link: InvoiceLink, visit: Visit, *, at: datetime) -> LinkOpening | None:
    """Write the opening down; a file that the page itself shows is no opening of its own (None)."""
    device = visit.device[:200]
    if (visit.inside and _seen(link, device, at)) or LinkOpening.objects.filter(link=link).count() >= MOST:
        return None
    return LinkOpening.objects.create(
        dossier_id=link.dossier_id,
        link=link,
        what=visit.what,
        opened_at=at,
        device=device,
        by_machine=is_machine(visit, sent_at=(link.mail and link.mail.sent_at) or link.created_at, at=at),
    )


def is_machine(visit: Visit, *, sent_at: datetime, at: datetime) -> bool:
    """Whether this looks like a machine's doing, by the signs that are listed above."""
    name = visit.device.lower()
    known = not name or any(sign in name for sign in MACHINES)
    return known or visit.method == "HEAD" or not visit.languages or at - sent_at < SOONEST


def _seen(link: InvoiceLink, device: str, at: datetime) -> bool:
    since = at - BESIDE_PAGE
    return LinkOpening.objects.filter(link=link, what="page", device=device, opened_at__gte=since).exists()
