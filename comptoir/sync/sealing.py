"""Secrets of connections at rest, sealed as `firms.sealing` does it."""

from comptoir.connectors.port import WrongConfiguration
from comptoir.firms import sealing

KIND = "sync.connection"


def seal(value: str, *, row: int, name: str) -> str:
    """The value as it may be stored in that connection's row under that name."""
    return sealing.seal(value, kind=KIND, row=row, name=name)


def unseal(sealed: str, *, row: int, name: str) -> str:
    """The value again. Raises WrongConfiguration where it was sealed elsewhere or under another key."""
    try:
        return sealing.unseal(sealed, kind=KIND, row=row, name=name)
    except sealing.CannotOpen:
        raise WrongConfiguration(
            "The password or key of this connection can no longer be opened. Type it again in its settings."
        ) from None
