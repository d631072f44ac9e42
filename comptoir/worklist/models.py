"""The tables of the worklist: VAT codes, rules, booking proposals, who sits at them, the numbers given to pieces."""

from django.db import models
from django.db.models import Q

from comptoir.firms.models import Dossier, Person
from comptoir.firms.scope import DossierQuerySet
from comptoir.intake.models import Submission
from comptoir.ledger.models import Journal, Partner, Period
from comptoir.sync.models import PushedBooking
from comptoir.worklist.choices import Asked, ByItself, Status, Template, VatWord
from comptoir.worklist.currency import OWN_CURRENCY
from comptoir.worklist.vat import Treatment, VatKind, adds


class WorklistSettings(models.Model):
    """How a dossier's documents are booked. `firm_memory`: whether bookings of the firm's other dossiers are counted.

    `client_journals` (codes) and `client_partners` (keys) are what the client checks where both check. `by_itself`
    is what becomes of a proposal that is as the partner's last `equal_bookings` and below `below_cents`.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="worklist_settings")
    firm_memory = models.BooleanField(default=True)
    client_journals = models.JSONField(default=list)
    client_partners = models.JSONField(default=list)
    by_itself = models.CharField(max_length=10, choices=ByItself, default=ByItself.NOTHING, blank=True)
    equal_bookings = models.PositiveSmallIntegerField(default=3)
    below_cents = models.BigIntegerField(default=50_000)
    closed_until = models.DateField(null=True, help_text="nothing is booked in periods that end by then")

    objects = DossierQuerySet["WorklistSettings"].as_manager()

    def __str__(self) -> str:
        return f"worklist of {self.dossier}"


class VatCode(models.Model):
    """A VAT code of a dossier's books, or one of ours where the package has none; `rate` in hundredths of a percent.

    `deducted_account` and `due_account` are the accounts of the VAT that is recovered and owed, "" where there is none.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="vat_codes", db_index=False)
    of_sale = models.BooleanField()
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=VatWord)
    rate = models.PositiveIntegerField()
    deductible = models.PositiveSmallIntegerField(default=100, help_text="percent")
    deducted_account = models.CharField(max_length=20, blank=True)
    due_account = models.CharField(max_length=20, blank=True)

    objects = DossierQuerySet["VatCode"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "of_sale", "code"], name="vat_code_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def treatment(self) -> Treatment:
        """How it treats the VAT of a line."""
        return Treatment(VatKind(self.kind), self.rate, self.deductible)

    @property
    def adds(self) -> bool:
        """Whether the VAT of a line is part of the invoice's total."""
        return adds(self.treatment, of_sale=self.of_sale)


