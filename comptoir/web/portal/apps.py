"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers templates and addresses of this door."""

    name = "comptoir.web.portal"
    label = "web_portal"
