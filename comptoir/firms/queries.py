"""Who stands where: the access a person has to a firm or dossier, and the places between which he switches."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from comptoir.firms.access import Access
from comptoir.firms.choices import (
    CHECKING_PROFILES,
    CHECKS,
    DOSSIER_RIGHTS,
    FIRM_RIGHTS,
    LIMITED_RIGHTS,
    PORTAL_RIGHTS_OF_FIRM,
    WRITING_RIGHTS,
    FirmProfile,
)
from comptoir.firms.models import ApiToken, Assignment, Dossier, Firm, Invitation, Person, Seat, Session


@dataclass(frozen=True, slots=True)
class Standing:
    """An access together with the rows for which it was given, so that a page needs not read them again."""

    access: Access
    firm: Firm
    dossier: Dossier | None


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the switcher: a dossier (door "d") or a firm's office (door "office")."""

    door: str
    pk: int
    name: str
    number: str
    firm_name: str

    @property
    def address(self) -> str:
        """Where the place begins, as a path of this installation."""
        return f"/{self.door}/{self.pk}/"


def access_to_dossier(person: Person, dossier_id: int) -> Access | None:
    """What this person may do in the portal of that dossier; None for no seat there, as for no such dossier."""
    standing = standing_in_dossier(person, dossier_id)
    return standing.access if standing else None


def access_to_firm(person: Person, firm_id: int) -> Access | None:
    """What this person may do in the office of that firm; None for no seat there, as for no such firm."""
    standing = standing_in_firm(person, firm_id)
    return standing.access if standing else None


def standing_in_dossier(person: Person, dossier_id: int) -> Standing | None:
    """By the person's own seat in the dossier, his seat in the firm that sees it, or both together."""
    dossier = Dossier.objects.select_related("firm").filter(pk=dossier_id).first()
    if dossier is None or not person.is_active:
        return None
    seats = Seat.objects.filter(Q(dossier=dossier) | Q(dossier=None), person=person, firm=dossier.firm)
    own = next((seat for seat in seats if seat.dossier_id is not None), None)
    firm_seat = next((seat for seat in seats if seat.dossier_id is None and _sees(seat, dossier)), None)
    if own is None and firm_seat is None:
        return None
    rights = (_rights_of_client(own, dossier) if own else frozenset()) | (
        PORTAL_RIGHTS_OF_FIRM[firm_seat.profile] if firm_seat else frozenset()
    )
    access = Access(
        person_id=person.pk,
        name=str(person),
        firm_id=dossier.firm_id,
        dossier_id=dossier.pk,
        rights=_rights_in(dossier, rights),
        of_firm=firm_seat is not None,
    )
    return Standing(access, dossier.firm, dossier)


def standing_in_firm(person: Person, firm_id: int, dossier_id: int | None = None) -> Standing | None:
    """The person's seat in the firm; with a dossier, the access is for that one, and None when it is not visible."""
    seat = Seat.objects.select_related("firm").filter(person=person, firm_id=firm_id, dossier=None).first()
    if seat is None or not person.is_active:
        return None
    assigned = None if seat.profile == FirmProfile.ADMINISTRATOR else _assigned(seat)
    rights = FIRM_RIGHTS[seat.profile]
    dossier = None
    if dossier_id is not None:
        dossier = Dossier.objects.filter(pk=dossier_id, firm_id=firm_id).first()
        if dossier is None or (assigned is not None and dossier.pk not in assigned):
            return None
        dossier.firm = seat.firm
        rights = _rights_in(dossier, rights)
    access = Access(
        person_id=person.pk,
        name=str(person),
        firm_id=firm_id,
        dossier_id=dossier_id,
        rights=rights,
        of_firm=True,
        assigned=assigned,
    )
    return Standing(access, seat.firm, dossier)


def places_of(person: Person) -> list[Place]:
    """The places where the person has a seat of his own: firms first, then open dossiers, by name."""
    seats = Seat.objects.filter(Q(dossier=None) | Q(dossier__closed_at=None), person=person)
    places = []
    for seat in seats.select_related("firm", "dossier"):
        if seat.dossier is None:
            places.append(Place("office", seat.firm_id, seat.firm.name, "", seat.firm.name))
        else:
            dossier = seat.dossier
            places.append(Place("d", dossier.pk, dossier.name, dossier.number, seat.firm.name))
    return sorted(places, key=lambda place: (place.door != "office", place.name.casefold(), place.pk))


