"""What the headings of two figures are called in the chart of accounts; of other countries their numbers say it."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

BELGIAN: dict[str, str | Promise] = {
    "60": _("Goods, raw materials and consumables"),
    "61": _("Services and other goods"),
    "62": _("Remuneration, social security and pensions"),
    "63": _("Depreciation, write-downs and provisions"),
    "64": _("Other operating costs"),
    "65": _("Financial costs"),
    "66": _("Non-recurring costs"),
    "70": _("Turnover"),
    "71": _("Change in stocks and work in progress"),
    "72": _("Own work capitalised"),
    "73": _("Contributions, gifts, legacies and grants"),
    "74": _("Other operating income"),
    "75": _("Financial income"),
    "76": _("Non-recurring income"),
}


def title_of(code: str, country: str) -> str:
    """The heading with its number."""
    name = BELGIAN.get(code) if country == "BE" else None
    return f"{code} {name}" if name else gettext("Accounts %(code)s") % {"code": code}
