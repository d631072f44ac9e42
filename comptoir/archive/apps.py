"""The archive app."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Registers the app."""

    name = "comptoir.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"
