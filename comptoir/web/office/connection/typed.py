"""Secrets typed on the way to a saved connection: sealed in the session, for one dossier and one address, until it is saved.

The step that proposes settings needs them, and so does the one that saves; between the two no page shows them.
"""

from collections.abc import Mapping
from typing import Any

from comptoir.connectors.registry import package
from comptoir.sync.sealing import seal, unseal
from comptoir.web.office.request import DossierRequest

TYPED = "typed_secrets"


def keep_typed(request: DossierRequest, name: str, settings: Mapping[str, Any]) -> None:
    """Keep the secrets among these settings of a package, if there are any."""
    books, row = package(name), request.dossier.pk
    said = {secret: settings[secret] for secret in books.secrets if settings.get(secret)}
    if said:
        sealed = {secret: seal(value, row=row, name=f"typed {secret}") for secret, value in said.items()}
        request.session[TYPED] = {
            "dossier": row,
            "package": name,
            "address": _address(name, settings),
            "sealed": sealed,
        }


def typed(request: DossierRequest, name: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """The secrets that were typed for the address of these settings. Raises WrongConfiguration."""
    kept, row = request.session.get(TYPED, {}), request.dossier.pk
    if (kept.get("dossier"), kept.get("package"), kept.get("address")) != (row, name, _address(name, settings)):
        return {}
    return {secret: unseal(value, row=row, name=f"typed {secret}") for secret, value in kept["sealed"].items()}


def forget_typed(request: DossierRequest) -> None:
    """Forget what was typed."""
    request.session.pop(TYPED, None)


def _address(name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    return {part: settings.get(part) or "" for part in package(name).address}
