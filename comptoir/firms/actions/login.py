"""Logging in and out, with Django's own machinery underneath; failures are counted and written down."""

from datetime import datetime

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest

from comptoir.audit.trail import record
from comptoir.firms.access import nobody
from comptoir.firms.actions.account import oneself
from comptoir.firms.limiter import LOGIN_FROM_ADDRESS, LOGIN_OF_ACCOUNT
from comptoir.firms.models import Person, normal_email
from comptoir.firms.sessions import DEVICE, STARTED_AT
from comptoir.kit.words import Refusal


class WrongLogin(Refusal):
    """No such person, not this password, or no longer active: not said which."""


def check_login(email: str, password: str, *, address: str, device: str = "", at: datetime) -> Person:
    """Whose login this is. Takes the same time for an unknown address as for a wrong password.

    `address` is the network address. `device` names a browser that has logged in to this login before, "" for any
    other: it is counted apart, so that a stranger who uses up the attempts does not lock out the person himself.
    Raises WrongLogin; TooManyAttempts after 5 failures of one login in 15 minutes or 20 from one address in a minute.
    """
    account = f"{normal_email(email)} {device}"
    LOGIN_FROM_ADDRESS.take(address, at=at)
    LOGIN_OF_ACCOUNT.take(account, at=at)
    person = authenticate(None, username=normal_email(email), password=password)
    if person is None:
        known = Person.objects.by_email(email)
        record("person.login_failed", known or Person(), by=nobody(address), at=at)
        raise WrongLogin("The e-mail address or the password is not right.")
    LOGIN_FROM_ADDRESS.give_back(address, at=at)
    LOGIN_OF_ACCOUNT.forget(account)
    return person


@transaction.atomic
def start_login(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Open a session under a new key on the device that made this request."""
    login(request, person)
    request.session[STARTED_AT] = at.isoformat()
    request.session[DEVICE] = request.headers.get("User-Agent", "")[:200]
    request.session.save()
    record("person.logged_in", person, by=oneself(person), at=at)


@transaction.atomic
def end_login(request: HttpRequest, *, at: datetime) -> None:
    """End the session of this request; nothing happens when there is none."""
    if request.user.is_authenticated:
        record("person.logged_out", request.user, by=oneself(request.user), at=at)
    logout(request)
