"""The firms app."""

from django.apps import AppConfig


class FirmsConfig(AppConfig):
    """Registers the tenancy root."""

    name = "comptoir.firms"
    label = "firms"
    default_auto_field = "django.db.models.BigAutoField"
