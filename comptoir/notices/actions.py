"""Writing a mail: the row and the job that sends it, in the transaction of whatever causes the mail."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from comptoir.jobs.queue import enqueue
from comptoir.kit.words import Refusal
from comptoir.notices.models import Mail, MailState

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")

ATTEMPTS = 12
"""With the queue's back-off, a mail server may be away for half a day."""


class BadMail(Refusal):
    """A recipient that is no address, or a line break where none may be."""


@transaction.atomic
def send_mail(
    recipient: str,
    subject: str,
    body: str,
    *,
    secret: str = "",
    sender_name: str = "",
    reply_to: str = "",
    once: bool = False,
    firm_id: int | None = None,
    dossier_id: int | None = None,
    at: datetime,
) -> Mail:
    """Write the mail; it is sent when the caller's transaction commits: at least once, always with one Message-ID.

    With `once` it is sent at most once: where nobody can know whether it arrived, it ends as unsure.
    `{link}` in subject and body stands for `secret` (a one-time link), which is forgotten when the mail is gone.
    Refuses (BadMail) what could smuggle in headers. Too long a subject is cut.
    """
    check_address(recipient)
    if reply_to:
        check_address(reply_to)
    mail = Mail(recipient=recipient, body=body, secret=secret, reply_to=reply_to, once=once)
    mail.sender_name = " ".join(sender_name.split())[:200]
    return _written(mail, subject, firm_id, dossier_id, at)


@transaction.atomic
def send_answer(
    recipient: str,
    subject: str,
    body: str,
    *,
    in_reply_to: str,
    sender_name: str,
    firm_id: int,
    dossier_id: int,
    at: datetime,
) -> Mail:
    """The same for the one answer that a machine gives to a letter (RFC 3834): at most once, and nothing comes back.

    `in_reply_to` is the letter's Message-ID, passed over where it is none.
    """
    check_address(recipient)
    mail = Mail(recipient=recipient, body=body, once=True, is_answer=True)
    mail.sender_name = " ".join(sender_name.split())[:200]
    mail.in_reply_to = in_reply_to if _MESSAGE_ID.fullmatch(in_reply_to) else ""
    return _written(mail, subject, firm_id, dossier_id, at)


def _written(mail: Mail, subject: str, firm_id: int | None, dossier_id: int | None, at: datetime) -> Mail:
    _check_line(subject + mail.secret)
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    mail.message_id = f"<{uuid4().hex}@{host}>"
    mail.subject = subject if len(subject) <= 200 else f"{subject[:199]}…"
    mail.firm_id, mail.dossier_id, mail.created_at = firm_id, dossier_id, at
    mail.save(force_insert=True)
    enqueue("notices.send", at=at, max_attempts=ATTEMPTS, mail=mail.pk)
    return mail


def stop_mail(mail_id: int) -> None:
    """Call the mail back if it has not begun to go; what has gone stays gone."""
    waiting = Mail.objects.filter(pk=mail_id, state=MailState.WAITING, begun_at=None)
    waiting.update(state=MailState.STOPPED, secret="")


def check_address(address: str) -> None:
    """Refuse (BadMail) what is not exactly one e-mail address."""
    try:
        validate_email(address)
    except ValidationError:
        raise BadMail("“%(recipient)s” is not an e-mail address.", recipient=address) from None


def _check_line(text: str) -> None:
    if len(text.splitlines()) > 1 or text.endswith(("\r", "\n")):
        raise BadMail("The subject of a mail is one line.")