def dossiers_where(person: Person, right: str) -> QuerySet[Dossier]:
    """The open dossiers in whose portal the person has that right, by his own seats and those in firms, by name."""
    own = [profile for profile, rights in DOSSIER_RIGHTS.items() if right in rights]
    of_firm = [profile for profile, rights in PORTAL_RIGHTS_OF_FIRM.items() if right in rights]
    seats = Seat.objects.filter(person=person)
    in_firms = seats.filter(dossier=None, profile__in=of_firm)
    found = Dossier.objects.open().filter(
        Q(pk__in=seats.filter(profile__in=own).values("dossier"))
        | Q(firm__in=in_firms.filter(profile=FirmProfile.ADMINISTRATOR).values("firm"))
        | Q(pk__in=Assignment.objects.filter(seat__in=in_firms).values("dossier"))
    )
    return found.select_related("firm").order_by("name", "pk")


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """The person's tokens that are not revoked, the newest first."""
    rows = ApiToken.objects.filter(person=person, revoked_at=None)
    return rows.prefetch_related("dossiers").order_by("-created_at", "-pk")


def seats_of_firm(access: Access) -> QuerySet[Seat]:
    """The people of the office itself, by name."""
    if not access.of_firm:
        return Seat.objects.none()
    seats = Seat.objects.filter(firm_id=access.firm_id, dossier=None)
    return seats.select_related("person").order_by("person__name", "pk")


def seats_of_dossier(access: Access) -> QuerySet[Seat]:
    """The client's people in the dossier for which this access was given, by name."""
    if access.dossier_id is None:
        return Seat.objects.none()
    seats = Seat.objects.filter(dossier_id=access.dossier_id)
    return seats.select_related("person").order_by("person__name", "pk")


def keepers_of_dossier(access: Access) -> QuerySet[Seat]:
    """The people of the firm who look after the dossier of this access by assignment, by name."""
    if not access.of_firm or access.dossier_id is None:
        return Seat.objects.none()
    seats = Seat.objects.filter(firm_id=access.firm_id, dossier=None, assignments__dossier_id=access.dossier_id)
    return seats.select_related("person").order_by("person__name", "pk")


def invitations_waiting(access: Access) -> QuerySet[Invitation]:
    """Invitations not yet used, of the dossier of this access, or else of the office itself; newest first.

    Those that are past their date are among them, so that they can be sent again.
    """
    waiting = Invitation.objects.filter(firm_id=access.firm_id, used_at=None)
    here = waiting.filter(dossier=None) if access.dossier_id is None else waiting.filter(dossier_id=access.dossier_id)
    return here.order_by("-created_at", "-pk")


def opens_portals(access: Access, right: str = "portal.view") -> bool:
    """Whether this standing in the office opens the client's portals of the dossiers seen there: the rooms of that right."""
    if access.person_id is None:
        return False
    seats = Seat.objects.filter(person_id=access.person_id, firm_id=access.firm_id, dossier=None)
    return any(right in PORTAL_RIGHTS_OF_FIRM[seat.profile] for seat in seats)


def people_by_dossier(dossiers: Iterable[Dossier]) -> dict[int, int]:
    """How many of the client's people sit in each dossier, in one query; those without any are left out."""
    counted = Seat.objects.filter(dossier__in=list(dossiers)).values_list("dossier_id").annotate(Count("pk"))
    return {pk: number for pk, number in counted if pk is not None}


def deviating(access: Access, option: str) -> QuerySet[Dossier]:
    """The open dossiers that say otherwise than the firm does of that option, by name."""
    said = Dossier.objects.visible_to(access).open().filter(**{f"{option}__isnull": False})
    return said.exclude(**{option: F(f"firm__{option}")}).order_by("name", "pk")


def has_login(email: str) -> bool:
    """Whether somebody logs in with that address."""
    return Person.objects.by_email(email) is not None


def sessions_of(person: Person) -> QuerySet[Session]:
    """The devices on which the person is logged in, last seen first."""
    return Session.objects.filter(person=person).order_by("-seen_at", "-created_at")


def _sees(seat: Seat, dossier: Dossier) -> bool:
    """Whether a seat of the firm sees that dossier of it."""
    if seat.profile == FirmProfile.ADMINISTRATOR:
        return True
    return Assignment.objects.filter(seat=seat, dossier=dossier).exists()


def _assigned(seat: Seat) -> frozenset[int]:
    return frozenset(Assignment.objects.filter(seat=seat).values_list("dossier_id", flat=True))


def _rights_of_client(seat: Seat, dossier: Dossier) -> frozenset[str]:
    """Those of the profile, and checking where the dossier leaves that to the client."""
    checks = dossier.client_checks and seat.profile in CHECKING_PROFILES
    return DOSSIER_RIGHTS[seat.profile] | (CHECKS if checks else frozenset())


def _rights_in(dossier: Dossier, rights: frozenset[str]) -> frozenset[str]:
    """A closed dossier is read-only; with limited reporting nobody sees what is paid or open."""
    if dossier.closed_at is not None:
        rights -= WRITING_RIGHTS
    return rights - LIMITED_RIGHTS if dossier.reports_limited else rights
