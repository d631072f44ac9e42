"""Invoices shown to outsiders: the link in a mail, who opened it, the texts of the mails, recipients remembered."""

from typing import Self

from django.db import models
from django.db.models import Q

from comptoir.archive.models.invoices import ArchivedInvoice
from comptoir.documents.models import Document
from comptoir.firms.access import Access
from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.firms.scope import DossierQuerySet
from comptoir.ledger.models import Partner
from comptoir.notices.models import Mail


class TemplateFamily(models.QuerySet["MailTemplate"]):
    """Texts of mails, read through the one door."""

    def visible_to(self, access: Access) -> Self:
        """Those of the firm, and those of the dossier for which this access was given."""
        of_firm = self.filter(firm_id=access.firm_id)
        return of_firm.filter(Q(dossier=None) | Q(dossier_id=access.dossier_id))


class MailTemplate(models.Model):
    """What the mail with an invoice's link says in one language, as the firm or the dossier has changed it."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", null=True)
    language = models.CharField(max_length=2, choices=Language)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    changed_at = models.DateTimeField()

    objects = TemplateFamily.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm", "language"], name="template_of_firm", condition=Q(dossier=None)),
            models.UniqueConstraint(fields=["dossier", "language"], name="template_of_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.language})"


class Recipient(models.Model):
    """To whom the invoices of a partner went last: proposed again the next time."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", db_index=False)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, choices=Language)
    used_at = models.DateTimeField()

    objects = DossierQuerySet["Recipient"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "partner"], name="recipient_of_partner")]

    def __str__(self) -> str:
        return self.email


class InvoiceLink(models.Model):
    """A way for an outsider to one document of one invoice. Only the token's hash is stored.

    Good until `expires_at`, unless `revoked_at`. `mail` brings it to the recipient, and says what became of that.
    `sending` is the key of the form that was sent: sent twice, it makes nothing twice.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    invoice = models.ForeignKey(ArchivedInvoice, on_delete=models.PROTECT, related_name="links")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", db_index=False)
    token_hash = models.CharField(max_length=64, unique=True)
    sending = models.CharField(max_length=40)
    recipient = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, choices=Language)
    mail = models.OneToOneField(Mail, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False)
    created_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_name = models.CharField(max_length=200, blank=True)

    objects = DossierQuerySet["InvoiceLink"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "sending", "invoice", "recipient"], name="link_once_per_sending")
        ]
        indexes = [models.Index(fields=["dossier", "created_at"], name="link_of_day")]

    def __str__(self) -> str:
        return f"{self.invoice} for {self.recipient}"


class LinkOpening(models.Model):
    """One opening of a link. `by_machine`: it looks like a mail scanner's or robot's, and proves nothing."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    link = models.ForeignKey(InvoiceLink, on_delete=models.CASCADE, related_name="openings")
    what = models.CharField(max_length=10, choices=[("page", "page"), ("file", "file")])
    opened_at = models.DateTimeField()
    device = models.CharField(max_length=200, blank=True, help_text="the browser's own words")
    by_machine = models.BooleanField()

    objects = DossierQuerySet["LinkOpening"].as_manager()

    def __str__(self) -> str:
        return f"{self.link} on {self.opened_at:%Y-%m-%d}"
