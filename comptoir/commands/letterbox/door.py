"""On which address of this machine e-mails are taken in, and by which protocol."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from comptoir.commands.serving import check_address
from comptoir.kit.words import Refusal


class CannotListen(Refusal):
    """The settings do not say where e-mails are taken in, or for which domain."""


@dataclass(frozen=True, slots=True)
class Door:
    """`protocol` is smtp or lmtp."""

    protocol: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.protocol}://{host}:{self.port}"


def door_of(address: str) -> Door:
    """The door that the address names, such as lmtp://127.0.0.1:8024; it is free. Refuses (CannotListen, CannotServe)."""
    try:
        parts = urlsplit(address)
        found = Door(parts.scheme, parts.hostname or "", parts.port or 0)
    except ValueError:
        found = Door("", "", 0)
    if found.protocol not in {"smtp", "lmtp"} or not found.host or not found.port:
        raise CannotListen(
            "Say where e-mails are taken in, in COMPTOIR_LISTEN: lmtp://127.0.0.1:8024 or smtp://127.0.0.1:8025."
        )
    if not settings.INTAKE_DOMAIN:
        raise CannotListen("Say in COMPTOIR_INTAKE_DOMAIN for which domain e-mails are taken in.")
    check_address(found.host, found.port)
    return found
