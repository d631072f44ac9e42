"""Categories: the firm's list for each tab, and what a dossier adds to it; named, ordered, retired and brought back."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from comptoir.archive.choices import DEFAULT_CATEGORIES, FiledTab
from comptoir.archive.models import Category
from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.models import Firm
from comptoir.kit.text import plain
from comptoir.kit.words import Refusal

LONGEST = 60


class CannotChangeCategory(Refusal):
    """The category cannot be named so."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a category is called in each language; an empty name falls back on one that is there."""

    fr: str = ""
    nl: str = ""
    en: str = ""


@transaction.atomic
def give_default_categories(*, by: Access, at: datetime) -> int:
    """Give the firm the lists with which a firm begins, unless it has a category already; tells how many were made."""
    firm = _locked_firm(by, None)
    if Category.objects.filter(firm=firm, dossier=None).exists():
        return 0
    rows = [
        Category(firm=firm, tab=tab, name_fr=fr, name_nl=nl, name_en=en, position=position)
        for tab, names in DEFAULT_CATEGORIES.items()
        for position, (fr, nl, en) in enumerate(names)
    ]
    Category.objects.bulk_create(rows)
    record("categories.begun", firm, by=by, at=at, count=len(rows))
    return len(rows)


@transaction.atomic
def add_category(tab: FiledTab, names: Names, *, by: Access, at: datetime) -> Category:
    """Add a category at the end of the firm's list, or of the dossier's own when the access is for one.

    Raises CannotChangeCategory for a name that is missing, too long, or taken in that list.
    """
    firm = _locked_firm(by, by.dossier_id)
    names = _checked(names, tab, by, but=None)
    last = _siblings(tab, by.firm_id, by.dossier_id).aggregate(last=Max("position"))["last"]
    category = Category.objects.create(
        firm=firm,
        dossier_id=by.dossier_id,
        tab=tab,
        name_fr=names.fr,
        name_nl=names.nl,
        name_en=names.en,
        position=0 if last is None else last + 1,
    )
    record("category.added", category, by=by, at=at, tab=tab, **asdict(names))
    return category


@transaction.atomic
def rename_category(category: Category, names: Names, *, by: Access, at: datetime) -> Category:
    """Name it otherwise, everywhere it stands. Raises CannotChangeCategory as `add_category` does."""
    category = _locked(category, by)
    names = _checked(names, FiledTab(category.tab), by, but=category)
    before = Names(category.name_fr, category.name_nl, category.name_en)
    if names != before:
        category.name_fr, category.name_nl, category.name_en = names.fr, names.nl, names.en
        category.save(update_fields=["name_fr", "name_nl", "name_en"])
        record("category.renamed", category, by=by, at=at, before=asdict(before), after=asdict(names))
    return category


@transaction.atomic
def move_category(category: Category, *, up: bool, by: Access, at: datetime) -> Category:
    """Let it change places with the one before it (or after it) in its list; at the end nothing happens."""
    category = _locked(category, by)
    ordered = list(
        _siblings(category.tab, category.firm_id, category.dossier_id)
        .filter(retired_at=None)
        .order_by("position", "pk")
    )
    here = next((place for place, each in enumerate(ordered) if each.pk == category.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(ordered):
        return category
    ordered[here], ordered[there] = ordered[there], ordered[here]
    for place, each in enumerate(ordered):
        each.position = place
    Category.objects.bulk_update(ordered, ["position"])
    record("category.moved", category, by=by, at=at, position=there)
    return ordered[there]


@transaction.atomic
def retire_category(category: Category, *, by: Access, at: datetime) -> Category:
    """Offer it no longer; what was filed under it keeps it. Asking twice keeps the first moment."""
    category = _locked(category, by)
    if category.retired_at is None:
        category.retired_at = at
        category.save(update_fields=["retired_at"])
        record("category.retired", category, by=by, at=at)
    return category


@transaction.atomic
def bring_back_category(category: Category, *, by: Access, at: datetime) -> Category:
    """Offer it again. Raises CannotChangeCategory when another one has its name by now."""
    category = _locked(category, by)
    if category.retired_at is not None:
        names = Names(category.name_fr, category.name_nl, category.name_en)
        _checked(names, FiledTab(category.tab), by, but=category)
        category.retired_at = None
        category.save(update_fields=["retired_at"])
        record("category.brought_back", category, by=by, at=at)
    return category


def _locked(category: Category, by: Access) -> Category:
    """The category of the one list that this access may change, held."""
    _locked_firm(by, by.dossier_id)
    return Category.objects.select_for_update().visible_to(by).of_list(by.dossier_id).get(pk=category.pk)


def _locked_firm(by: Access, dossier_id: int | None) -> Firm:
    """The firm's row, held: what is unique in a list, and its order, is decided by one at a time."""
    by.demand("office.firm" if dossier_id is None else "office.connect")
    return Firm.objects.select_for_update().get(pk=by.firm_id)


def _checked(names: Names, tab: FiledTab, by: Access, *, but: Category | None) -> Names:
    wanted = Names(*(" ".join(name.split()) for name in (names.fr, names.nl, names.en)))
    said = {name for name in (wanted.fr, wanted.nl, wanted.en) if name}
    if not said:
        raise CannotChangeCategory("A category needs a name in at least one language.")
    if any(len(name) > LONGEST for name in said):
        raise CannotChangeCategory("A name is at most %(longest)s characters long.", longest=LONGEST)
    others = _siblings(tab, by.firm_id, by.dossier_id).filter(retired_at=None)
    for other in others.exclude(pk=but.pk if but else 0):
        for name, taken in zip(
            (wanted.fr, wanted.nl, wanted.en), (other.name_fr, other.name_nl, other.name_en), strict=True
        ):
            if name and plain(name) == plain(taken):
                raise CannotChangeCategory("There is already a category named %(name)s.", name=taken)
    return wanted


def _siblings(tab: str, firm_id: int, dossier_id: int | None) -> QuerySet[Category]:
    return Category.objects.filter(tab=tab, firm_id=firm_id).of_list(dossier_id)
