"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the app."""

    name = "comptoir.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
