"""The shared app."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Registers templates and addresses of this door."""

    name = "comptoir.web.shared"
    label = "web_shared"
