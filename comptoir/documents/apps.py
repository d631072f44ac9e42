"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers the app."""

    name = "comptoir.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
