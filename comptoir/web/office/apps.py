"""The office app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Registers templates and addresses of this door."""

    name = "comptoir.web.office"
    label = "web_office"
