"""Dossiers: opened under a checked number, closed and reopened, given to those who look after them."""

from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access, NotAllowed
from comptoir.firms.choices import Country, FirmProfile
from comptoir.firms.models import Assignment, Dossier, Firm, Seat
from comptoir.kit.numbers import enterprise_number
from comptoir.kit.words import Refusal


class CannotChangeDossier(Refusal):
    """The dossier cannot be made or changed in this way."""


@transaction.atomic
def create_dossier(
    firm: Firm,
    *,
    name: str,
    number: str,
    country: str = Country.BELGIUM,
    currency: str = "EUR",
    by: Access,
    at: datetime,
) -> Dossier:
    """Open a dossier for a client company; a collaborator who does so looks after it from then on.

    Raises CannotChangeDossier for a number that cannot be, or that another open dossier of the firm has.
    """
    by.demand("office.dossiers")
    firm = _locked_firm(firm.pk, by)
    if country not in Country.values:
        raise CannotChangeDossier("%(country)s is not a country that Comptoir knows.", country=country)
    checked = enterprise_number(country, number)
    if checked is None:
        raise CannotChangeDossier("%(number)s is not a valid enterprise number.", number=number)
    if not name.strip():
        raise CannotChangeDossier("A dossier needs a name.")
    _refuse_twin(firm, country, checked)
    dossier = Dossier.objects.create(
        firm=firm, name=name.strip(), country=country, number=checked, currency=currency, created_at=at
    )
    record("dossier.created", dossier, by=by, at=at, name=dossier.name, country=country, number=checked)
    seat = Seat.objects.filter(person_id=by.person_id, firm=firm, dossier=None).first() if by.person_id else None
    if seat is not None and seat.profile != FirmProfile.ADMINISTRATOR:
        Assignment.objects.create(seat=seat, dossier=dossier)
        record("dossier.assigned", dossier, by=by, at=at, person=seat.person_id)
    return dossier


@transaction.atomic
def close_dossier(dossier: Dossier, *, by: Access, at: datetime) -> Dossier:
    """Make the dossier read-only and take it out of the lists; asking twice keeps the first moment."""
    dossier = _locked_dossier(dossier, by)
    if dossier.closed_at is None:
        dossier.closed_at = at
        dossier.save(update_fields=["closed_at"])
        record("dossier.closed", dossier, by=by, at=at)
    return dossier


@transaction.atomic
def reopen_dossier(dossier: Dossier, *, by: Access, at: datetime) -> Dossier:
    """Open a closed dossier again; raises CannotChangeDossier when another open one has its number by now."""
    dossier = _locked_dossier(dossier, by)
    if dossier.closed_at is not None:
        _refuse_twin(dossier.firm, dossier.country, dossier.number)
        dossier.closed_at = None
        dossier.save(update_fields=["closed_at"])
        record("dossier.reopened", dossier, by=by, at=at)
    return dossier


@transaction.atomic
def show_financial(dossier: Dossier, shown: bool, *, by: Access, at: datetime) -> Dossier:
    """Switch on, or off, what the portal shows of the bank; asking for what is so already changes nothing."""
    by.demand("office.connect")
    dossier = Dossier.objects.select_for_update().visible_to(by).get(pk=dossier.pk)
    if dossier.shows_financial != shown:
        dossier.shows_financial = shown
        dossier.save(update_fields=["shows_financial"])
        record("dossier.financial_shown" if shown else "dossier.financial_hidden", dossier, by=by, at=at)
    return dossier


@transaction.atomic
def assign(seat: Seat, dossier: Dossier, *, by: Access, at: datetime) -> Assignment:
    """Let a collaborator or support person of the firm look after the dossier; asking twice changes nothing.

    Raises CannotChangeDossier for an administrator, who sees every dossier anyhow.
    """
    dossier = _locked_dossier(dossier, by)
    seat = _firm_seat(seat, by)
    if seat.profile == FirmProfile.ADMINISTRATOR:
        raise CannotChangeDossier("%(name)s is an administrator and sees every dossier.", name=str(seat.person))
    assignment, made = Assignment.objects.get_or_create(seat=seat, dossier=dossier)
    if made:
        record("dossier.assigned", dossier, by=by, at=at, person=seat.person_id)
    return assignment


@transaction.atomic
def unassign(seat: Seat, dossier: Dossier, *, by: Access, at: datetime) -> None:
    """Take the dossier from a collaborator or support person; he no longer sees it at his next request."""
    dossier = _locked_dossier(dossier, by)
    seat = _firm_seat(seat, by)
    removed, _ = Assignment.objects.filter(seat=seat, dossier=dossier).delete()
    if removed:
        record("dossier.unassigned", dossier, by=by, at=at, person=seat.person_id)


def _locked_firm(firm_id: int, by: Access) -> Firm:
    """The firm's row, held: what must be unique or never run out within a firm is decided by one at a time."""
    if firm_id != by.firm_id:
        raise NotAllowed("Your profile does not allow this.")
    return Firm.objects.select_for_update().get(pk=firm_id)


def _locked_dossier(dossier: Dossier, by: Access) -> Dossier:
    by.demand("office.dossiers")
    _locked_firm(dossier.firm_id, by)
    found = Dossier.objects.select_for_update().visible_to(by).filter(pk=dossier.pk).first()
    if found is None:
        raise NotAllowed("Your profile does not allow this.")
    return found


def _firm_seat(seat: Seat, by: Access) -> Seat:
    found = Seat.objects.select_related("person").filter(pk=seat.pk, firm_id=by.firm_id, dossier=None).first()
    if found is None:
        raise CannotChangeDossier("This person no longer has a seat in the firm.")
    return found


def _refuse_twin(firm: Firm, country: str, number: str) -> None:
    twin = Dossier.objects.open().filter(firm=firm, country=country, number=number).first()
    if twin is not None:
        raise CannotChangeDossier(
            "%(number)s is already the number of the open dossier %(name)s.", number=number, name=twin.name
        )
