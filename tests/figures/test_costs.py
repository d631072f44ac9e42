"""Cost categories: which one an account falls under, whose schema holds, what is refused, and what the trail keeps."""

from importlib import import_module

import pytest
from django.apps import apps

from comptoir.audit.models import Event
from comptoir.figures.actions import (
    CannotChangeCosts,
    Heading,
    add_cost_category,
    change_cost_category,
    give_default_cost_categories,
    leave_own_costs,
    remove_cost_category,
    roots_of,
    take_own_costs,
)
from comptoir.figures.costs import schema_of, shares, uncovered
from comptoir.figures.models import CostCategory
from comptoir.figures.periods import years_of
from comptoir.figures.schemes import SCHEMES
from comptoir.figures.source import movements
from comptoir.firms.access import NotAllowed
from comptoir.kit.money import text_of
from tests.figures.conftest import NOW
from tests.firms.people import in_firm, new_dossier, office, seated, trail

BELGIAN = SCHEMES["BE"]


@pytest.fixture
def firm(dossier):
    return dossier.firm


def told(by) -> dict[str, tuple[str, list[str]]]:
    """The costs by category, with their accounts."""
    moved = movements(by, years_of(by)[0].name, ("6", "7"))
    return {
        str(share.category): (text_of(share.cents), [account.code for account in share.accounts])
        for share in shares(moved, BELGIAN, schema_of(by))
    }


@pytest.fixture
def booked(books):
    books.book("""
        2026-01-10 OD 1  604000 -  400.00
        2026-01-10 OD 1  610000 -   50.00
        2026-02-10 OD 2  610100 -   20.00
        2026-02-10 OD 2  612000 -   30.00
        2026-02-10 OD 2  650000 -    1.00
        2026-02-10 OD 2  670000 -   99.00
        2026-02-10 OD 2  700000 - -900.00
    """)
    return books


def test_the_longest_root_decides_and_what_none_covers_stands_last(booked, by, firm):
    add_cost_category(Heading(en="Services", roots="61"), by=office(firm), at=NOW)
    add_cost_category(Heading(en="Rent", roots="610, 6123"), by=office(firm), at=NOW)
    add_cost_category(Heading(en="Parking", roots="6101"), by=office(firm), at=NOW)

    found = told(by)

    assert found == {
        "Rent": ("50.00", ["610000"]),
        "Services": ("30.00", ["612000"]),
        "Parking": ("20.00", ["610100"]),
        "None": ("401.00", ["604000", "650000"]),
    }
    assert list(found)[-1] == "None"
    assert [account.code for account in uncovered(by, BELGIAN, schema_of(by))] == ["604000", "650000"]


def test_a_firm_begins_with_a_schema_in_three_languages_that_covers_every_cost_once(booked, by, firm):
    assert give_default_cost_categories(by=office(firm), at=NOW) == 13
    assert give_default_cost_categories(by=office(firm), at=NOW) == 0

    assert uncovered(by, BELGIAN, schema_of(by)) == []
    assert told(by)["Marchandises et matières"] == ("400.00", ["604000"])
    roots = [root for category in CostCategory.objects.all() for root in category.roots]
    assert len(roots) == len(set(roots))
    assert all(each.name_fr and each.name_nl and each.name_en for each in CostCategory.objects.all())
    assert trail() == ["cost_categories.begun"]


def test_firms_that_were_there_before_get_the_schema_and_keep_their_own(firm):
    other = type(firm).objects.create(name="Autre", created_at=NOW)
    CostCategory.objects.create(firm=other, name_fr="À nous", roots=["6"])

    import_module("comptoir.figures.migrations.0002_first_cost_categories").give(apps, None)

    assert CostCategory.objects.filter(firm=firm).count() == 13
    assert [str(each) for each in CostCategory.objects.filter(firm=other)] == ["À nous"]


