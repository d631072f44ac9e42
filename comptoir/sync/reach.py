"""What a connector is opened with: the connection's settings with their secrets, and what the server lets it reach."""

from typing import Any

from django.conf import settings as installation

from comptoir.connectors.port import Connector, Reach
from comptoir.connectors.registry import package
from comptoir.kit.http import LONGEST
from comptoir.sync.models import Connection
from comptoir.sync.sealing import unseal


def reach(seconds: int = LONGEST) -> Reach:
    """The hosts that whoever runs the server has named, and how long one request to them may take."""
    return Reach(hosts=frozenset(installation.BOOKS_HOSTS), seconds=seconds)


def settings_of(connection: Connection) -> dict[str, Any]:
    """The settings as the package takes them. Raises WrongConfiguration when a secret cannot be opened."""
    settings: dict[str, Any] = dict(connection.settings)
    for name, sealed in connection.sealed.items():
        settings[name] = unseal(sealed, row=connection.pk, name=name)
    return settings


def opened(connection: Connection) -> Connector:
    """The connector of a dossier. Raises WrongConfiguration."""
    return package(connection.package).open(settings_of(connection), reach())
