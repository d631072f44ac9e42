"""The firm's category schema names an account where nothing else does."""

import pytest

from comptoir.figures.actions import Heading, add_cost_category
from comptoir.ledger.models import Account
from comptoir.worklist.choices import Status
from comptoir.worklist.schema import by_schema
from tests.firms.people import office
from tests.worklist.conftest import NOW

NEW = {"name": "Luminus SA", "vat": "BE0471811661"}


@pytest.fixture
def schema(atelier):
    """Energy, with half of its VAT recovered, and telecoms; with accounts in the books."""
    by = office(atelier.dossier.firm)
    add_cost_category(Heading(fr="Énergie", nl="Energie", roots="6120", deductible=50), by=by, at=NOW)
    add_cost_category(Heading(fr="Téléphonie", roots="6123"), by=by, at=NOW)
    add_cost_category(Heading(fr="Entretien", roots="6110"), by=by, at=NOW)
    for code, name in (("612010", "Électricité"), ("612020", "Gaz"), ("611000", "Entretien et réparations")):
        Account.objects.create(dossier=atelier.dossier, code=code, name=name)


@pytest.mark.parametrize(
    ("texts", "account"),
    [
        (["Fourniture d’électricité avril"], "612010"),
        (["ELECTRICITE"], "612010"),
        (["Abonnement telephonie"], "612300"),
        (["Réparation du toit"], "611000"),
        (["Énergie"], None),
        (["Électricité", "Entretien"], None),
        (["Conseil"], None),
        ([], None),
    ],
)
def test_a_word_of_the_invoice_names_the_account_or_nothing_does(atelier, schema, texts, account):
    found = by_schema(atelier.dossier, texts)
    assert (found.account if found else None) == account


def test_a_new_supplier_gets_the_account_of_the_category_and_its_share_of_vat(atelier, schema, proposed):
    told = proposed(supplier=NEW, lines=[{"name": "Électricité"}])
    assert [(line["account"], line["vat"]) for line in told.lines] == [("612010", "21 50%")]
    assert told.evidence["line-0"]["text"].startswith("The firm’s category")
    assert told.status == Status.OK


def test_what_the_partner_was_booked_on_before_goes_before_the_schema(atelier, schema, proposed):
    assert proposed(lines=[{"name": "Électricité"}]).lines[0]["account"] == "612300"