class Rule(models.Model):
    """How invoices of a partner are booked in a dossier, because somebody of the firm said so.

    `lines` are objects of account, vat (a code) and share (of the amount, in hundredths of a percent).
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="booking_rules", db_index=False)
    of_sale = models.BooleanField()
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    lines = models.JSONField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False)
    made_at = models.DateTimeField()

    objects = DossierQuerySet["Rule"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "of_sale", "partner"], name="rule_once")]

    def __str__(self) -> str:
        return f"rule for {self.partner}"


class Proposal(models.Model):
    """How a submission is to be booked: proposed by the machine, corrected and checked by people.

    Amounts are positive cents in `currency`, with `credit` saying that it is a credit note. `lines` are objects of
    account, vat (a code of the dossier), base and tax (cents; tax as the document says it, null to be worked out) and
    text. `card` is the new partner to be made where none is known: name, vat, number, ibans. `evidence` has by field the
    Sentence that says where its value comes from, `reasons` by field the Sentence that says what is missing. `version`
    grows with every change: who saves says which one he saw.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="proposal")
    of_sale = models.BooleanField()
    credit = models.BooleanField(default=False)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    card = models.JSONField(null=True)
    number = models.CharField(max_length=80, blank=True, help_text="the supplier's or customer's own, of the invoice")
    dated_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    communication = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3, default=OWN_CURRENCY)
    rate = models.BigIntegerField(null=True, help_text="so many millionths of it are one euro")
    gross_cents = models.BigIntegerField(null=True)
    lines = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.NOK)
    version = models.PositiveIntegerField(default=1)
    touched = models.BooleanField(default=False, help_text="whether a person has changed it: no machine does any more")
    changed_at = models.DateTimeField()
    checked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False)
    piece = models.CharField(max_length=60, blank=True, help_text="the number given to it in the journal")
    pushed = models.OneToOneField(PushedBooking, on_delete=models.PROTECT, related_name="proposal", null=True)
    told_apart = models.JSONField(default=list, help_text="keys of twins that somebody said are other invoices")

    objects = DossierQuerySet["Proposal"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["dossier", "of_sale", "status", "id"], name="proposal_list")]

    def __str__(self) -> str:
        return f"proposal for {self.submission}"

    @property
    def partner_name(self) -> str:
        """The partner's name, of the books or of the new card; "" while there is none."""
        return self.partner.name if self.partner else str((self.card or {}).get("name", ""))

    @property
    def foreign(self) -> str:
        """The currency, where it is not the one that is booked in; else ""."""
        return "" if self.currency == OWN_CURRENCY else self.currency

    @property
    def journal_code(self) -> str:
        """The journal's code, "" while there is none."""
        return self.journal.code if self.journal else ""

    @property
    def period_code(self) -> str:
        """The booking period's code, "" while there is none."""
        return self.period.code if self.period else ""


class Sitting(models.Model):
    """A person at the form of a proposal: since when, last seen when, and what he typed and has not saved.

    `typed` has texts by the form's own names, null without any; `version` is the one into which he typed them, and
    `typed_at` when. `seen_at` is null when he has left.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()
    typed = models.JSONField(null=True)
    typed_at = models.DateTimeField(null=True)

    objects = DossierQuerySet["Sitting"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="sitting_once")]

    def __str__(self) -> str:
        return f"{self.person} at {self.proposal}"


class HelpRequest(models.Model):
    """A question about a document in the worklist, to the client or to a colleague: one at a time.

    `colleague` is whom of the firm it is for, null for everybody there. Without `answer` it was taken back.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="help_requests", db_index=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="questions")
    asked = models.CharField(max_length=10, choices=Asked)
    colleague = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False)
    question = models.TextField()
    asked_by = models.CharField(max_length=120, help_text="a name")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=120, blank=True, help_text="a name")
    ended_at = models.DateTimeField(null=True, help_text="when it was answered or taken back")

    objects = DossierQuerySet["HelpRequest"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal"], name="help_request_one_open", condition=Q(ended_at=None))
        ]
        indexes = [models.Index(fields=["dossier", "asked"], name="help_request_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"question about {self.proposal}"


class JournalNumbering(models.Model):
    """How pieces of a journal are numbered; `first` is the first number of a year in a journal of purchases."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    journal = models.OneToOneField(Journal, on_delete=models.CASCADE, related_name="numbering")
    template = models.CharField(max_length=10, choices=Template, default=Template.NUMBER)
    first = models.PositiveIntegerField(default=1)

    objects = DossierQuerySet["JournalNumbering"].as_manager()

    def __str__(self) -> str:
        return f"numbers of {self.journal}"


class PieceNumber(models.Model):
    """A number that the worklist gave in a journal and year; without a proposal it is free again, and given first."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="+", db_index=False)
    fiscal_year = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    proposal = models.OneToOneField(Proposal, on_delete=models.SET_NULL, related_name="+", null=True)

    objects = DossierQuerySet["PieceNumber"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journal", "fiscal_year", "number"], name="piece_number_once"),
        ]
        indexes = [
            models.Index(
                fields=["journal", "fiscal_year", "number"], name="piece_number_free", condition=Q(proposal=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.journal} {self.fiscal_year}/{self.number}"
