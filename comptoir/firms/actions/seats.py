"""People and their seats: given, changed, removed; nobody is left without an administrator."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access, NotAllowed, Oneself
from comptoir.firms.choices import DossierProfile, FirmProfile, Language
from comptoir.firms.models import Dossier, Firm, Person, Seat, Session, normal_email
from comptoir.kit.words import Refusal


class CannotChangePeople(Refusal):
    """This seat cannot be given, changed or removed."""


@transaction.atomic
def enrol(email: str, *, name: str, password: str, language: str = Language.FRENCH, at: datetime) -> Person:
    """Make a login, without any seat.

    Raises Django's ValidationError for a weak password, CannotChangePeople when the address already has a login.
    """
    person = Person(email=normal_email(email), name=name.strip(), language=language, created_at=at)
    validate_password(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise CannotChangePeople("There is already a login with this e-mail address.") from None
    record("person.enrolled", person, by=Oneself(person.pk, str(person)), at=at)
    return person


@transaction.atomic
def give_seat(
    person: Person, *, profile: str, firm: Firm, dossier: Dossier | None = None, by: Access, at: datetime
) -> Seat:
    """Seat the person in the firm, or in one of its dossiers. Raises CannotChangePeople when he already sits there."""
    demand_people(by, firm.pk, dossier.pk if dossier else None)
    refuse_profile(profile, dossier)
    Firm.objects.select_for_update().get(pk=firm.pk)
    return put_seat(person, profile, firm, dossier, by=by, at=at)


@transaction.atomic
def change_profile(seat: Seat, profile: str, *, by: Access, at: datetime) -> Seat:
    """Give the seat another profile. Raises CannotChangePeople when no administrator would be left."""
    seat = _locked_seat(seat, by)
    refuse_profile(profile, seat.dossier)
    if seat.profile != profile:
        _refuse_without_administrator(seat, stays=True)
        before, seat.profile = seat.profile, profile
        seat.save(update_fields=["profile"])
        record("seat.profile_changed", seat, by=by, at=at, person=seat.person_id, before=before, after=profile)
    return seat


@transaction.atomic
def remove_seat(seat: Seat, *, by: Access, at: datetime) -> None:
    """Take the seat away; its person is out at his next request.

    Raises CannotChangePeople when a firm, or the other people of a dossier, would be left without an administrator.
    """
    seat = _locked_seat(seat, by)
    _refuse_without_administrator(seat, stays=False)
    record("seat.removed", seat, by=by, at=at, person=seat.person_id, profile=seat.profile)
    seat.delete()


@transaction.atomic
def set_active(person: Person, active: bool, *, by: Access, at: datetime) -> Person:
    """Let a person log in, or no longer, everywhere; all his sessions end.

    For a firm's administrator, and only for people who sit in that firm alone; raises CannotChangePeople otherwise.
    """
    by.demand("office.firm")
    Firm.objects.select_for_update().get(pk=by.firm_id)
    person = Person.objects.select_for_update().get(pk=person.pk)
    seats = list(Seat.objects.filter(person=person).select_related("firm"))
    if not seats or any(seat.firm_id != by.firm_id for seat in seats):
        raise CannotChangePeople("%(name)s also sits elsewhere: remove the seat instead.", name=str(person))
    if person.is_active != active:
        if not active:
            for seat in seats:
                _refuse_without_administrator(seat, stays=False)
            Session.objects.filter(person=person).delete()
        person.is_active = active
        person.save(update_fields=["is_active"])
        record("person.activated" if active else "person.deactivated", person, by=by, at=at)
    return person


def demand_people(by: Access, firm_id: int, dossier_id: int | None) -> None:
    """Refuse (NotAllowed) unless this access may say who sits there.

    In the office that is for its administrators; in a dossier for the firm's people who see it and may manage people,
    and for the dossier's own administrators.
    """
    if dossier_id is None:
        by.demand("office.firm")
    elif not by.may("office.people"):
        by.demand("dossier.people")
    in_sight = dossier_id is None or Dossier.objects.visible_to(by).filter(pk=dossier_id, firm_id=firm_id).exists()
    if firm_id != by.firm_id or not in_sight:
        raise NotAllowed("Your profile does not allow this.")


def refuse_profile(profile: str, dossier: Dossier | None) -> None:
    """Refuse (CannotChangePeople) a profile that does not exist in that kind of place."""
    if profile not in (FirmProfile.values if dossier is None else DossierProfile.values):
        raise CannotChangePeople("This profile does not exist here.")


def put_seat(
    person: Person, profile: str, firm: Firm, dossier: Dossier | None, *, by: Access | Oneself, at: datetime
) -> Seat:
    """Write the seat of somebody whose right to it is settled: asked by who may, or proven by an invitation."""
    taken = Seat.objects.filter(person=person, firm=firm)
    if (taken.filter(dossier=None) if dossier is None else taken.filter(dossier=dossier)).exists():
        raise CannotChangePeople("%(name)s already has a seat here.", name=str(person))
    seat = Seat.objects.create(person=person, firm=firm, dossier=dossier, profile=profile, created_at=at)
    record("seat.given", seat, by=by, at=at, person=person.pk, profile=profile)
    return seat


def _locked_seat(seat: Seat, by: Access) -> Seat:
    """The seat as it is now, with the firm's row held so that two cannot remove the last two administrators."""
    demand_people(by, seat.firm_id, seat.dossier_id)
    Firm.objects.select_for_update().get(pk=seat.firm_id)
    found = Seat.objects.select_for_update().filter(pk=seat.pk).first()
    if found is None:
        raise CannotChangePeople("This person no longer has a seat here.")
    return found


def _refuse_without_administrator(seat: Seat, *, stays: bool) -> None:
    """Refuse when, once this seat ends as administrator, its place keeps people but no active one."""
    if seat.profile not in {FirmProfile.ADMINISTRATOR, DossierProfile.ADMINISTRATOR}:
        return
    others = Seat.objects.filter(firm_id=seat.firm_id, person__is_active=True).exclude(pk=seat.pk)
    others = others.filter(dossier=None) if seat.dossier_id is None else others.filter(dossier_id=seat.dossier_id)
    if others.filter(profile=FirmProfile.ADMINISTRATOR).exists():
        return
    if seat.dossier_id is None:
        raise CannotChangePeople("A firm keeps at least one administrator. Make somebody else administrator first.")
    if stays or others.exists():
        raise CannotChangePeople("A dossier keeps at least one administrator. Make somebody else administrator first.")
