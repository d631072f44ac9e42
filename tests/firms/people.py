"""Firms, dossiers and people as tests need them: a few lines each, through the real actions."""

from datetime import UTC, datetime

from comptoir.audit.models import Event
from comptoir.firms.access import Access, machine
from comptoir.firms.actions import enrol, give_seat
from comptoir.firms.models import Dossier, Firm, Person, Seat
from comptoir.firms.queries import access_to_dossier, access_to_firm

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
PASSWORD = "korrekt-pferd-batterie"


def new_firm(name: str = "Fiduciaire Exemple") -> Firm:
    return Firm.objects.create(name=name, created_at=NOW)


def new_dossier(firm: Firm, name: str = "Atelier", number: str = "0123456749") -> Dossier:
    return Dossier.objects.create(firm=firm, name=name, number=number, created_at=NOW)


def new_person(name: str, language: str = "en") -> Person:
    """Somebody who can log in as name@example.org with PASSWORD."""
    return enrol(f"{name.lower()}@example.org", name=name, password=PASSWORD, language=language, at=NOW)


def seated(name: str, profile: str, firm: Firm, dossier: Dossier | None = None) -> Person:
    """Somebody new with a seat."""
    person = new_person(name)
    give_seat(person, profile=profile, firm=firm, dossier=dossier, by=office(firm, dossier), at=NOW)
    return person


def office(firm: Firm, dossier: Dossier | None = None) -> Access:
    """May do anything in the firm."""
    return machine(firm.pk, dossier.pk if dossier else None, "command line")


def seat_of(person: Person, dossier: Dossier | None = None) -> Seat:
    return Seat.objects.get(person=person, dossier=dossier)


def in_firm(person: Person, firm: Firm) -> Access:
    access = access_to_firm(person, firm.pk)
    assert access is not None
    return access


def in_dossier(person: Person, dossier: Dossier) -> Access:
    access = access_to_dossier(person, dossier.pk)
    assert access is not None
    return access


def trail() -> list[str]:
    """The actions written down so far, oldest first."""
    return list(Event.objects.order_by("id").values_list("action", flat=True))
