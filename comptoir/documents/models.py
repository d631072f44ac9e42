"""A document of a dossier: the row of its bytes, which lie in the store; its text, and the pictures of its pages."""

from django.db import models

from comptoir.firms.models import Dossier
from comptoir.firms.scope import DossierQuerySet


class Document(models.Model):
    """One file of a dossier, known by the hash of its bytes. `facts` is what a reader made of it, {} when nothing."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    name = models.CharField(max_length=200, help_text="a label from where it came, never a path")
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    objects = DossierQuerySet["Document"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "sha256"], name="document_once_per_dossier")]

    def __str__(self) -> str:
        return self.name


class DocumentText(models.Model):
    """The text of a document as it is searched: `texts.keep_text` writes it, and indexes it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="told")
    text = models.TextField()

    objects = DossierQuerySet["DocumentText"].as_manager()

    def __str__(self) -> str:
        return f"text of {self.document}"


class Pages(models.Model):
    """The pages of a PDF as pictures, made once by a limited child process; they lie in the store beside the original.

    `sizes` has width and height of each picture in pixels; `refusal` is a Sentence when they could not be made.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="pages")
    sizes = models.JSONField(default=list)
    refusal = models.JSONField(null=True)
    made_at = models.DateTimeField()

    objects = DossierQuerySet["Pages"].as_manager()

    def __str__(self) -> str:
        return f"pages of {self.document}"
