"""The cost categories of a firm, and of a dossier that has its own."""

from typing import Self

from django.db import models
from django.db.models import Q

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier, Firm


class CostCategoryFamily(models.QuerySet["CostCategory"]):
    """Cost categories, read through the one door."""

    def visible_to(self, access: Access) -> Self:
        """Those of the firm's schema, and those of the dossier's own for which this access was given."""
        of_firm = self.filter(firm_id=access.firm_id)
        return of_firm.filter(Q(dossier=None) | Q(dossier_id=access.dossier_id))


class CostCategory(models.Model):
    """A heading under which costs are told to the client: every account that begins with one of its roots.

    The longest root that an account begins with decides. A dossier that has categories of its own is told by these
    alone, else by the firm's. Named in the languages of the readers; an empty name falls back on one that is there.
    """

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", null=True)
    name_fr = models.CharField(max_length=60, blank=True)
    name_nl = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    roots = models.JSONField(default=list, help_text="the first figures of account codes")
    deductible = models.PositiveSmallIntegerField(
        default=100, help_text="percent of the VAT that is recovered, where nothing else says"
    )
    position = models.PositiveIntegerField(default=0)

    objects = CostCategoryFamily.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="cost_category_has_a_name", condition=~Q(name_fr="", name_nl="", name_en="")),
            models.CheckConstraint(name="cost_category_share", condition=Q(deductible__lte=100)),
        ]

    def __str__(self) -> str:
        return self.name_fr or self.name_nl or self.name_en

    def name_in(self, language: str) -> str:
        """The name in that language, or the first that there is."""
        names = {"fr": self.name_fr, "nl": self.name_nl, "en": self.name_en}
        return names.get(language[:2], "") or str(self)