def test_a_dossier_takes_a_copy_goes_by_it_and_goes_back(booked, by, dossier, firm):
    add_cost_category(Heading(en="All", roots="6"), by=office(firm), at=NOW)
    own = office(firm, dossier)

    assert take_own_costs(by=own, at=NOW) == 1
    assert take_own_costs(by=own, at=NOW) == 0
    add_cost_category(Heading(en="Rent", roots="610"), by=own, at=NOW)

    assert schema_of(by).own
    assert told(by) == {
        "All": ("431.00", ["604000", "612000", "650000"]),
        "Rent": ("70.00", ["610000", "610100"]),
    }
    assert not schema_of(office(firm, new_dossier(firm, "Boulangerie", "0403019261"))).own
    assert leave_own_costs(by=own, at=NOW) == 2
    assert told(by) == {"All": ("501.00", ["604000", "610000", "610100", "612000", "650000"])}
    assert trail() == [
        "cost_category.added", "cost_categories.own", "cost_category.added", "cost_categories.left",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        (Heading(roots="61"), "A category needs a name in at least one language."),
        (Heading(en="x" * 61, roots="61"), "A name is at most 60 characters long."),
        (Heading(en="Rent"), "A category needs at least one root of an account."),
        (Heading(en="Rent", roots="61x"), "“61x” is no root of an account: 1 to 20 figures."),
        (Heading(en="Rent", roots="6" * 21), f"“{'6' * 21}” is no root of an account: 1 to 20 figures."),
        (Heading(en="Rent", roots="٦١"), "“٦١” is no root of an account: 1 to 20 figures."),
        (
            Heading(en="Rent", roots="611 610"),
            "The root 610 belongs to “Loyers” already, so it cannot belong to “Rent” too.",
        ),
    ],
)
def test_a_category_that_cannot_be_is_refused_and_nothing_changes(firm, heading, sentence):
    add_cost_category(Heading(fr="Loyers", roots="610"), by=office(firm), at=NOW)

    with pytest.raises(CannotChangeCosts) as refusal:
        add_cost_category(heading, by=office(firm), at=NOW)

    assert str(refusal.value) == sentence
    assert [(str(each), each.roots) for each in CostCategory.objects.all()] == [("Loyers", ["610"])]


def test_a_category_is_changed_and_removed_and_the_trail_keeps_what_it_was(firm):
    by = office(firm)
    category = add_cost_category(Heading(fr="Loyers", roots="610"), by=by, at=NOW)

    change_cost_category(category, Heading(fr="Loyers", nl="Huur", roots="610, 6120"), by=by, at=NOW)
    change_cost_category(category, Heading(fr="Loyers", nl="Huur", roots="610 6120"), by=by, at=NOW)
    remove_cost_category(category, by=by, at=NOW)

    assert CostCategory.objects.count() == 0
    assert trail() == ["cost_category.added", "cost_category.changed", "cost_category.removed"]
    assert Event.objects.get(action="cost_category.removed").facts["roots"] == ["610", "6120"]


def test_roots_are_typed_with_spaces_commas_or_semicolons_each_once():
    assert roots_of(" 610, 6120;614  610") == ["610", "6120", "614"]


def test_a_dossier_without_its_own_cannot_add_and_a_firm_without_any_cannot_be_copied(firm, dossier):
    own = office(firm, dossier)

    with pytest.raises(CannotChangeCosts):
        take_own_costs(by=own, at=NOW)
    with pytest.raises(CannotChangeCosts):
        add_cost_category(Heading(en="Rent", roots="610"), by=own, at=NOW)

    assert CostCategory.objects.count() == 0


def test_only_administrators_change_the_firms_schema(firm):
    collaborator = in_firm(seated("Tom", "collaborator", firm), firm)

    with pytest.raises(NotAllowed):
        add_cost_category(Heading(en="Rent", roots="610"), by=collaborator, at=NOW)

    assert CostCategory.objects.count() == 0
