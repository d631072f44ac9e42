"""What a run has read and not yet applied: entries and lines under the run's batch, and the entries a batch touches.

A run reads into these tables in small transactions, and applies them to the mirror in one.
"""

from django.db import models

KINDS = ("entry", "lettering", "removed", "partner", "month")


class StagedEntry(models.Model):
    """An entry that is new or differs from the mirror's (`entry_id`)."""

    batch = models.BigIntegerField()
    position = models.BigIntegerField()
    entry_id = models.BigIntegerField(null=True)
    is_new = models.BooleanField()
    key = models.CharField(max_length=120)
    fiscal_year = models.CharField(max_length=20)
    journal = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    booked_on = models.DateField()
    document_on = models.DateField()
    period = models.CharField(max_length=20)
    text = models.CharField(max_length=300)
    document_number = models.CharField(max_length=80)
    content_hash = models.CharField(max_length=24)
    lettering_hash = models.CharField(max_length=24)
    search = models.TextField()
    difference = models.JSONField(default=dict, help_text="what changed: kinds, and old and new value of each field")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="staged_entry_once")]
        indexes = [models.Index(fields=["entry_id"], name="staged_entry_of")]

    def __str__(self) -> str:
        return f"batch {self.batch}: {self.key}"


class StagedLine(models.Model):
    """A line of a staged entry, by the entry's position in the batch."""

    batch = models.BigIntegerField()
    entry_position = models.BigIntegerField()
    position = models.PositiveIntegerField()
    account = models.CharField(max_length=20)
    partner = models.CharField(max_length=80)
    cents = models.BigIntegerField()
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    reference = models.CharField(max_length=80)
    communication = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    foreign_cents = models.BigIntegerField()
    vat_code = models.CharField(max_length=20)
    vat_base_cents = models.BigIntegerField()
    lettering_key = models.CharField(max_length=240)
    lettering_code = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["batch"], name="staged_line_batch")]

    def __str__(self) -> str:
        return f"batch {self.batch}: line {self.position} of {self.entry_position}"


class Touched(models.Model):
    """Something of the mirror that the batch touches and whose sums must be made again.

    A partner is 0 where lines name none; a month is its year and month in six digits.
    """

    batch = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    row_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "kind", "row_id"], name="touched_once")]

    def __str__(self) -> str:
        return f"batch {self.batch}: {self.kind} {self.row_id}"
