"""Entries, their lines, and the letterings that tie lines together."""

from django.db import models

from comptoir.firms.models import Dossier
from comptoir.firms.scope import DossierQuerySet
from comptoir.ledger.models.basics import Account, Journal, Partner, Period


class Entry(models.Model):
    """A booked piece. `key` is the connector's; people know it by fiscal year, journal and number.

    `content_hash` and `lettering_hash` sum up what the package said of it, so that a run sees at once what changed.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="entries", db_index=False)
    key = models.CharField(max_length=120)
    fiscal_year = models.CharField(max_length=20)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="entries", db_index=False)
    number = models.CharField(max_length=60)
    booked_on = models.DateField()
    document_on = models.DateField()
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    text = models.CharField(max_length=300, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    content_hash = models.CharField(max_length=24)
    lettering_hash = models.CharField(max_length=24)

    objects = DossierQuerySet["Entry"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "key"], name="entry_key_once"),
            models.UniqueConstraint(fields=["journal", "fiscal_year", "number"], name="entry_piece_once"),
        ]
        indexes = [models.Index(fields=["journal", "booked_on"], name="entry_journal_date")]

    def __str__(self) -> str:
        return f"{self.journal.code} {self.fiscal_year}/{self.number}"


class Lettering(models.Model):
    """A group of lines that settle each other. `key` is scope, account, partner and code; complete when it sums to zero."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="letterings", db_index=False)
    key = models.CharField(max_length=240)
    code = models.CharField(max_length=80)
    balance_cents = models.BigIntegerField(default=0)
    complete = models.BooleanField(default=False)
    last_on = models.DateField(null=True, help_text="the booking date of its last line")

    objects = DossierQuerySet["Lettering"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "key"], name="lettering_once")]

    def __str__(self) -> str:
        return self.key


class Line(models.Model):
    """One line of an entry, debit positive.

    `open_cents` is what remains to be settled: all of it without lettering, nothing in a complete group, and in an
    incomplete one what is left after what was settled went to the oldest due date first (`computed` says so). A line
    that an opening entry restates in the next year (`carried_by`) has that line's open amount; the restating line says
    so (`restates`), and is left out where an item counts once. `booked_on` is the entry's, kept here so that an account
    is read in its order.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField()
    booked_on = models.DateField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines", db_index=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="lines", null=True, db_index=False)
    cents = models.BigIntegerField()
    open_cents = models.BigIntegerField()
    computed = models.BooleanField(default=False)
    text = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    communication = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    foreign_cents = models.BigIntegerField(default=0)
    vat_code = models.CharField(max_length=20, blank=True)
    vat_base_cents = models.BigIntegerField(default=0)
    lettering = models.ForeignKey(Lettering, on_delete=models.PROTECT, related_name="lines", null=True, db_index=False)
    carried_by = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="carries", null=True, db_index=False)
    restates = models.BooleanField(default=False)

    objects = DossierQuerySet["Line"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="line_once")]
        indexes = [
            models.Index(fields=["account", "booked_on", "id"], name="line_account_date"),
            models.Index(
                fields=["partner", "booked_on", "id", "account", "cents", "restates"],
                name="line_partner_date",
                condition=models.Q(partner__isnull=False),
            ),
            models.Index(fields=["lettering"], name="line_lettering", condition=models.Q(lettering__isnull=False)),
            models.Index(fields=["carried_by"], name="line_carried", condition=models.Q(carried_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.entry} line {self.position}"
