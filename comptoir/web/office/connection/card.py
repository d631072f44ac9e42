"""The parts of a dossier's page about its connection: the settings in words, and the journals."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext, ngettext

from comptoir.connectors.given import OUTBOX
from comptoir.firms.choices import Country
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Books, Journal
from comptoir.sync.models import Connection
from comptoir.web.office.connection.packages import ASKING
from comptoir.web.office.request import DossierRequest
from comptoir.web.office.words import package_label


def connection_card(request: DossierRequest) -> dict[str, Any]:
    """Where the books come from, and the journals as the books gave them, with what the firm shows."""
    connection = Connection.objects.visible_to(request.access).first()
    books = Books.objects.visible_to(request.access).first()
    journals = Journal.objects.visible_to(request.access).order_by("code")
    return {
        "connection": connection,
        "package_label": package_label(connection.package) if connection else "",
        "settings": settings_in_words(connection) if connection else [],
        "behind_since": books.behind_since if books else None,
        "untold": connection.settings.get("untold", []) if connection else [],
        "journals": [{"row": journal, "is_bank": journal.type == JournalKind.BANK} for journal in journals],
        "may_connect": request.access.may("office.connect"),
    }


def settings_in_words(connection: Connection) -> list[tuple[str, str]]:
    """What is set, as label and words; what is not set is left out, and so is what is secret."""
    settings = connection.settings
    country, terms = settings.get("country", ""), gettext("Payment terms")
    told = [
        (gettext("Folder"), settings.get("folder", "")),
        (gettext("Address"), settings.get("url", "")),
        (gettext("Database"), settings.get("database", "")),
        (gettext("User"), settings.get("user", "")),
        (gettext("Outbox"), _outbox(connection)),
        (gettext("Chart of accounts"), str(Country(country).label) if country in Country.values else ""),
        (gettext("Customer accounts"), ", ".join(settings.get("customer_roots", ()))),
        (gettext("Supplier accounts"), ", ".join(settings.get("supplier_roots", ()))),
        (terms, _terms(settings)),
    ]
    return [(label, words) for label, words in told if words]


def _outbox(connection: Connection) -> str:
    """Where bookings are put, for a package that has such a folder."""
    asking = ASKING.get(connection.package)
    if asking is None or OUTBOX not in asking.settings.base_fields:
        return ""
    return connection.settings.get(OUTBOX) or str(Path(connection.settings.get("folder", "")) / OUTBOX)


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
