"""The firm's profiles of mappings: kept, renamed and removed; a change takes effect for every dossier that uses one."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.connectors.csv.mapping import mapping_of
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier, Firm
from comptoir.kit.words import Refusal
from comptoir.sync.models import Connection, MappingProfile

MOST = 100
"""So many profiles a firm can have."""

LONGEST = 80


class CannotChangeProfile(Refusal):
    """The profile cannot be kept, renamed or removed so."""


def profiles_of(access: Access) -> list[MappingProfile]:
    """The firm's profiles by name."""
    return profiles_of_firm(access.firm_id)


def profiles_of_firm(firm_id: int) -> list[MappingProfile]:
    """The firm's profiles by name."""
    return list(MappingProfile.objects.filter(firm_id=firm_id).order_by("name"))


def users_by_profile(access: Access) -> Counter[Any]:
    """How many dossiers use each profile of the firm, by its id."""
    own = Connection.objects.filter(dossier__firm_id=access.firm_id, package="csv")
    return Counter(own.values_list("settings__profile", flat=True))


def profile_of(access: Access, pk: int) -> MappingProfile | None:
    """That profile, None where the firm has none such."""
    return MappingProfile.objects.filter(firm_id=access.firm_id, pk=pk).first()


def users_of(profile: MappingProfile) -> int:
    """How many dossiers use it."""
    return Connection.objects.filter(dossier__firm_id=profile.firm_id, settings__profile=profile.pk).count()


@transaction.atomic
def save_profile(name: str, mapping: Mapping[str, Any], *, by: Access, at: datetime) -> MappingProfile:
    """Keep the mapping under that name: a new profile, or the one of that name changed.

    Raises CannotChangeProfile, and WrongConfiguration for a mapping that is wrong.
    """
    firm, called = _locked_firm(by), _checked(name)
    mapping_of(mapping)
    found = MappingProfile.objects.select_for_update().filter(firm=firm, name=called).first()
    if found is None:
        if MappingProfile.objects.filter(firm=firm).count() >= MOST:
            raise CannotChangeProfile("There are %(most)s mappings already; remove one first.", most=MOST)
        found = MappingProfile.objects.create(firm=firm, name=called, mapping=dict(mapping), changed_at=at)
        record("mapping.added", found, by=by, at=at, name=called, mapping=dict(mapping))
        return found
    if found.mapping != mapping:
        before, found.mapping, found.changed_at = found.mapping, dict(mapping), at
        found.save(update_fields=["mapping", "changed_at"])
        record("mapping.changed", found, by=by, at=at, name=called, mapping=dict(mapping), before=before)
    return found


@transaction.atomic
def rename_profile(profile: MappingProfile, name: str, *, by: Access, at: datetime) -> MappingProfile:
    """Call it otherwise. Raises CannotChangeProfile."""
    held, called = _locked(profile, by), _checked(name)
    if MappingProfile.objects.filter(firm_id=by.firm_id, name=called).exclude(pk=held.pk).exists():
        raise CannotChangeProfile("There is a mapping called %(name)s already.", name=called)
    before, held.name = held.name, called
    if before != called:
        held.save(update_fields=["name"])
        record("mapping.renamed", held, by=by, at=at, name=called, before=before)
    return held


@transaction.atomic
def remove_profile(profile: MappingProfile, *, by: Access, at: datetime) -> None:
    """Remove it. Raises CannotChangeProfile while a dossier uses it."""
    held = _locked(profile, by)
    dossiers = users_of(held)
    if dossiers:
        raise CannotChangeProfile(
            "The mapping %(name)s is used by %(count)s dossiers and cannot be removed.", name=held.name, count=dossiers
        )
    record("mapping.removed", held, by=by, at=at, name=held.name, mapping=held.mapping)
    held.delete()


def hold_profiles(dossier: Dossier) -> None:
    """Hold the firm's profiles for the transaction: none is removed while a connection comes to name it."""
    Firm.objects.select_for_update().get(pk=dossier.firm_id)


def _locked_firm(by: Access) -> Firm:
    """The firm's row, held: names of profiles, and which are used, are decided by one at a time."""
    by.demand("office.connect")
    return Firm.objects.select_for_update().get(pk=by.firm_id)


def _locked(profile: MappingProfile, by: Access) -> MappingProfile:
    """The profile as it is now, held with its firm; another firm's is not there."""
    _locked_firm(by)
    held = MappingProfile.objects.select_for_update().filter(pk=profile.pk, firm_id=by.firm_id).first()
    if held is None:
        raise CannotChangeProfile("This mapping was removed meanwhile.")
    return held


def _checked(name: str) -> str:
    called = " ".join(name.split())
    if not called or not called.isprintable():
        raise CannotChangeProfile("Give the mapping a name.")
    if len(called) > LONGEST:
        raise CannotChangeProfile("A name of at most %(most)s letters, please.", most=LONGEST)
    return called
