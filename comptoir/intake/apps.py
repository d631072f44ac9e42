"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the app."""

    name = "comptoir.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
