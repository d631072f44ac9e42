"""Random tokens kept only as their hash, of one-time links and of programs, and Django's own signed ones for a password."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from comptoir.firms.models import Person


def new_token() -> str:
    """A token that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What of a token may be stored."""
    return sha256(token.encode()).hexdigest()


def link_to(page: str, token: str) -> str:
    """The whole address of a page with its token; built from the settings, never from what a request claims."""
    return f"{settings.PUBLIC_URL}{reverse(page, args=[token])}"


def reset_token(person: Person) -> str:
    """Good for half an hour, and dead once the password, the e-mail address or the last login changes."""
    return f"{int_to_base36(person.pk)}-{default_token_generator.make_token(person)}"


def person_of_reset(token: str) -> Person | None:
    """Whose password this token may set; None when it is no longer, or never was, good."""
    number, _, rest = token.partition("-")
    try:
        person = Person.objects.filter(pk=base36_to_int(number), is_active=True).first()
    except ValueError:
        return None
    return person if person is not None and default_token_generator.check_token(person, rest) else None
