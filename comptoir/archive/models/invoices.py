"""The archive's rows: one per entry of a purchase or sales journal, with everything that its lists sort and filter on."""

from django.db import models
from django.db.models import Q

from comptoir.archive.choices import Payment, Tab
from comptoir.documents.models import Document
from comptoir.firms.models import Dossier, Person
from comptoir.firms.scope import DossierQuerySet
from comptoir.ledger.models import Entry, Partner


class ArchivedInvoice(models.Model):
    """The client's view of a booked invoice or credit note.

    Found again by `entry_key` when its entry changes, goes (`in_books` false: out of every list) or comes back: what
    people add hangs here. Amounts are positive for an invoice and negative for a credit note, on both tabs.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="archived", db_index=False)
    tab = models.CharField(max_length=10, choices=Tab)
    entry = models.OneToOneField(Entry, on_delete=models.SET_NULL, related_name="archived", null=True)
    entry_key = models.CharField(max_length=120)
    in_books = models.BooleanField(default=True)
    fiscal_year = models.CharField(max_length=20)
    journal = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    period = models.CharField(max_length=20, blank=True)
    date = models.DateField()
    due_on = models.DateField(null=True)
    document_number = models.CharField(max_length=80, blank=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    partner_name = models.CharField(max_length=200, blank=True)
    amount_cents = models.BigIntegerField()
    open_cents = models.BigIntegerField()
    payment = models.CharField(max_length=10, choices=Payment)
    paid_on = models.DateField(null=True)
    computed = models.BooleanField(default=False)
    search = models.TextField(blank=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True)

    objects = DossierQuerySet["ArchivedInvoice"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "entry_key"], name="archived_entry_once")]
        indexes = [
            models.Index(fields=["dossier", "tab", "-date", "-id"], name="archived_date", condition=Q(in_books=True)),
            models.Index(fields=["dossier", "tab", "-due_on", "-id"], name="archived_due", condition=Q(in_books=True)),
            models.Index(
                fields=["dossier", "tab", "partner_name", "id"], name="archived_partner", condition=Q(in_books=True)
            ),
            models.Index(
                fields=["dossier", "tab", "-amount_cents", "-id"], name="archived_amount", condition=Q(in_books=True)
            ),
            models.Index(
                fields=["dossier", "tab", "document_number", "id"], name="archived_number", condition=Q(in_books=True)
            ),
            models.Index(
                fields=["dossier", "tab", "partner", "-date", "-id"], name="archived_of", condition=Q(in_books=True)
            ),
            models.Index(
                fields=["dossier", "tab", "payment", "amount_cents", "open_cents", "in_books"],
                name="archived_sums",
                condition=Q(in_books=True),
            ),
            models.Index(fields=["dossier", "tab", "paid_on"], name="archived_paid", condition=Q(in_books=True)),
            models.Index(
                fields=["dossier", "tab", "-date", "-id"],
                name="archived_open_date",
                condition=Q(in_books=True, payment__in=["partly", "unpaid"]),
            ),
            models.Index(
                fields=["dossier", "tab", "due_on", "handled_at", "payment", "in_books"],
                name="archived_open_counts",
                condition=Q(in_books=True, payment__in=["partly", "unpaid"]),
            ),
            models.Index(
                fields=["dossier", "tab", "-date", "-id"],
                name="archived_open_ticked",
                condition=Q(in_books=True, payment__in=["partly", "unpaid"], handled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journal} {self.fiscal_year}/{self.number}"


class LinkedDocument(models.Model):
    """A document that belongs to an archived invoice, and how that is known."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    invoice = models.ForeignKey(ArchivedInvoice, on_delete=models.CASCADE, related_name="linked")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="linked")
    reason = models.CharField(max_length=20, choices=[("piece", "piece"), ("invoice", "invoice"), ("inside", "inside")])
    created_at = models.DateTimeField()

    objects = DossierQuerySet["LinkedDocument"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "document"], name="document_linked_once")]

    def __str__(self) -> str:
        return f"{self.document} for {self.invoice}"
