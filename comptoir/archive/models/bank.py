"""The bank's transactions as they are booked: one row per counterpart line of an entry in a journal of type bank."""

from django.db import models

from comptoir.archive.choices import Settling
from comptoir.firms.models import Dossier
from comptoir.firms.scope import DossierQuerySet
from comptoir.ledger.models import Entry, Journal, Lettering, Partner

PLACES = 2**20
"""The id of a transaction is that of its entry times this, plus the position of its line: the same at every reading."""


class BankTransaction(models.Model):
    """What one line of a bank entry moved, seen from the account: money in is positive.

    `balance_cents` is the balance of the journal's bank account after it, opening entries and other journals counted in.
    """

    id = models.BigIntegerField(primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    journal = models.ForeignKey(Journal, on_delete=models.CASCADE, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    booked_on = models.DateField()
    statement = models.CharField(max_length=80, help_text="the piece as people call it: journal year/number")
    account = models.CharField(max_length=20, help_text="the counterpart's account")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    counterparty = models.CharField(max_length=200, blank=True, help_text="the partner's name, or the account's")
    iban = models.CharField(max_length=40, blank=True)
    communication = models.CharField(max_length=300, blank=True)
    amount_cents = models.BigIntegerField()
    balance_cents = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=Settling)
    lettering = models.ForeignKey(Lettering, on_delete=models.CASCADE, related_name="+", null=True, db_index=False)
    search = models.TextField(blank=True)

    objects = DossierQuerySet["BankTransaction"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "-booked_on", "-id"], name="bank_date"),
            models.Index(fields=["journal", "-booked_on", "-id", "dossier", "amount_cents"], name="bank_journal_sums"),
            models.Index(fields=["dossier", "amount_cents", "id"], name="bank_amount"),
            models.Index(
                fields=["dossier", "-booked_on", "-id"], name="bank_unlettered", condition=models.Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.amount_cents}"
