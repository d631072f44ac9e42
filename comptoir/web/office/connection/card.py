"""The parts of a dossier's page about its connection: the settings in words, and the journals."""

from typing import Any

from django.utils.translation import gettext, ngettext

from comptoir.firms.choices import Country
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Journal
from comptoir.sync.models import Connection
from comptoir.web.office.request import DossierRequest
from comptoir.web.office.words import package_label


def connection_card(request: DossierRequest) -> dict[str, Any]:
    """Where the books come from, and the journals as the books gave them, with what the firm shows."""
    connection = Connection.objects.visible_to(request.access).first()
    journals = Journal.objects.visible_to(request.access).order_by("code")
    return {
        "connection": connection,
        "package_label": package_label(connection.package) if connection else "",
        "settings": settings_in_words(connection.settings) if connection else [],
        "untold": connection.settings.get("untold", []) if connection else [],
        "journals": [{"row": journal, "is_bank": journal.type == JournalKind.BANK} for journal in journals],
        "may_connect": request.access.may("office.connect"),
    }


def settings_in_words(settings: dict[str, Any]) -> list[tuple[str, str]]:
    """What is set, as label and words; what is not set is left out."""
    country, terms = settings.get("country", ""), gettext("Payment terms")
    told = [
        (gettext("Folder"), settings.get("folder", "")),
        (gettext("Chart of accounts"), str(Country(country).label) if country in Country.values else ""),
        (gettext("Customer accounts"), ", ".join(settings.get("customer_roots", ()))),
        (gettext("Supplier accounts"), ", ".join(settings.get("supplier_roots", ()))),
        (terms, _terms(settings)),
    ]
    return [(label, words) for label, words in told if words]


def _terms(settings: dict[str, Any]) -> str:
    customers, suppliers = settings.get("customer_terms"), settings.get("supplier_terms")
    if customers is None or suppliers is None:
        return ""
    if customers == suppliers:
        return ngettext("%(number)s day", "%(number)s days", customers) % {"number": customers}
    return gettext("customers %(customers)s days, suppliers %(suppliers)s days") % {
        "customers": customers,
        "suppliers": suppliers,
    }
