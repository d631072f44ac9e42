"""Invitations: a one-time link that gives a seat to whoever holds the mailbox."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from comptoir.audit.trail import record
from comptoir.firms.access import Access, Oneself
from comptoir.firms.actions.seats import demand_people, enrol, put_seat, refuse_profile
from comptoir.firms.limiter import INVITATIONS_OF_PERSON
from comptoir.firms.models import Dossier, Firm, Invitation, Person, Seat, normal_email
from comptoir.firms.tokens import hash_of, link_to, new_token
from comptoir.kit.words import Refusal
from comptoir.notices.actions import send_mail

VALID_FOR = timedelta(days=14)


class CannotInvite(Refusal):
    """This invitation makes no sense."""


class InvitationOver(Refusal):
    """The link was used, withdrawn, is past its date, or never was one."""


class LoginExists(Refusal):
    """The invited address already has a login: its person accepts once logged in."""


def invite(
    email: str,
    *,
    profile: str,
    firm: Firm,
    dossier: Dossier | None = None,
    name: str = "",
    language: str = "",
    by: Access,
    at: datetime,
) -> Invitation:
    """Send a one-time link that gives this seat; an older one for the same seat no longer works.

    Raises CannotInvite, NotAllowed, or TooManyAttempts after 30 in an hour (counted apart: call it outside of any
    transaction).
    """
    if by.person_id is not None:
        INVITATIONS_OF_PERSON.take(str(by.person_id), at=at)
    with transaction.atomic():
        invitation, link = make_invitation(
            email, profile=profile, firm=firm, dossier=dossier, name=name, language=language, by=by, at=at
        )
        with translation.override(invitation.language):
            subject, body = _letter(invitation, by)
        send_mail(
            invitation.email,
            subject,
            body,
            secret=link,
            firm_id=firm.pk,
            dossier_id=dossier.pk if dossier else None,
            at=at,
        )
    return invitation


@transaction.atomic
def make_invitation(
    email: str,
    *,
    profile: str,
    firm: Firm,
    dossier: Dossier | None = None,
    name: str = "",
    language: str = "",
    by: Access,
    at: datetime,
) -> tuple[Invitation, str]:
    """As `invite`, but hand over the link instead of sending it. The link is kept nowhere."""
    demand_people(by, firm.pk, dossier.pk if dossier else None)
    refuse_profile(profile, dossier)
    email = _checked_email(email)
    known = Person.objects.by_email(email)
    waiting = Invitation.objects.select_for_update().filter(email=email, firm=firm, dossier=dossier, used_at=None)
    if known is not None and Seat.objects.filter(person=known, firm=firm, dossier=dossier).exists():
        raise CannotInvite("%(name)s already has a seat here.", name=str(known))
    for old in waiting:
        record("invitation.withdrawn", old, by=by, at=at, email=old.email)
        old.delete()
    token = new_token()
    invitation = Invitation.objects.create(
        token_hash=hash_of(token),
        email=email,
        name=name.strip(),
        language=known.language if known else language or firm.language,
        firm=firm,
        dossier=dossier,
        profile=profile,
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    record("person.invited", invitation, by=by, at=at, email=email, profile=profile)
    return invitation, link_to("public:invitation", token)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Access, at: datetime) -> None:
    """End an invitation that is not yet used; raises InvitationOver when it is."""
    demand_people(by, invitation.firm_id, invitation.dossier_id)
    found = Invitation.objects.select_for_update().filter(pk=invitation.pk, used_at=None).first()
    if found is None:
        raise InvitationOver("This invitation is no longer waiting.")
    record("invitation.withdrawn", found, by=by, at=at, email=found.email)
    found.delete()


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation behind a link; raises InvitationOver when the link is not, or no longer, good."""
    rows = Invitation.objects.select_related("firm", "dossier")
    return _good(rows.filter(token_hash=hash_of(token)).first(), at)


@transaction.atomic
def accept_invitation(token: str, *, name: str, password: str, at: datetime) -> Person:
    """Make the login and the seat. Works once.

    Raises InvitationOver; LoginExists when the address has a login by now (whose password is never touched); Django's
    ValidationError for a weak password.
    """
    invitation = _locked(token, at)
    if Person.objects.by_email(invitation.email) is not None:
        raise LoginExists("There is already a login with this e-mail address. Log in to accept the invitation.")
    person = enrol(invitation.email, name=name, password=password, language=invitation.language, at=at)
    _use(invitation, person, at)
    return person


@transaction.atomic
def accept_as(person: Person, token: str, *, at: datetime) -> Seat:
    """Give the seat to somebody who is logged in; raises InvitationOver, also when the link is another's."""
    invitation = _locked(token, at)
    if invitation.email != person.email:
        raise InvitationOver("This invitation is for somebody else.")
    return _use(invitation, person, at)


def _use(invitation: Invitation, person: Person, at: datetime) -> Seat:
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    by = Access(person.pk, str(person), invitation.firm_id, invitation.dossier_id)
    return put_seat(person, invitation.profile, invitation.firm, invitation.dossier, by=by, at=at)


def _locked(token: str, at: datetime) -> Invitation:
    rows = Invitation.objects.select_for_update().filter(token_hash=hash_of(token))
    return _good(rows.first(), at)


def _good(invitation: Invitation | None, at: datetime) -> Invitation:
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= at:
        raise InvitationOver("This invitation was already used, was withdrawn, or is past its date. Ask for a new one.")
    return invitation


def _checked_email(email: str) -> str:
    email = normal_email(email)
    try:
        validate_email(email)
    except ValidationError:
        raise CannotInvite("%(email)s is not an e-mail address.", email=email) from None
    return email


def _letter(invitation: Invitation, by: Access | Oneself) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    facts = {"name": by.name, "firm": invitation.firm.name}
    if invitation.dossier:
        facts["place"] = invitation.dossier.name
        subject = gettext("Invitation to %(place)s, with %(firm)s") % facts
        who = gettext("%(name)s of %(firm)s invites you to %(place)s on Comptoir.") % facts
    else:
        subject = gettext("Invitation to the office of %(firm)s") % facts
        who = gettext("%(name)s invites you to the office of %(firm)s on Comptoir.") % facts
    paragraphs = (
        gettext("Hello,"),
        who,
        gettext("To accept, open this link within 14 days. It works once:"),
        "{link}",
        gettext("If you do not know what this is about, do nothing."),
    )
    return " ".join(subject.split()), "\n\n".join(paragraphs) + "\n"
