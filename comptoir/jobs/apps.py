"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the queue."""

    name = "comptoir.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
