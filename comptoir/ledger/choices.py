"""The fixed lists of the ledger: journal types, and which accounts are those of customers and suppliers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalKind(models.TextChoices):
    """The words for `records.JournalType`, whose values these are."""

    PURCHASE = "purchase", _("Purchases")
    PURCHASE_CREDIT = "purchase_credit", _("Purchase credit notes")
    SALE = "sale", _("Sales")
    SALE_CREDIT = "sale_credit", _("Sales credit notes")
    BANK = "bank", _("Bank")
    CASH = "cash", _("Cash")
    MISCELLANEOUS = "miscellaneous", _("Miscellaneous")
    OPENING = "opening", _("Opening")
    CLOSING = "closing", _("Closing")


PURCHASE_KINDS = (JournalKind.PURCHASE, JournalKind.PURCHASE_CREDIT)
SALE_KINDS = (JournalKind.SALE, JournalKind.SALE_CREDIT)


class AccountRole(models.TextChoices):
    """Whether an account is a customers' or suppliers' account, by the dossier's roots."""

    NONE = "", _("General account")
    CUSTOMER = "customer", _("Customers")
    SUPPLIER = "supplier", _("Suppliers")


class Age(models.TextChoices):
    """How long past its due date something open is, in days; or open the other way round, and never due."""

    NOT_DUE = "current", _("Not due")
    TO_30 = "30", _("1–30 days")
    TO_60 = "60", _("31–60 days")
    TO_90 = "90", _("61–90 days")
    OVER_90 = "older", _("Over 90 days")
    UNMATCHED = "unmatched", _("Not lettered")


THIRD_PARTY_ROOTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "BE": (("400",), ("440",)),
    "FR": (("411",), ("401",)),
    "LU": (("401",), ("441",)),
    "NL": (("13",), ("16",)),
}
"""Default roots of customer and supplier accounts per country (Belgium: PCMN 400/440; France: PCG 411/401)."""
