"""The one answer to whoever sent an e-mail: what became of each attachment. Machines, lists and bounces get none.

It goes to the address of the envelope, as RFC 3834 asks, never to the one that is written in the letter.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from comptoir.firms.limiter import Limit, TooManyAttempts
from comptoir.intake.choices import Mailbox, Silence
from comptoir.intake.models import Letter
from comptoir.intake.taking import Taken
from comptoir.notices.actions import BadMail, check_address, send_answer
from comptoir.notices.models import Mail
from comptoir.notices.saying import day, said

ANSWERS_TO_ONE = Limit("letter-answers", 30, 3600)

LONGEST_NAME = 80
MOST_TOLD = 60
"""Characters of a name, and attachments, that an answer tells of: what comes from outside is not sent on at length."""

_NOBODY = re.compile(
    r"mailer-daemon|listserv|majordomo|bounces?([-+=].*)?|owner-.*|.*-(owner|request|relay|bounces?)"
    r"|(.*[-_.])?(do-?_?not-?_?reply|no-?_?reply|ne-?pas-?repondre|niet-?beantwoorden)([-_+.].*)?"
)
_FAILED = re.compile(r"\bdmarc=fail\b")
_SPF_FAILED, _SIGNED = re.compile(r"\bspf=fail\b"), re.compile(r"\bdkim=pass\b")


def silence_about(letter: Letter, told: Mapping[str, Any], verdict: str, *, at: datetime) -> Silence | None:
    """Why the letter gets no answer, None when it gets one: that is counted. Call it outside a transaction."""
    if not _is_somebody(letter.envelope):
        return Silence.NOWHERE
    if told["robot"]:
        return Silence.ROBOT
    if _FAILED.search(verdict) or (_SPF_FAILED.search(verdict) and not _SIGNED.search(verdict)):
        return Silence.DOUBTFUL
    try:
        ANSWERS_TO_ONE.take(letter.envelope.lower(), at=at)
    except TooManyAttempts:
        return Silence.OFTEN
    return None


def answer(letter: Letter, taken: Sequence[Taken], *, at: datetime) -> Mail:
    """Write the answer, in the language of the address that the letter was sent to."""
    firm = letter.dossier.firm
    with translation.override(letter.language):
        return send_answer(
            letter.envelope,
            _subject(letter, taken),
            _body(letter, taken),
            in_reply_to=letter.message_id,
            sender_name=firm.name,
            firm_id=firm.pk,
            dossier_id=letter.dossier_id,
            at=at,
        )


def _is_somebody(address: str) -> bool:
    """Whether answers to that address reach anybody, and not ourselves."""
    local, _, domain = address.lower().rpartition("@")
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    if not address.isascii() or _NOBODY.fullmatch(local) or domain == settings.INTAKE_DOMAIN or address.lower() == own:
        return False
    try:
        check_address(address)
    except BadMail:
        return False
    return True


def _subject(letter: Letter, taken: Sequence[Taken]) -> str:
    kept = sum(each.submission is not None for each in taken)
    if kept == 0:
        told = gettext("%(place)s: nothing was received")
    elif kept < len(taken):
        told = gettext("%(place)s: not all documents were received")
    else:
        told = gettext("%(place)s: your documents were received")
    return " ".join((told % {"place": letter.dossier.name}).split())


def _body(letter: Letter, taken: Sequence[Taken]) -> str:
    facts = {
        "subject": _cut(letter.subject) or "–",
        "day": day(timezone.localdate(letter.received_at)),
        "mailbox": Mailbox(letter.mailbox).label,
        "place": letter.dossier.name,
    }
    arrived = gettext("Your e-mail “%(subject)s” of %(day)s arrived in the mailbox “%(mailbox)s” of %(place)s.") % facts
    if taken:
        became = "\n".join([gettext("This became of what was attached:"), *_lines(taken)])
    else:
        became = gettext("Nothing was attached to it, so nothing was received. Attach the documents as files.")
    last = gettext("A machine wrote this answer, and nobody reads what is sent to its address.")
    return "\n\n".join([gettext("Hello,"), arrived, became, last]) + "\n"


def _lines(taken: Sequence[Taken]) -> list[str]:
    lines = [f"- {_cut(each.name)}: {_became(each)}" for each in taken[:MOST_TOLD]]
    more = len(taken) - len(lines)
    return lines if not more else [*lines, gettext("- and %(count)s more") % {"count": more}]


def _became(each: Taken) -> str:
    if each.refusal is not None:
        return gettext("not received. %(why)s") % {"why": said(each.refusal)}
    if each.submission is not None and each.known:
        since = day(timezone.localdate(each.submission.arrived_at))
        return gettext("known already, since %(day)s") % {"day": since}
    return gettext("received")


def _cut(text: str) -> str:
    """What somebody outside wrote: one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"
