"""What a dossier's connection is before somebody changes it, and which secrets need not be typed again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.connectors.registry import package
from comptoir.ledger.models import Journal
from comptoir.sync.actions import kept_secrets, names_kept
from comptoir.sync.models import Connection
from comptoir.sync.reach import with_mapping
from comptoir.web.office.connection.asked import Known
from comptoir.web.office.connection.packages import ASKING
from comptoir.web.office.connection.typed import typed
from comptoir.web.office.request import DossierRequest


@dataclass(frozen=True)
class Ground:
    """The saved connection, None before there is one, and what follows from it for the forms of a package."""

    request: DossierRequest
    present: Connection | None

    def said(self, name: str) -> dict[str, Any]:
        """The settings with which the forms of that package begin."""
        if self.present is not None and self.present.package == name:
            return dict(self.present.settings)
        return ASKING[name].begin(self.request.dossier.country)

    def known(self, name: str) -> Known:
        """What the forms of that package know."""

        def held(settings: Mapping[str, Any]) -> Collection[str]:
            return {*names_kept(self.present, package(name), settings), *typed(self.request, name, settings)}

        same = self.present is not None and self.present.package == name
        names = dict(Journal.objects.visible_to(self.request.access).values_list("code", "name"))
        return Known(self.request.firm.pk, self.said(name) if same else {}, held, names)

    def whole(self, name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Settings with the secrets that were typed for their address, or are kept for it, and the mapping that they name.

        Raises WrongConfiguration when a secret can no longer be opened, or the mapping is not there.
        """
        said = typed(self.request, name, settings) | dict(settings)
        return with_mapping(kept_secrets(self.present, package(name), said) | said, self.request.firm.pk)


def ground_of(request: DossierRequest) -> Ground:
    """The ground of the dossier that the address names."""
    return Ground(request, Connection.objects.visible_to(request.access).first())
