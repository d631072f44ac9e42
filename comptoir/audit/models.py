"""One row per state change, written in the transaction that makes the change and never altered (triggers refuse it)."""

from django.db import models


class Event(models.Model):
    """Who did what to which thing, for which firm and dossier, when, with which facts."""

    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    person_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=200, help_text="who, in words, as known at that moment")
    firm_id = models.BigIntegerField(null=True)
    dossier_id = models.BigIntegerField(null=True)
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["dossier_id", "-id"], name="audit_dossier"),
            models.Index(fields=["firm_id", "-id"], name="audit_firm"),
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_target"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_type} {self.target_id}"
