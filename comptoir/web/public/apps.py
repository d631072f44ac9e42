"""The public app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Registers templates and addresses of this door."""

    name = "comptoir.web.public"
    label = "web_public"
