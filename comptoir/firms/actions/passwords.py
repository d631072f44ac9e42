"""A forgotten password: a mail with a link that lives half an hour, the same answer for known and unknown addresses."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from comptoir.audit.trail import record
from comptoir.firms.actions.account import locked, oneself, set_password
from comptoir.firms.limiter import LOGIN_OF_ACCOUNT, RESET_FROM_ADDRESS, RESET_OF_ACCOUNT
from comptoir.firms.models import Person, normal_email
from comptoir.firms.tokens import link_to, person_of_reset, reset_token
from comptoir.jobs.queue import enqueue
from comptoir.kit.words import Refusal
from comptoir.notices.actions import send_mail


class ResetOver(Refusal):
    """The link to set a new password was used, is too old, or never was one."""


def ask_reset(email: str, *, address: str, at: datetime) -> None:
    """Ask for the mail. Whether anybody has that address is looked up by a job, so that nothing here can tell.

    Raises TooManyAttempts after 3 for one mailbox or 20 from one network address in an hour, known or not.
    """
    RESET_FROM_ADDRESS.take(address, at=at)
    RESET_OF_ACCOUNT.take(normal_email(email), at=at)
    with transaction.atomic():
        enqueue("firms.send_reset", at=at, email=normal_email(email)[:254])


@transaction.atomic
def send_reset(email: str, *, at: datetime) -> None:
    """Send the link to the person with that login, in his language; nothing happens when there is none."""
    person = Person.objects.by_email(email)
    if person is None or not person.is_active:
        return
    with translation.override(person.language):
        subject = gettext("Set a new password")
        body = gettext(
            "Hello,\n\n"
            "Somebody, probably you, asked for a new password. Open this link within half an hour. It works once:\n\n"
            "{link}\n\n"
            "If it was not you, do nothing: your password stays as it is.\n"
        )
    send_mail(person.email, subject, body, secret=link_to("public:reset_set", reset_token(person)), at=at)
    record("person.reset_asked", person, by=oneself(person), at=at)


@transaction.atomic
def reset_password(token: str, password: str, *, at: datetime) -> Person:
    """Set a new password by the link from the mail, and log out every device.

    Raises ResetOver, Django's ValidationError for a weak password.
    """
    person = person_of_reset(token)
    person = person and locked(person)
    if person is None or person_of_reset(token) is None:
        raise ResetOver("This link was already used or is too old. Ask for a new one.")
    person = set_password(person, password, keep=None, at=at, action="person.password_reset")
    LOGIN_OF_ACCOUNT.forget(f"{person.email} ")
    return person
