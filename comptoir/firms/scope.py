"""The one door of tenancy: every table of a dossier is read through `visible_to(access)`."""

from typing import Self, TypeVar

from django.db import models

from comptoir.firms.access import Access

M = TypeVar("M", bound=models.Model, covariant=True)


class DossierQuerySet(models.QuerySet[M]):
    """Rows of one dossier."""

    def visible_to(self, access: Access) -> Self:
        """The rows of the dossier for which this access was given; none when it was given for no dossier."""
        if access.dossier_id is None:
            return self.none()
        return self.filter(dossier_id=access.dossier_id)
