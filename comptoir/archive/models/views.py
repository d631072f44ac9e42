"""How people like their lists: filters kept under a name, the columns and the density they chose."""

from typing import Self

from django.db import models
from django.db.models import Q

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier, Firm, Person


class ViewFamily(models.QuerySet["SavedView"]):
    """Saved views, read through the one door."""

    def visible_to(self, access: Access) -> Self:
        """The person's own in the dossier for which this access was given, and those that the firm shares."""
        of_firm = self.filter(firm_id=access.firm_id)
        return of_firm.filter(Q(person=None) | Q(person_id=access.person_id or 0, dossier_id=access.dossier_id))


class SavedView(models.Model):
    """A list's address under a name: a person's own in one dossier, or (no person, no dossier) shared by the firm."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+", null=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", null=True)
    of_list = models.CharField(max_length=20, help_text="the list's name, e.g. purchases")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text="the address's query, without the place in the list")
    created_at = models.DateTimeField()

    objects = ViewFamily.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="view_own_or_shared",
                condition=Q(person=None, dossier=None) | Q(person__isnull=False, dossier__isnull=False),
            ),
            models.UniqueConstraint(fields=["person", "dossier", "of_list", "name"], name="view_own_once"),
            models.UniqueConstraint(
                fields=["firm", "of_list", "name"], name="view_shared_once", condition=Q(person=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListLook(models.Model):
    """Which columns of a list a person wants to see (in the list's own order), and how dense."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    of_list = models.CharField(max_length=20)
    hidden = models.JSONField(default=list, help_text="names of columns that are put away")
    dense = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "of_list"], name="look_once")]

    def __str__(self) -> str:
        return f"{self.of_list} of {self.person}"
