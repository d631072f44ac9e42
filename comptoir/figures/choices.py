"""The figures that are told of a year, and the cost categories with which a firm begins."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an account's movements count as."""

    OPERATING_INCOME = "operating_income", _("Operating income")
    OTHER_INCOME = "other_income", _("Other income")
    OPERATING_COSTS = "operating_costs", _("Operating costs")
    OTHER_COSTS = "other_costs", _("Other costs")


INCOME = (Kind.OPERATING_INCOME, Kind.OTHER_INCOME)
COSTS = (Kind.OPERATING_COSTS, Kind.OTHER_COSTS)

DEFAULT_COST_CATEGORIES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Marchandises et matières", "Handelsgoederen en grondstoffen", "Goods and materials", ("60",)),
    ("Services et biens divers", "Diensten en diverse goederen", "Services and various goods", ("61",)),
    ("Loyers et charges locatives", "Huur en huurlasten", "Rent and related charges", ("610",)),
    ("Entretien et réparations", "Onderhoud en herstellingen", "Maintenance and repairs", ("611",)),
    ("Énergie, télécom et fournitures", "Energie, telecom en benodigdheden", "Energy, telecom and supplies", ("612",)),
    (
        "Honoraires, assurances et sous-traitance",
        "Erelonen, verzekeringen en onderaanneming",
        "Fees, insurance and subcontracting",
        ("613",),
    ),
    (
        "Publicité, voitures et déplacements",
        "Publiciteit, auto’s en verplaatsingen",
        "Advertising, cars and travel",
        ("614", "615", "616"),
    ),
    (
        "Intérimaires et dirigeants",
        "Uitzendkrachten en bedrijfsleiders",
        "Temporary staff and directors",
        ("617", "618"),
    ),
    ("Personnel", "Personeel", "Staff", ("62",)),
    ("Amortissements et provisions", "Afschrijvingen en voorzieningen", "Depreciation and provisions", ("63",)),
    ("Autres charges d’exploitation", "Andere bedrijfskosten", "Other operating costs", ("64",)),
    ("Charges financières", "Financiële kosten", "Financial costs", ("65",)),
    ("Charges non récurrentes", "Niet-recurrente kosten", "Non-recurring costs", ("66",)),
)
"""French, Dutch and English names, and the roots: the headings of the Belgian chart, as most firms refine it."""
