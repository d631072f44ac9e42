"""The pages of cost categories: the firm's schema, and a dossier's own."""

import pytest

from comptoir.figures.models import CostCategory
from tests.firms.people import new_dossier, new_firm
from tests.ledger.bookkeeping import TextBooks
from tests.web.portal.page import text_of


@pytest.fixture
def address(firm) -> str:
    return f"/office/{firm.pk}/categories/costs/"


@pytest.fixture
def room(firm, dossier) -> str:
    return f"/office/{firm.pk}/dossiers/{dossier.pk}/categories/costs/"


def schema(firm, dossier=None) -> list[tuple[str, list[str]]]:
    rows = CostCategory.objects.filter(firm=firm, dossier=dossier).order_by("position", "pk")
    return [(str(each), each.roots) for each in rows]


def test_a_firm_without_cost_categories_takes_the_usual_ones(anne, firm, address):
    assert "There is no cost category yet: all costs are told as one." in text_of(anne.get(address).content.decode())

    page = text_of(anne.post(address, {"deed": "begin"}, follow=True).content.decode())

    assert "Goods and materials 60" in page
    assert len(schema(firm)) == 13


def test_a_category_is_added_changed_and_removed(anne, firm, address):
    answer = anne.post(address, {"add": "yes", "en": "Rent", "roots": "610"}, follow=True)
    assert "The category Rent is added." in text_of(answer.content.decode())
    pk = CostCategory.objects.get().pk

    anne.post(f"{address}{pk}/", {"heading": "yes", "fr": "Loyers", "roots": "610 6120"})
    assert schema(firm) == [("Loyers", ["610", "6120"])]
    anne.post(f"{address}{pk}/", {"deed": "explode"})
    assert schema(firm) == [("Loyers", ["610", "6120"])]
    anne.post(f"{address}{pk}/", {"deed": "remove"})
    assert schema(firm) == []


def test_a_root_of_another_category_is_refused_in_the_opened_form_with_both_names(anne, firm, address):
    CostCategory.objects.create(firm=firm, name_en="Rent", roots=["610"])
    other = CostCategory.objects.create(firm=firm, name_en="Cars", roots=["615"])
    sentence = "The root 610 belongs to “Rent” already, so it cannot belong to “Cars” too."

    added = anne.post(address, {"add": "yes", "en": "Cars", "roots": "610"})
    changed = anne.post(f"{address}{other.pk}/", {"heading": "yes", "en": "Cars", "roots": "610"})

    assert [answer.status_code for answer in (added, changed)] == [422, 422]
    assert all(sentence in text_of(answer.content.decode()) for answer in (added, changed))
    assert schema(firm) == [("Rent", ["610"]), ("Cars", ["615"])]


def test_a_dossier_shows_the_firms_takes_its_own_and_goes_back(anne, firm, dossier, room):
    CostCategory.objects.create(firm=firm, name_en="Rent", roots=["610"])
    page = text_of(anne.get(room).content.decode())
    assert f"{dossier.name} goes by the firm’s categories." in page
    assert "Add a category" not in page

    anne.post(room, {"deed": "own"})
    anne.post(room, {"add": "yes", "en": "Cars", "roots": "615"})
    assert f"{dossier.name} has categories of its own." in text_of(anne.get(room).content.decode())
    assert (schema(firm), schema(firm, dossier)) == ([("Rent", ["610"])], [("Rent", ["610"]), ("Cars", ["615"])])

    anne.post(room, {"deed": "leave"})
    assert schema(firm, dossier) == []


def test_a_copy_of_nothing_is_refused_in_words(anne, room):
    page = text_of(anne.post(room, {"deed": "own"}, follow=True).content.decode())

    assert "The firm has no cost categories of which a copy could be made." in page


def test_the_accounts_that_no_category_covers_are_listed(anne, firm, dossier, room):
    TextBooks(dossier).book("""
        2026-01-10 OD 1  610000 -  50.00
        2026-01-10 OD 1  640000 -  10.00
    """)
    CostCategory.objects.create(firm=firm, name_en="Rent", roots=["610"])

    assert "Accounts without category 640000 640000" in text_of(anne.get(room).content.decode())

    CostCategory.objects.create(firm=firm, name_en="Other", roots=["6"])
    assert "Every account of costs falls under a category." in text_of(anne.get(room).content.decode())


def test_a_category_of_another_schema_is_not_there(anne, firm, dossier, address, room):
    of_firm = CostCategory.objects.create(firm=firm, name_en="Rent", roots=["610"])
    own = CostCategory.objects.create(firm=firm, name_en="Rent", roots=["610"], dossier=dossier)
    neighbour = new_dossier(firm, "Boulangerie", "0403019261")
    beside = CostCategory.objects.create(firm=firm, name_en="Rent", roots=["610"], dossier=neighbour)
    strange = CostCategory.objects.create(firm=new_firm("Autre"), name_en="Rent", roots=["610"])

    found = [anne.post(f"{address}{each.pk}/", {"deed": "remove"}).status_code for each in (own, beside, strange)]
    found += [anne.post(f"{room}{each.pk}/", {"deed": "remove"}).status_code for each in (of_firm, beside, strange)]

    assert found == [404] * 6
    assert CostCategory.objects.count() == 4
