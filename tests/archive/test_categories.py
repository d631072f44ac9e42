"""Categories: the firm's lists and what a dossier adds, named, ordered, retired."""

from importlib import import_module

import pytest
from django.apps import apps

from comptoir.archive.actions.categories import (
    CannotChangeCategory,
    Names,
    add_category,
    bring_back_category,
    give_default_categories,
    move_category,
    rename_category,
    retire_category,
)
from comptoir.archive.actions.filing import BadCategory, change_card
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import Category
from comptoir.archive.queries.filed import categories_of, category_list
from comptoir.firms.access import NotAllowed
from tests.archive.filed import MORNING, card, category, filed
from tests.firms.people import NOW, in_firm, new_dossier, new_firm, office, seated, trail


def names(found: list[Category]) -> list[str]:
    return [each.name_fr for each in found]


def test_a_firm_begins_with_a_list_for_each_tab_in_three_languages_once(dossier):
    by = office(dossier.firm)

    assert give_default_categories(by=by, at=NOW) == 11
    assert give_default_categories(by=by, at=NOW) == 0

    permanent = categories_of(by, "permanent")
    assert [each.name_in("nl") for each in permanent] == [
        "Identiteit en statuten", "Huur en contracten", "Verzekeringen", "Kredieten", "Sociaal", "Andere",
    ]  # fmt: skip
    assert names(categories_of(by, "miscellaneous")) == ["Crédits", "Investissements", "Fiscalité", "Social", "Autres"]
    assert trail() == ["categories.begun"]


def test_firms_that_were_there_before_get_the_lists_and_keep_their_own(db):
    bare, other = new_firm(), new_firm("Autre Fiduciaire")
    category(other, "À nous")

    import_module("comptoir.archive.migrations.0005_first_categories").give(apps, None)

    assert Category.objects.filter(firm=bare).count() == 11
    assert names(category_list(office(other), "permanent")) == ["À nous"]


def test_an_empty_name_falls_back_on_one_that_is_there(dossier):
    leases = add_category(FiledTab.PERMANENT, Names(nl=" Huur  en zo "), by=office(dossier.firm), at=NOW)

    assert [leases.name_in(language) for language in ("fr", "nl", "en")] == ["Huur en zo"] * 3


def test_a_dossier_adds_its_own_after_the_firms(dossier):
    firm, other = dossier.firm, new_dossier(dossier.firm, "Boulangerie", "0403019261")
    category(firm, "Baux")
    category(firm, "Chevaux", dossier=dossier)
    category(firm, "Assurances")

    assert names(categories_of(office(firm, dossier), "permanent")) == ["Baux", "Assurances", "Chevaux"]
    assert names(categories_of(office(firm, other), "permanent")) == ["Baux", "Assurances"]
    assert names(category_list(office(firm, dossier), "permanent")) == ["Chevaux"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Names(" ", "", ""), "needs a name"),
        (Names(fr="x" * 61), "at most 60"),
        (Names(fr="BAUX"), "already a category named Baux"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(dossier, said, why):
    by = office(dossier.firm)
    baux, other = category(dossier.firm, "Baux"), category(dossier.firm, "Autres")

    with pytest.raises(CannotChangeCategory, match=why):
        add_category(FiledTab.PERMANENT, said, by=by, at=NOW)
    with pytest.raises(CannotChangeCategory, match=why):
        rename_category(other, said, by=by, at=NOW)

    assert names(category_list(by, "permanent")) == [baux.name_fr, "Autres"]


def test_a_name_is_free_in_the_other_tab_and_in_a_dossier(dossier):
    category(dossier.firm, "Crédits")
    category(dossier.firm, "Crédits", "miscellaneous")
    category(dossier.firm, "Crédits", dossier=dossier)

    assert Category.objects.count() == 3


def test_a_category_changes_places_with_its_neighbour_and_stays_at_the_end(dossier):
    by = office(dossier.firm)
    first, _, last = (category(dossier.firm, name) for name in ("A", "B", "C"))

    move_category(last, up=True, by=by, at=NOW)
    move_category(first, up=True, by=by, at=NOW)

    assert names(category_list(by, "permanent")) == ["A", "C", "B"]
    assert trail().count("category.moved") == 1


def test_a_retired_category_is_no_longer_offered_and_stays_on_what_has_it(dossier, firm_access):
    baux, others = category(dossier.firm), category(dossier.firm, "Autres")
    lease, letter = filed(dossier, baux, firm_access), filed(dossier, others, firm_access, title="Lettre")

    retire_category(baux, by=office(dossier.firm), at=NOW)

    assert names(categories_of(firm_access, "permanent")) == ["Autres"]
    with pytest.raises(BadCategory, match="no longer used"):
        change_card(letter, card(baux), by=firm_access, at=MORNING)
    assert change_card(lease, card(baux, title="Bail signé"), by=firm_access, at=MORNING).category == baux


def test_a_retired_category_comes_back_unless_its_name_is_taken(dossier):
    by = office(dossier.firm)
    first = retire_category(category(dossier.firm), by=by, at=NOW)
    second = category(dossier.firm)

    with pytest.raises(CannotChangeCategory, match="already a category named Baux"):
        bring_back_category(first, by=by, at=NOW)
    retire_category(second, by=by, at=NOW)
    back = bring_back_category(first, by=by, at=NOW)

    assert back.retired_at is None
    assert names(categories_of(by, "permanent")) == ["Baux"]


def test_the_firms_list_is_changed_by_its_administrators_and_a_dossiers_by_who_looks_after_it(dossier):
    firm = dossier.firm
    mine = category(firm)
    collaborator = in_firm(seated("Bob", "collaborator", firm), firm)

    with pytest.raises(NotAllowed):
        retire_category(mine, by=collaborator, at=NOW)
    with pytest.raises(NotAllowed):
        add_category(FiledTab.PERMANENT, Names(fr="X"), by=collaborator, at=NOW)

    assert Category.objects.get().retired_at is None


def test_the_firms_category_is_not_changed_from_a_dossier_nor_anothers_from_anywhere(dossier):
    firm, other = dossier.firm, new_dossier(dossier.firm, "Boulangerie", "0403019261")
    of_firm, of_other = category(firm), category(firm, "Propres", dossier=other)
    stranger = category(new_firm("Autre Fiduciaire"))

    for by, target in (
        (office(firm, dossier), of_firm),
        (office(firm, dossier), of_other),
        (office(firm), of_other),
        (office(firm), stranger),
    ):
        with pytest.raises(Category.DoesNotExist):
            retire_category(target, by=by, at=NOW)

    assert Category.objects.exclude(retired_at=None).count() == 0
