"""The commands app."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    """Registers the commands."""

    name = "comptoir.commands"
    label = "commands"
