"""The frame of a set of books: the books themselves, periods, journals, accounts, partners."""

from datetime import datetime

from django.db import models

from comptoir.firms.models import Dossier
from comptoir.firms.scope import DossierQuerySet
from comptoir.ledger.choices import AccountRole, JournalKind


class Books(models.Model):
    """One dossier's books as a whole: its two dates, and which accounts are those of customers and suppliers.

    `accounts_until`: the accounts are done until this day; set by a manual synchronisation alone. `bank_until`: the last
    bank line booked in a bank journal that is shown. `version` grows with every change that a list could show. `derived`
    says by which rules sums and lists were made of the entries: by older ones, the next run makes all of them anew.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="books")
    customer_roots = models.JSONField(default=list)
    supplier_roots = models.JSONField(default=list)
    accounts_until = models.DateField(null=True)
    bank_until = models.DateField(null=True)
    version = models.BigIntegerField(default=0)
    derived = models.PositiveSmallIntegerField(default=0)
    loaded_at = models.DateTimeField(null=True, help_text="when a synchronisation last brought the books")
    in_step = models.BooleanField(default=True, help_text="whether the latest synchronisation has brought them")

    objects = DossierQuerySet["Books"].as_manager()

    def __str__(self) -> str:
        return f"books of {self.dossier}"

    @property
    def behind_since(self) -> datetime | None:
        """Since when they are not synchronised: of when they are, where the latest synchronisation did not work."""
        return None if self.in_step else self.loaded_at


class Period(models.Model):
    """A booking period of a fiscal year."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="periods", db_index=False)
    code = models.CharField(max_length=20)
    fiscal_year = models.CharField(max_length=20)
    start_on = models.DateField()
    end_on = models.DateField()

    objects = DossierQuerySet["Period"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="period_once")]

    def __str__(self) -> str:
        return self.code


class Journal(models.Model):
    """A journal as the books give it. `shown` is the firm's choice; `last_booked_on` leaves opening entries apart.

    Of a bank journal, `account` is the bank's own account in the books: the one that most of its entries move; `iban` is
    what the firm says of it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="journals", db_index=False)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=20, choices=JournalKind)
    shown = models.BooleanField(default=True)
    last_booked_on = models.DateField(null=True)
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    iban = models.CharField(max_length=40, blank=True)

    objects = DossierQuerySet["Journal"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="journal_once")]

    def __str__(self) -> str:
        return self.code


class Account(models.Model):
    """A general-ledger account."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="accounts", db_index=False)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=10, choices=AccountRole, default=AccountRole.NONE, blank=True)

    objects = DossierQuerySet["Account"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="account_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Partner(models.Model):
    """A customer or supplier (tiers)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="partners", db_index=False)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    account = models.CharField(max_length=20, blank=True)
    vat = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=20, blank=True)
    ibans = models.JSONField(default=list)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=5, blank=True)

    objects = DossierQuerySet["Partner"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "key"], name="partner_once")]
        indexes = [
            models.Index(fields=["dossier", "vat"], name="partner_vat", condition=~models.Q(vat="")),
            models.Index(fields=["dossier", "name"], name="partner_name"),
        ]

    def __str__(self) -> str:
        return self.name
