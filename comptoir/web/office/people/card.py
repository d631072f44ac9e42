"""The parts of a page about people: seats and invitations with their words, and who of the firm looks after a dossier."""

from typing import Any

from django.utils import timezone

from comptoir.firms.access import Access
from comptoir.firms.choices import DossierProfile, FirmProfile
from comptoir.firms.models import Invitation, Seat
from comptoir.firms.queries import invitations_waiting, keepers_of_dossier, seats_of_dossier, seats_of_firm
from comptoir.web.office.request import DossierRequest


def people_card(request: DossierRequest) -> dict[str, Any]:
    """The client's people, the invitations that wait, and the firm's people who look after the dossier."""
    access = request.access
    keepers = list(keepers_of_dossier(access))
    may_assign = access.may("office.dossiers")
    return {
        "seats": [dressed_seat(seat) for seat in seats_of_dossier(access)],
        "invitations": [dressed_invitation(invitation) for invitation in invitations_waiting(access)],
        "may_people": access.may("office.people"),
        "keepers": keepers,
        "others": _others(access, {seat.pk for seat in keepers}) if may_assign else [],
        "may_assign": may_assign,
    }


def dressed_seat(seat: Seat) -> dict[str, Any]:
    """A seat with its profile in words."""
    return {
        "pk": seat.pk,
        "name": str(seat.person),
        "email": seat.person.email,
        "profile": profile_in_words(seat.profile, seat.dossier_id),
        "active": seat.person.is_active,
        "administrator": seat.profile == FirmProfile.ADMINISTRATOR,
    }


def dressed_invitation(invitation: Invitation) -> dict[str, Any]:
    """An invitation with its profile in words, and whether it is past its date."""
    return {
        "pk": invitation.pk,
        "email": invitation.email,
        "profile": profile_in_words(invitation.profile, invitation.dossier_id),
        "until": invitation.expires_at,
        "over": invitation.expires_at <= timezone.now(),
    }


def profile_in_words(profile: str, dossier_id: int | None) -> str:
    """What the profile is called in the office, or in a dossier."""
    return str(FirmProfile(profile).label if dossier_id is None else DossierProfile(profile).label)


def _others(access: Access, keeping: set[int]) -> list[Seat]:
    """The firm's people who could be asked to look after the dossier: administrators see it anyhow."""
    seats = seats_of_firm(access).exclude(profile=FirmProfile.ADMINISTRATOR)
    return [seat for seat in seats if seat.pk not in keeping]
