"""The fixed lists of the archive."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tab(models.TextChoices):
    """The tabs that are based on journals."""

    PURCHASES = "purchases", _("Purchases")
    SALES = "sales", _("Sales")


class FiledTab(models.TextChoices):
    """The tabs that hold filed documents."""

    MISCELLANEOUS = "miscellaneous", pgettext_lazy("archive", "Miscellaneous")
    PERMANENT = "permanent", _("Permanent")


DEFAULT_CATEGORIES = {
    "miscellaneous": (
        ("Crédits", "Kredieten", "Credits"),
        ("Investissements", "Investeringen", "Investments"),
        ("Fiscalité", "Fiscaliteit", "Taxes"),
        ("Social", "Sociaal", "Social"),
        ("Autres", "Andere", "Other"),
    ),
    "permanent": (
        ("Identité et statuts", "Identiteit en statuten", "Identity and articles"),
        ("Baux et contrats", "Huur en contracten", "Leases and contracts"),
        ("Assurances", "Verzekeringen", "Insurance"),
        ("Crédits", "Kredieten", "Credits"),
        ("Social", "Sociaal", "Social"),
        ("Autres", "Andere", "Other"),
    ),
}
"""By tab, the categories with which a firm begins: French, Dutch, English."""


class Payment(models.TextChoices):
    """What the books say of an invoice's payment; the values are part of the command line's answers."""

    PAID = "paid", _("Paid")
    PARTLY = "partly", _("Partly paid")
    UNPAID = "unpaid", _("Not paid")
    NONE = "none", _("No payment expected")


OPEN = (Payment.PARTLY, Payment.UNPAID)


class Settling(models.TextChoices):
    """Whether what the bank moved is lettered in the books; nothing is to be lettered on a general account."""

    LETTERED = "lettered", _("Lettered")
    OPEN = "open", _("Not lettered")
    NONE = "none", _("Nothing to letter")
