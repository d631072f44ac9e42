"""What a person changes about his own login: name, language, words beside figures, password, and where it is open."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from comptoir.audit.trail import record
from comptoir.firms.access import Oneself
from comptoir.firms.choices import Language
from comptoir.firms.limiter import PASSWORD_OF_PERSON
from comptoir.firms.models import Person, Session
from comptoir.firms.sessions import handle_of
from comptoir.kit.words import Refusal
from comptoir.notices.actions import send_mail


class WrongPassword(Refusal):
    """The present password that was typed is not right."""


@transaction.atomic
def change_name(person: Person, name: str, *, at: datetime) -> Person:
    """Call the person otherwise; an empty name is kept as it was."""
    person = locked(person)
    if name.strip() and name.strip() != person.name:
        person.name = name.strip()
        person.save(update_fields=["name"])
        record("person.renamed", person, by=oneself(person), at=at)
    return person


@transaction.atomic
def change_language(person: Person, language: str, *, at: datetime) -> Person:
    """Write pages and mails for this person in another language; one that is not spoken here changes nothing."""
    person = locked(person)
    if language in Language.values and language != person.language:
        person.language = language
        person.save(update_fields=["language"])
        record("person.language_changed", person, by=oneself(person), at=at, language=language)
    return person


@transaction.atomic
def want_words(person: Person, wanted: bool, *, at: datetime) -> Person:
    """Explain figures and columns in words to this person from now on, or no longer."""
    person = locked(person)
    if wanted != person.wants_words:
        person.wants_words = wanted
        person.save(update_fields=["wants_words"])
        record("person.words_changed", person, by=oneself(person), at=at, wanted=wanted)
    return person


def change_password(person: Person, *, old: str, new: str, keep: str | None, at: datetime) -> Person:
    """Set another password, end all sessions but the one with the key `keep`, and tell the person by mail.

    Raises WrongPassword, TooManyAttempts after five wrong ones, Django's ValidationError for a weak new one. Call it
    outside of any transaction: attempts are counted apart.
    """
    confirm_password(person, old, at=at)
    with transaction.atomic():
        return set_password(locked(person), new, keep=keep, at=at, action="person.password_changed")


def confirm_password(person: Person, password: str, *, at: datetime) -> None:
    """Refuse (WrongPassword, TooManyAttempts) who does not know the present password. Outside of any transaction."""
    PASSWORD_OF_PERSON.take(str(person.pk), at=at)
    if not person.check_password(password):
        raise WrongPassword("Your present password is not right.")
    PASSWORD_OF_PERSON.forget(str(person.pk))


@transaction.atomic
def end_session(person: Person, handle: str, *, at: datetime) -> None:
    """Log the person out on one device, by the handle under which it is listed; an unknown one changes nothing."""
    for session in Session.objects.filter(person=person):
        if handle_of(session.session_key) == handle:
            session.delete()
            record("person.session_ended", person, by=oneself(person), at=at, device=session.device)


@transaction.atomic
def end_all_sessions(person: Person, *, at: datetime) -> int:
    """Log the person out everywhere, here too; says on how many devices he was."""
    ended, _ = Session.objects.filter(person=person).delete()
    record("person.signed_out_everywhere", person, by=oneself(person), at=at, sessions=ended)
    return ended


def set_password(person: Person, password: str, *, keep: str | None, at: datetime, action: str) -> Person:
    """Write a new password for a person held by the caller's transaction; sessions but `keep` end, a mail says so."""
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    Session.objects.filter(person=person).exclude(session_key=keep or "").delete()
    record(action, person, by=oneself(person), at=at)
    with translation.override(person.language):
        subject = gettext("Your password was changed")
        body = gettext(
            "Hello,\n\n"
            "The password of your login was changed just now. If that was not you, set a new one at once through "
            '"Forgotten your password?" on the login page, and tell your accounting firm.\n'
        )
    send_mail(person.email, subject, body, at=at)
    return person


def oneself(person: Person) -> Oneself:
    """The person as the one who acts on his own login."""
    return Oneself(person.pk, str(person))


def locked(person: Person) -> Person:
    """The person as he is now, held until the transaction ends."""
    return Person.objects.select_for_update().get(pk=person.pk)
