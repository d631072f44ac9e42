"""What a connector is opened with: the connection's settings with their secrets, and what the server lets it reach."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings as installation

from comptoir.connectors.port import Connector, Reach, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.kit.http import LONGEST
from comptoir.sync.models import Connection, MappingProfile
from comptoir.sync.sealing import unseal


def reach(seconds: int = LONGEST) -> Reach:
    """The hosts that whoever runs the server has named, and how long one request to them may take."""
    return Reach(hosts=frozenset(installation.BOOKS_HOSTS), seconds=seconds)


def settings_of(connection: Connection) -> dict[str, Any]:
    """The settings as the package takes them, secrets and the profile's mapping put in.

    Raises WrongConfiguration when a secret cannot be opened, or the profile is not there.
    """
    settings = with_mapping(connection.settings, connection.dossier.firm_id)
    for name, sealed in connection.sealed.items():
        settings[name] = unseal(sealed, row=connection.pk, name=name)
    return settings


def with_mapping(settings: Mapping[str, Any], firm_id: int) -> dict[str, Any]:
    """The settings, and where they name a profile of the firm its present mapping. Raises WrongConfiguration for none."""
    if "profile" not in settings:
        return dict(settings)
    named = settings["profile"]
    found = MappingProfile.objects.filter(firm_id=firm_id, pk=named).first() if isinstance(named, int) else None
    if found is None:
        raise WrongConfiguration("The mapping that this connection names is not there. Choose another.")
    return dict(settings) | {"mapping": found.mapping}


def without_mapping(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they are kept: the mapping of a profile is kept with the profile."""
    return {name: value for name, value in settings.items() if name != "mapping" or "profile" not in settings}


def opened(connection: Connection) -> Connector:
    """The connector of a dossier. Raises WrongConfiguration."""
    return package(connection.package).open(settings_of(connection), reach())
