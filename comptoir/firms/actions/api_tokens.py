"""Personal tokens, with which programs act for people: made, told by mail, revoked, recognised."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext

from comptoir.audit.trail import record
from comptoir.firms.actions.account import confirm_password, locked, oneself
from comptoir.firms.models import ApiToken, Dossier, Person
from comptoir.firms.queries import Standing, dossiers_where, standing_in_dossier, tokens_of
from comptoir.firms.tokens import hash_of, new_token
from comptoir.kit.numbers import compact, enterprise_number
from comptoir.kit.words import Refusal
from comptoir.notices.actions import send_mail

BEGINS = "cpt_"
"""How every token begins, so that whoever searches for secrets in the wrong place finds it."""

LIFETIMES = (90, 365, 1095)
"""Days for which a token can be good."""

MOST, MOST_DOSSIERS = 20, 200
NOTED_EVERY = timedelta(minutes=1)


class CannotMakeToken(Refusal):
    """Not such a token; `field` names what is in question."""

    field = "name"


class BadScope(CannotMakeToken):
    """No dossier, too many, or one in which the person may not hand in."""

    field = "dossiers"


class BadToken(Refusal):
    """Nobody is let in with this token."""


class WhichDossier(Refusal):
    """The token is good for several dossiers, and the program does not say clearly which one it means."""


def make_api_token(
    person: Person, *, name: str, dossiers: Iterable[int], days: int, password: str, at: datetime
) -> tuple[ApiToken, str]:
    """A new token of the person, for these of the dossiers in which he may hand in, and its secret, which is told only now.

    The person's present password is asked, and a mail tells him. `days` is one of LIFETIMES. Refuses
    WrongPassword, TooManyAttempts, CannotMakeToken. Call it outside of any transaction: attempts are counted apart.
    """
    confirm_password(person, password, at=at)
    return _made(person, " ".join(name.split()), set(dossiers), days, at)


@transaction.atomic
def _made(person: Person, name: str, wanted: set[int], days: int, at: datetime) -> tuple[ApiToken, str]:
    person = locked(person)
    chosen = list(dossiers_where(person, "mailbox.use").filter(pk__in=wanted))
    _demand(person, name, wanted, chosen, days)
    secret = BEGINS + new_token()
    token = ApiToken.objects.create(
        person=person, name=name, token_hash=hash_of(secret), created_at=at, expires_at=at + timedelta(days=days)
    )
    token.dossiers.set(chosen)
    ids = [each.pk for each in chosen]
    record("person.token_made", token, by=oneself(person), at=at, name=name, dossiers=ids, days=days)
    _tell(person, token, at)
    return token, secret


def _demand(person: Person, name: str, wanted: set[int], chosen: list[Dossier], days: int) -> None:
    known = tokens_of(person)
    if not 0 < len(name) <= 80:
        raise CannotMakeToken("Give the token a name of at most 80 characters.")
    if known.filter(name=name).exists():
        raise CannotMakeToken("You have a token with that name already.")
    if known.count() >= MOST:
        raise CannotMakeToken("You have %(most)s tokens; revoke one that is not needed.", most=MOST)
    if not wanted or len(chosen) < len(wanted):
        raise BadScope("Choose at least one dossier.")
    if len(wanted) > MOST_DOSSIERS:
        raise BadScope("A token is good for at most %(most)s dossiers.", most=MOST_DOSSIERS)
    if days not in LIFETIMES:
        raise ValueError(f"a token is not made for {days} days")


@transaction.atomic
def revoke_api_token(person: Person, pk: int, *, at: datetime) -> ApiToken | None:
    """Let nobody in with that token any more; one that is not the person's, or is revoked already, changes nothing."""
    token = ApiToken.objects.select_for_update().filter(person=person, pk=pk, revoked_at=None).first()
    if token is not None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record("person.token_revoked", token, by=oneself(person), at=at, name=token.name)
    return token


def recognise(secret: str, *, at: datetime) -> ApiToken:
    """The token with that secret, noting (at most once a minute) that it is used. Refuses BadToken."""
    token = ApiToken.objects.select_related("person").filter(token_hash=hash_of(secret)).first()
    if token is None or not token.person.is_active:
        raise BadToken("This token is not known here.")
    if token.revoked_at is not None:
        raise BadToken("This token was revoked on %(day)s.", day=localdate(token.revoked_at))
    if token.expires_at <= at:
        raise BadToken("This token was good until %(day)s.", day=localdate(token.expires_at))
    if token.used_at is None or token.used_at <= at - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used_at=at)
    return token


def standing_with(token: ApiToken, number: str) -> Standing | None:
    """What the program may do, which is what its person may now, in the token's dossier with that enterprise number.

    However the number is written; "" stands for the only dossier. None where the token is not good, or the person has no
    seat, as for a number that no dossier has. Refuses WhichDossier.
    """
    fitting = [each for each in token.dossiers.filter(closed_at=None) if not number or _is_number_of(each, number)]
    if len(fitting) > 1:
        raise WhichDossier("The token is good for several dossiers: name one of them by its enterprise number.")
    return standing_in_dossier(token.person, fitting[0].pk) if fitting else None


def _is_number_of(dossier: Dossier, text: str) -> bool:
    return dossier.number == enterprise_number(dossier.country, text) or (
        f"{dossier.country}{dossier.number}" == compact(text)
    )


def _tell(person: Person, token: ApiToken, at: datetime) -> None:
    with translation.override(person.language):
        subject = gettext("A token for a program was made")
        body = gettext(
            "Hello,\n\n"
            "The token “%(name)s” was made in your account just now. A program that has it hands in documents in your name"
            " until %(day)s. If that was not you, revoke it at once in your account, set a new password, and tell your"
            " accounting firm.\n"
        ) % {"name": token.name, "day": date_format(localdate(token.expires_at), "DATE_FORMAT")}
    send_mail(person.email, subject, body, at=at)
