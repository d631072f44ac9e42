"""Documents that are filed, not booked: the tabs Miscellaneous and Permanent, and the categories of both."""

from typing import Self

from django.db import models
from django.db.models import Q

from comptoir.archive.choices import FiledTab
from comptoir.documents.models import Document
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.firms.scope import DossierQuerySet


class CategoryFamily(models.QuerySet["Category"]):
    """Categories, read through the one door."""

    def visible_to(self, access: Access) -> Self:
        """Those of the firm's list, and those of the dossier's own for which this access was given."""
        of_firm = self.filter(firm_id=access.firm_id)
        return of_firm.filter(Q(dossier=None) | Q(dossier_id=access.dossier_id))

    def of_list(self, dossier_id: int | None) -> Self:
        """Those of the dossier's own list, or for None those of the firm's."""
        return self.filter(dossier=None) if dossier_id is None else self.filter(dossier_id=dossier_id)


class Category(models.Model):
    """Under what a document is filed. The firm's list holds for all its dossiers; a dossier can add its own.

    Named in the languages of the readers; an empty name falls back on one that is there. Retired: no longer offered, and
    still the name of what was filed under it.
    """

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", null=True)
    tab = models.CharField(max_length=15, choices=FiledTab)
    name_fr = models.CharField(max_length=60, blank=True)
    name_nl = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = CategoryFamily.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="category_has_a_name", condition=~Q(name_fr="", name_nl="", name_en=""))
        ]

    def __str__(self) -> str:
        return self.name_fr or self.name_nl or self.name_en

    def name_in(self, language: str) -> str:
        """The name in that language, or the first that there is."""
        names = {"fr": self.name_fr, "nl": self.name_nl, "en": self.name_en}
        return names.get(language[:2], "") or str(self)


class FiledDocument(models.Model):
    """A document in a category of Miscellaneous or Permanent, with what people say of it.

    Taken out of its tab it stays (`removed_at`), and can be put back. `remind_on` is the day on which those concerned are
    told that it expires; `reminded_at` when they were.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="filed", db_index=False)
    tab = models.CharField(max_length=15, choices=FiledTab)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="filed")
    title = models.CharField(max_length=200)
    dated_on = models.DateField(help_text="the document's own date")
    comment = models.TextField(blank=True)
    expires_on = models.DateField(null=True)
    remind_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="filed")
    search = models.TextField(blank=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False)
    filed_name = models.CharField(max_length=200, help_text="who filed it, in words")
    by_client = models.BooleanField(default=False, help_text="filed by the client, who may then change it")
    removed_at = models.DateTimeField(null=True)

    objects = DossierQuerySet["FiledDocument"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="filed_only_permanent_expires", condition=Q(expires_on=None) | Q(tab=FiledTab.PERMANENT)
            ),
            models.CheckConstraint(
                name="filed_reminder_needs_expiry", condition=Q(remind_on=None) | Q(expires_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["dossier", "tab", "-dated_on", "-id"], name="filed_date", condition=Q(removed_at=None)
            ),
            models.Index(fields=["dossier", "tab", "title", "id"], name="filed_title", condition=Q(removed_at=None)),
            models.Index(
                fields=["dossier", "tab", "expires_on", "id"], name="filed_expiry", condition=Q(removed_at=None)
            ),
            models.Index(
                fields=["remind_on"],
                name="filed_reminder",
                condition=Q(removed_at=None, reminded_at=None, remind_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
