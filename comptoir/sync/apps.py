"""The sync app."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Registers the app."""

    name = "comptoir.sync"
    label = "sync"
    default_auto_field = "django.db.models.BigAutoField"
