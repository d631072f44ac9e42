"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the app."""

    name = "comptoir.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
