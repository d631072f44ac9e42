"""What the history reads instead of adding up lines: a partner's balance, an account's months."""

from django.db import models
from django.db.models import Q

from comptoir.firms.models import Dossier
from comptoir.firms.scope import DossierQuerySet
from comptoir.ledger.choices import AccountRole
from comptoir.ledger.models.basics import Account, Partner
from comptoir.ledger.models.entries import Line


class PartnerBalance(models.Model):
    """What a customer or supplier owes or is owed, over all accounts of that role; debit positive.

    Lines that restate an item of the year before are left out: each item counts once, as it was first booked. Without
    a partner: the lines of that role that name none.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=10, choices=AccountRole)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", null=True, db_index=False)
    name = models.CharField(max_length=200, blank=True)
    balance_cents = models.BigIntegerField()
    open_cents = models.BigIntegerField()
    oldest_due_on = models.DateField(null=True, help_text="of what is open")
    last_on = models.DateField(null=True, help_text="the last booking")

    objects = DossierQuerySet["PartnerBalance"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "role", "partner"], name="partner_balance_once"),
            models.UniqueConstraint(
                fields=["dossier", "role"], name="partner_balance_of_none_once", condition=Q(partner=None)
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "role", "name", "id"], name="partner_balance_name"),
            models.Index(fields=["dossier", "role", "open_cents", "id"], name="partner_balance_open"),
            models.Index(fields=["dossier", "role", "last_on", "id"], name="partner_balance_last"),
            models.Index(fields=["dossier", "role", "oldest_due_on", "id"], name="partner_balance_due"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.name}: {self.open_cents}"


class OpenItem(models.Model):
    """A line on a customers' or suppliers' account of which something is open, as ages and what is overdue are read.

    A restated item stands here once, by the line that booked it first and with that line's due date.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=10, choices=AccountRole)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", null=True, db_index=False)
    line = models.OneToOneField(Line, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(null=True)
    cents = models.BigIntegerField(help_text="what is open; debit positive")

    objects = DossierQuerySet["OpenItem"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["dossier", "role", "partner", "due_on", "cents"], name="open_item_due")]

    def __str__(self) -> str:
        return f"{self.line}: {self.cents}"


class AccountMonth(models.Model):
    """What was booked on an account in one month of a fiscal year; opening entries stand apart."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    fiscal_year = models.CharField(max_length=20)
    month = models.DateField(help_text="its first day")
    opening = models.BooleanField()
    debit_cents = models.BigIntegerField()
    credit_cents = models.BigIntegerField(help_text="positive")

    objects = DossierQuerySet["AccountMonth"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "fiscal_year", "month", "opening"], name="account_month_once")
        ]
        indexes = [models.Index(fields=["dossier", "fiscal_year", "month"], name="account_month_year")]

    def __str__(self) -> str:
        return f"{self.account} {self.month:%Y-%m}"
