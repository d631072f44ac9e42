"""The pages of categories: the firm's, and a dossier's own."""

import pytest

from comptoir.archive.models import Category
from tests.archive.filed import category
from tests.firms.people import new_dossier, new_firm
from tests.web.portal.page import text_of


@pytest.fixture
def address(firm) -> str:
    return f"/office/{firm.pk}/categories/"


def names(firm, dossier=None) -> list[str]:
    rows = Category.objects.filter(firm=firm, dossier=dossier, retired_at=None).order_by("tab", "position")
    return [each.name_fr for each in rows]


def test_a_firm_without_categories_takes_the_usual_ones(anne, firm, address):
    assert "Take the usual categories" in text_of(anne.get(address).content.decode())

    answer = anne.post(address, {"begin": "yes"}, follow=True)

    assert "Leases and contracts" in text_of(answer.content.decode())
    assert "Take the usual categories" not in text_of(answer.content.decode())
    assert len(names(firm)) == 11


def test_a_category_is_added_at_the_end_of_its_list(anne, firm, address):
    category(firm, "Baux")

    answer = anne.post(address, {"tab": "permanent", "permanent-fr": "Brevets", "permanent-en": "Patents"}, follow=True)

    assert "The category Patents is added." in text_of(answer.content.decode())
    assert names(firm) == ["Baux", "Brevets"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "A category needs a name in at least one language."),
        ({"permanent-fr": "baux"}, "There is already a category named Baux."),
        ({"permanent-nl": "x" * 61}, "Ensure this value has at most 60 characters (it has 61)."),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_the_opened_form(anne, firm, address, said, sentence):
    category(firm, "Baux")

    answer = anne.post(address, {"tab": "permanent", "permanent-en": "", **said})

    assert answer.status_code == 422
    assert sentence in text_of(answer.content.decode())
    assert names(firm) == ["Baux"]


def test_a_category_is_renamed_moved_retired_and_offered_again(anne, firm, address):
    first, second = category(firm, "A"), category(firm, "B")

    anne.post(f"{address}{second.pk}/", {"deed": "up"})
    assert names(firm) == ["B", "A"]
    anne.post(f"{address}{first.pk}/", {"names": "yes", "fr": "Actes", "nl": "Akten"})
    assert names(firm) == ["B", "Actes"]
    anne.post(f"{address}{first.pk}/", {"deed": "retire"})
    assert names(firm) == ["B"]
    assert "no longer offered" in text_of(anne.get(address).content.decode())
    anne.post(f"{address}{first.pk}/", {"deed": "back"})
    assert names(firm) == ["B", "Actes"]
    anne.post(f"{address}{first.pk}/", {"deed": "explode"})
    assert names(firm) == ["B", "Actes"]


def test_a_name_that_is_taken_is_refused_on_the_category_s_page(anne, firm, address):
    category(firm, "A")
    second = category(firm, "B")

    answer = anne.post(f"{address}{second.pk}/", {"names": "yes", "fr": "A"})

    assert answer.status_code == 422
    assert "There is already a category named A." in text_of(answer.content.decode())
    assert names(firm) == ["A", "B"]


def test_a_dossier_has_its_own_beside_the_firms(anne, firm, dossier):
    category(firm, "Baux")
    address = f"/office/{firm.pk}/dossiers/{dossier.pk}/categories/"

    anne.post(address, {"tab": "permanent", "permanent-fr": "Chevaux"})

    page = text_of(anne.get(address).content.decode())
    assert "The firm’s: Baux" in page
    assert "Chevaux" in page
    assert (names(firm), names(firm, dossier)) == (["Baux"], ["Chevaux"])


def test_a_category_of_another_list_is_not_there(anne, firm, dossier):
    of_firm, own = category(firm, "Baux"), category(firm, "Chevaux", dossier=dossier)
    beside = category(firm, "Poules", dossier=new_dossier(firm, "Boulangerie", "0403019261"))
    strange = category(new_firm("Autre"), "Baux")
    office, room = f"/office/{firm.pk}/categories/", f"/office/{firm.pk}/dossiers/{dossier.pk}/categories/"

    found = [anne.post(f"{office}{each.pk}/", {"deed": "retire"}).status_code for each in (own, beside, strange)]
    found += [anne.post(f"{room}{each.pk}/", {"deed": "retire"}).status_code for each in (of_firm, beside, strange)]

    assert found == [404] * 6
    assert Category.objects.exclude(retired_at=None).count() == 0
