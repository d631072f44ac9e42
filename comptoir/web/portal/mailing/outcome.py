"""What became of a link and of its mail, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from comptoir.archive.choices import Tab
from comptoir.archive.letters import number_of
from comptoir.archive.models import ArchivedInvoice, InvoiceLink
from comptoir.archive.queries.sharing import sent_of
from comptoir.notices.models import MailState
from comptoir.web.shared.devices import in_words
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.templatetags.comptoir import dmy, when

LOOKS = {
    MailState.WAITING: ("due", "mail"),
    MailState.SENT: ("good", "check"),
    MailState.REFUSED: ("late", "error"),
    MailState.FAILED: ("late", "warning"),
    MailState.UNSURE: ("part", "warning"),
    MailState.STOPPED: ("plain", "none"),
}
SHOWN_OPENINGS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """One link as its sender sees it."""

    link: InvoiceLink
    number: str
    badge: SafeString
    told: str
    validity: str
    open: bool
    waiting: bool
    opened: str
    openings: list[dict[str, Any]]


def sent_card(request: PortalRequest, item: ArchivedInvoice) -> dict[str, Any]:
    """The part of an opened sales invoice about its links; nothing on the other tabs."""
    if item.tab != Tab.SALES:
        return {"sends": False}
    here = f"/d/{request.dossier.pk}/archive/sales/"
    return {
        "sends": True,
        "may_mail": request.access.may("invoice.mail"),
        "mailing": f"{here}mail/",
        "links_at": f"{here}links/",
        "sent_links": [outcome_of(link) for link in sent_of(request.access, item)],
    }


def outcome_of(link: InvoiceLink) -> Outcome:
    """All that is known of the link; its openings are those that were read with it."""
    state = MailState(link.mail.state) if link.mail else MailState.STOPPED
    openings = list(link.openings.all())
    return Outcome(
        link=link,
        number=number_of(link.invoice),
        badge=_badge(state),
        told=_told(link, state),
        validity=_validity(link),
        open=link.revoked_at is None and link.expires_at > timezone.now(),
        waiting=state == MailState.WAITING,
        opened=_opened([each.opened_at for each in openings if not each.by_machine], bool(openings)),
        openings=[
            {
                "at": each.opened_at,
                "what": _what(each.what),
                "device": in_words(each.device),
                "machine": each.by_machine,
            }
            for each in openings[:SHOWN_OPENINGS]
        ],
    )


def summary(outcomes: list[Outcome]) -> tuple[str, str]:
    """How a sending stands as a whole, as tone and sentence: done is said only when every mail has gone."""
    states = [MailState(each.link.mail.state) for each in outcomes if each.link.mail]
    gone, waiting = states.count(MailState.SENT), states.count(MailState.WAITING)
    facts = {"gone": gone, "all": len(outcomes), "waiting": waiting, "failed": len(outcomes) - gone - waiting}
    if facts["failed"]:
        return "error", gettext(
            "%(failed)s of %(all)s mails did not go, or nobody can be sure; see which below."
        ) % facts
    if waiting:
        return "info", gettext("%(gone)s of %(all)s mails have gone; the others are on their way.") % facts
    return "success", gettext("All mails have been handed to the mail server.")


def _badge(state: MailState) -> SafeString:
    tone, icon = LOOKS[state]
    words = {
        MailState.WAITING: gettext("On its way"),
        MailState.SENT: gettext("Sent"),
        MailState.REFUSED: gettext("Refused"),
        MailState.FAILED: gettext("Given up"),
        MailState.UNSURE: gettext("Unsure"),
        MailState.STOPPED: gettext("Called back"),
    }
    return render_to_string("shared/parts/badge.html", {"tone": tone, "icon": icon, "word": words[state]})


def _told(link: InvoiceLink, state: MailState) -> str:
    """What happened to the mail, with the mail server's own words where it gave any."""
    if link.mail is None:
        return ""
    facts = {"words": link.mail.error, "at": when(link.mail.sent_at)}
    if state == MailState.WAITING and link.mail.error:
        return gettext("Not gone yet, it is tried again by itself. The mail server: %(words)s") % facts
    if state == MailState.WAITING:
        return gettext("It goes within moments.")
    if state == MailState.SENT:
        return gettext("Handed to the mail server on %(at)s.") % facts
    if state == MailState.REFUSED:
        return gettext("The mail server refused it: %(words)s") % facts
    if state == MailState.FAILED:
        return gettext("Tried again and again, in vain. The mail server: %(words)s") % facts
    if state == MailState.UNSURE:
        return gettext(
            "The connection to the mail server broke off while the mail was handed over: it may have arrived or not. So"
            " that nobody gets it twice, it is not tried again by itself."
        )
    return gettext("The link was revoked before the mail had gone.")


def _validity(link: InvoiceLink) -> str:
    if link.revoked_at is not None:
        return gettext("Revoked by %(name)s on %(at)s") % {"name": link.revoked_name, "at": when(link.revoked_at)}
    last = dmy(timezone.localdate(link.expires_at - timedelta(seconds=1)))
    if link.expires_at <= timezone.now():
        return gettext("Worked until %(day)s") % {"day": last}
    return gettext("Works until %(day)s") % {"day": last}


def _opened(by_people: list[datetime], at_all: bool) -> str:
    if by_people:
        return gettext("Opened on %(at)s") % {"at": when(by_people[0])}
    return gettext("Opened by a mail scanner or robot only, probably") if at_all else gettext("Not opened yet")


def _what(what: str) -> str:
    return gettext("the PDF") if what == "file" else gettext("the page")
