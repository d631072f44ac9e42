"""The guide app."""

from django.apps import AppConfig


class GuideConfig(AppConfig):
    """Registers the app."""

    name = "comptoir.guide"
    label = "guide"
    default_auto_field = "django.db.models.BigAutoField"
