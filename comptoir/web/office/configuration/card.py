"""What the configuration page of a dossier shows, section by section."""

from typing import Any

from django.db.models import Count

from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Books, Entry, Journal
from comptoir.sync.models import Connection
from comptoir.web.office.configuration.forms import BanksForm, JournalsForm, RootsForm
from comptoir.web.office.firm.forms import FiguresForm
from comptoir.web.office.people.card import people_card
from comptoir.web.office.request import DossierRequest, place
from comptoir.web.office.runs.card import sync_card
from comptoir.web.office.words import package_label
from comptoir.web.shared.shell import address_of


def journals_form(request: DossierRequest, *, sent: bool) -> JournalsForm:
    """The form of the journals, as they are or as it was sent."""
    connection = Connection.objects.visible_to(request.access).first()
    journals = list(Journal.objects.visible_to(request.access).order_by("code"))
    settings = connection.settings if connection else {}
    return JournalsForm(request.POST if sent else None, journals=journals, settings=settings)


def banks_form(request: DossierRequest, *, sent: bool) -> BanksForm:
    """The form of the bank accounts."""
    journals = Journal.objects.visible_to(request.access).filter(type=JournalKind.BANK).select_related("account")
    return BanksForm(request.POST if sent else None, journals=list(journals.order_by("code")))


def roots_form(request: DossierRequest, *, sent: bool) -> RootsForm:
    """The form of the third-party accounts: as the connection sets them, else as the books were read."""
    connection = Connection.objects.visible_to(request.access).first()
    books = Books.objects.visible_to(request.access).first()
    settings = connection.settings if connection else {}
    customers = settings.get("customer_roots") or (books.customer_roots if books else [])
    suppliers = settings.get("supplier_roots") or (books.supplier_roots if books else [])
    initial = {"customer_roots": ", ".join(customers), "supplier_roots": ", ".join(suppliers)}
    return RootsForm(request.POST if sent else None, initial=initial)


def configuration_context(request: DossierRequest, **forms: Any) -> dict[str, Any]:
    """All sections; `forms` are those that were sent and refused: journals, banks, roots, figures."""
    connection = Connection.objects.visible_to(request.access).first()
    journals: JournalsForm = forms.get("journals") or journals_form(request, sent=False)
    banks: BanksForm = forms.get("banks") or banks_form(request, sent=False)
    counted = Entry.objects.visible_to(request.access).order_by().values_list("journal").annotate(Count("pk"))
    return {
        **place(request),
        **sync_card(request),
        **people_card(request),
        "connection": connection,
        "package_label": package_label(connection.package) if connection else "",
        "journals": journals.rows(dict(counted)),
        "journals_errors": journals.non_field_errors(),
        "banks": banks.rows(),
        "roots": forms.get("roots") or roots_form(request, sent=False),
        "elsewhere": _elsewhere(request),
        "figures": forms.get("figures") or FiguresForm(None, request.dossier),
        "closed": request.dossier.closed_at is not None,
    }


def _elsewhere(request: DossierRequest) -> dict[str, str]:
    """Where other settings of the dossier are made; "" while there is no such room."""
    here = {"firm": request.firm.pk, "dossier": request.dossier.pk}
    return {
        "booking": address_of("office:booking", **here),
        "categories": address_of("office:dossier_categories", **here),
        "costs": address_of("office:dossier_costs", **here),
        "templates": address_of("office:dossier_templates", **here),
    }
