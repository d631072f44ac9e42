"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the trail."""

    name = "comptoir.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
