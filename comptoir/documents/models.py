"""A document of a dossier: the row of its bytes, which lie in the store; its text, and the pictures of its pages."""

from django.db import models

from comptoir.firms.models import Dossier
from comptoir.firms.scope import DossierQuerySet


class Scan(models.TextChoices):
    """What the virus scanner says of the bytes; nothing when nobody asked it."""

    NOT_ASKED = "", "not asked"
    WAITING = "waiting", "waiting"
    CLEAN = "clean", "clean"
    INFECTED = "infected", "infected"


class Document(models.Model):
    """One file of a dossier, known by the hash of its bytes. `facts` is what a reader made of it, {} when nothing."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    name = models.CharField(max_length=200, help_text="a label from where it came, never a path")
    facts = models.JSONField(default=dict)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.NOT_ASKED, blank=True)
    created_at = models.DateTimeField()

    objects = DossierQuerySet["Document"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "sha256"], name="document_once_per_dossier")]
        indexes = [
            models.Index(fields=["dossier"], name="document_waiting", condition=models.Q(scan=Scan.WAITING)),
        ]

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

    class Meta:
        indexes = [
            models.Index(fields=["dossier"], name="pages_refused", condition=models.Q(refusal__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"pages of {self.document}"


class ReadFrom(models.TextChoices):
    """What a document was read from."""

    XML = "xml", "the XML of an electronic invoice"
    TEXT = "text", "the text of its pages"
    OCR = "ocr", "its pages, by character recognition"
    NOTHING = "nothing", "nothing that could be read"


class Compared(models.TextChoices):
    """What came of comparing an electronic invoice with the PDF that came with it; nothing where there is none."""

    NOT = "", "not compared"
    SAME = "same", "the PDF says the same"
    DIFFERENT = "different", "the PDF says something else"


class Reading(models.Model):
    """What a document says, read once for everybody who asks.

    `invoice` is the invoice it tells (as `formats.invoice_json` writes it), null when it tells none; `places` where on
    its pages each value stands: by field a list of page, box, text, confidence; `findings` what is to be said of it, as
    Sentences with their rule; `compared` what came of comparing data and PDF, whose differences are findings too. `version`
    is that of the rules it was read by.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="reading")
    source = models.CharField(max_length=10, choices=ReadFrom)
    invoice = models.JSONField(null=True)
    places = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    compared = models.CharField(max_length=10, choices=Compared, default=Compared.NOT, blank=True)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    objects = DossierQuerySet["Reading"].as_manager()

    def __str__(self) -> str:
        return f"reading of {self.document}"


class Usage(models.Model):
    """How many files and bytes a dossier took in on a day: what quotas are counted on."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    files = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)

    objects = DossierQuerySet["Usage"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "day"], name="usage_once_per_day")]

    def __str__(self) -> str:
        return f"{self.dossier} on {self.day}"
