"""The worklist as an app."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """Registers the app."""

    name = "comptoir.worklist"
    label = "worklist"
    default_auto_field = "django.db.models.BigAutoField"
