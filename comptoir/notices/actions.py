"""Writing a mail: the row and the job that sends it, in the transaction of whatever causes the mail."""

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
    _check_line(subject + secret)
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    mail = Mail.objects.create(
        message_id=f"<{uuid4().hex}@{host}>",
        recipient=recipient,
        subject=subject if len(subject) <= 200 else f"{subject[:199]}…",
        body=body,
        secret=secret,
        sender_name=" ".join(sender_name.split())[:200],
        reply_to=reply_to,
        once=once,
        firm_id=firm_id,
        dossier_id=dossier_id,
        created_at=at,
    )
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
