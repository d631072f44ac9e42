"""The job that sends one mail and writes down what became of it."""

import smtplib
from datetime import datetime
from email.utils import format_datetime, formataddr, parseaddr
from typing import cast

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import SafeMIMEText

from comptoir.jobs.work import Again, Work
from comptoir.notices.models import Mail, MailState


class _Refused(Exception):
    """The recipient's server will not have this mail, now or later; the text is the server's."""


class _BrokenOff(Exception):
    """The connection ended while the mail was handed over: it may have arrived, or not."""


def send(work: Work) -> None:
    """Job "notices.send": hand the mail to the mail server, unless it has gone already.

    What passes (the server is away, or says "later") is tried again; the last time, the mail is given up. A mail that
    must not go twice is never handed over again once nobody can know whether the server has it.
    """
    mail = Mail.objects.get(pk=work.arguments["mail"])
    if mail.state != MailState.WAITING:
        return
    if mail.once and mail.begun_at is not None:
        _write(mail, MailState.UNSURE, error="The sending was interrupted.")
        return
    try:
        _hand_over(mail, at=work.now())
    except _Refused as refused:
        _write(mail, MailState.REFUSED, error=str(refused))
    except _BrokenOff as broken:
        _write(mail, MailState.UNSURE, error=str(broken))
    except (smtplib.SMTPException, OSError) as error:
        if work.last_attempt:
            _write(mail, MailState.FAILED, error=_words(error))
        else:
            Mail.objects.filter(pk=mail.pk).update(error=_words(error))
        raise Again(text=_words(error)) from error
    else:
        _write(mail, MailState.SENT, sent_at=work.now())


def _hand_over(mail: Mail, *, at: datetime) -> None:
    """A refusal of the recipient or of the text (5xx) is final; one of ourselves, our login or our address, is not.

    Reaching the server comes first: until then nothing can have arrived.
    """
    with get_connection() as server:
        if not _begin(mail, at):
            return
        try:
            _give(server, mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            _not_begun(mail)
            if _is_final(mail, error):
                raise _Refused(_words(error)) from error
            raise
        except (smtplib.SMTPException, OSError) as error:
            if mail.once:
                raise _BrokenOff(_words(error)) from error
            raise


def _begin(mail: Mail, at: datetime) -> bool:
    """Write down that the server may have the mail from now on; False when it was called back meanwhile."""
    waiting = Mail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    return bool(waiting.update(begun_at=at))


def _not_begun(mail: Mail) -> None:
    """The server has said that it does not have the mail."""
    Mail.objects.filter(pk=mail.pk).update(begun_at=None)


def _is_final(mail: Mail, error: smtplib.SMTPException) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return error.recipients[mail.recipient][0] >= 500
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _give(server: BaseEmailBackend, mail: Mail) -> None:
    """An answer goes from nobody: Django has no word for that, the mail server has."""
    message = _message(mail)
    connection = server.connection if isinstance(server, EmailBackend) and mail.is_answer else None
    if connection is None:
        server.send_messages([message])
    else:
        text = cast("SafeMIMEText", message.message())
        connection.sendmail("", [mail.recipient], text.as_bytes(linesep="\r\n"))


def _message(mail: Mail) -> EmailMessage:
    return EmailMessage(
        subject=mail.subject.replace("{link}", mail.secret),
        body=mail.body.replace("{link}", mail.secret),
        from_email=_sender(mail),
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id, "Date": format_datetime(mail.created_at), **_signs(mail)},
    )


def _signs(mail: Mail) -> dict[str, str]:
    """By which others see that a machine wrote it, and to what."""
    if not mail.is_answer:
        return {"Auto-Submitted": "auto-generated"}
    signs = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return signs | ({"In-Reply-To": mail.in_reply_to, "References": mail.in_reply_to} if mail.in_reply_to else {})


def _sender(mail: Mail) -> str:
    """The installation's own address, which the receivers' servers check, under the name of whoever writes."""
    if not mail.sender_name:
        return str(settings.DEFAULT_FROM_EMAIL)
    return formataddr((mail.sender_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _words(error: smtplib.SMTPException | OSError) -> str:
    """What the server said, as "550 no such mailbox", or what the connection did."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [_answer(code, text) for code, text in error.recipients.values()]
        return "; ".join(answers)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"


def _write(mail: Mail, state: MailState, *, error: str = "", sent_at: datetime | None = None) -> None:
    """The secret link goes whatever became of the mail."""
    Mail.objects.filter(pk=mail.pk).update(state=state, error=error, sent_at=sent_at, secret="")
