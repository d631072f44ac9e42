"""Cost categories: the firm's schema, and a dossier's own in its place; begun, added, changed, removed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from comptoir.audit.trail import record
from comptoir.figures.choices import DEFAULT_COST_CATEGORIES
from comptoir.figures.models import CostCategory
from comptoir.firms.access import Access
from comptoir.firms.models import Firm
from comptoir.kit.words import Refusal

LONGEST, LONGEST_ROOT = 60, 20


class CannotChangeCosts(Refusal):
    """The category cannot be so."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a category is called in each language, and the roots of its accounts as they are typed: "610, 6120".

    `deductible`: percent of the VAT that is recovered on its costs.
    """

    fr: str = ""
    nl: str = ""
    en: str = ""
    roots: str = ""
    deductible: int = 100


@transaction.atomic
def give_default_cost_categories(*, by: Access, at: datetime) -> int:
    """Give the firm the schema with which a firm begins, unless it has one already; tells how many were made."""
    firm = _locked_firm(by)
    if _siblings(by.firm_id, None).exists():
        return 0
    rows = [
        CostCategory(firm=firm, name_fr=fr, name_nl=nl, name_en=en, roots=list(roots), position=position)
        for position, (fr, nl, en, roots) in enumerate(DEFAULT_COST_CATEGORIES)
    ]
    CostCategory.objects.bulk_create(rows)
    record("cost_categories.begun", firm, by=by, at=at, count=len(rows))
    return len(rows)


@transaction.atomic
def take_own_costs(*, by: Access, at: datetime) -> int:
    """Give the dossier of the access categories of its own, a copy of the firm's; none when it has some already.

    Raises CannotChangeCosts when the firm has none to copy.
    """
    firm = _locked_firm(by)
    if _siblings(by.firm_id, by.dossier_id).exists():
        return 0
    of_firm = list(_siblings(by.firm_id, None).order_by("position", "pk"))
    if not of_firm:
        raise CannotChangeCosts("The firm has no cost categories of which a copy could be made.")
    for category in of_firm:
        category.pk, category.dossier_id = None, by.dossier_id
        category._state.adding = True
    CostCategory.objects.bulk_create(of_firm)
    record("cost_categories.own", firm, by=by, at=at, dossier=by.dossier_id, count=len(of_firm))
    return len(of_firm)


@transaction.atomic
def leave_own_costs(*, by: Access, at: datetime) -> int:
    """Let the dossier of the access go by the firm's categories again; its own are gone. Tells how many they were."""
    firm = _locked_firm(by)
    if by.dossier_id is None:
        return 0
    own = _siblings(by.firm_id, by.dossier_id)
    told = [{"fr": each.name_fr, "nl": each.name_nl, "en": each.name_en, "roots": each.roots} for each in own]
    own.delete()
    if told:
        record("cost_categories.left", firm, by=by, at=at, dossier=by.dossier_id, categories=told)
    return len(told)


@transaction.atomic
def add_cost_category(heading: Heading, *, by: Access, at: datetime) -> CostCategory:
    """Add a category to the firm's schema, or to the dossier's own when the access is for one.

    Raises CannotChangeCosts for a name that is missing or too long, a root that is none, or one that another category of
    the schema has; and for a dossier that has no categories of its own.
    """
    _locked_firm(by)
    siblings = _siblings(by.firm_id, by.dossier_id)
    if by.dossier_id is not None and not siblings.exists():
        raise CannotChangeCosts("This dossier goes by the firm’s categories; give it its own first.")
    names, roots = _checked(heading, siblings, None)
    last = siblings.aggregate(last=Max("position"))["last"]
    category = CostCategory.objects.create(
        firm_id=by.firm_id,
        dossier_id=by.dossier_id,
        position=0 if last is None else last + 1,
        roots=roots,
        deductible=heading.deductible,
        **names,
    )
    record("cost_category.added", category, by=by, at=at, **_facts(category))
    return category


@transaction.atomic
def change_cost_category(category: CostCategory, heading: Heading, *, by: Access, at: datetime) -> CostCategory:
    """Name it otherwise, give it other roots. Raises CannotChangeCosts as `add_cost_category` does."""
    category = _locked(category, by)
    names, roots = _checked(heading, _siblings(by.firm_id, by.dossier_id), category)
    before = _facts(category)
    for column, name in names.items():
        setattr(category, column, name)
    category.roots, category.deductible = roots, heading.deductible
    if _facts(category) != before:
        category.save(update_fields=[*names, "roots", "deductible"])
        record("cost_category.changed", category, by=by, at=at, before=before, after=_facts(category))
    return category


@transaction.atomic
def remove_cost_category(category: CostCategory, *, by: Access, at: datetime) -> None:
    """Take it out of its schema: its accounts fall under another root, or under no category."""
    category = _locked(category, by)
    record("cost_category.removed", category, by=by, at=at, **_facts(category))
    category.delete()


def roots_of(text: str) -> list[str]:
    """The roots that are typed, apart from one another by spaces, commas or semicolons. Raises CannotChangeCosts."""
    roots = list(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))
    for root in roots:
        if not (root.isascii() and root.isdigit() and len(root) <= LONGEST_ROOT):
            raise CannotChangeCosts(
                "“%(root)s” is no root of an account: 1 to %(longest)s figures.", root=root[:40], longest=LONGEST_ROOT
            )
    if not roots:
        raise CannotChangeCosts("A category needs at least one root of an account.")
    return roots


def _checked(
    heading: Heading, siblings: "QuerySet[CostCategory]", category: CostCategory | None
) -> tuple[dict[str, str], list[str]]:
    said = asdict(heading)
    names = {f"name_{language}": " ".join(said[language].split()) for language in ("fr", "nl", "en")}
    if not any(names.values()):
        raise CannotChangeCosts("A category needs a name in at least one language.")
    if any(len(name) > LONGEST for name in names.values()):
        raise CannotChangeCosts("A name is at most %(longest)s characters long.", longest=LONGEST)
    roots = roots_of(heading.roots)
    if not 0 <= heading.deductible <= 100:
        raise CannotChangeCosts("Between 0 and 100 percent of the VAT are recovered.")
    for other in siblings.exclude(pk=category.pk if category else 0):
        for root in roots:
            if root in other.roots:
                own = next(filter(None, names.values()))
                raise CannotChangeCosts(
                    "The root %(root)s belongs to “%(other)s” already, so it cannot belong to “%(name)s” too.",
                    root=root,
                    other=str(other),
                    name=own,
                )
    return names, roots


def _facts(category: CostCategory) -> dict[str, str | int | list[str]]:
    names = {"name_fr": category.name_fr, "name_nl": category.name_nl, "name_en": category.name_en}
    return {**names, "roots": list(category.roots), "deductible": category.deductible}


def _locked(category: CostCategory, by: Access) -> CostCategory:
    """The category of the one schema that this access may change, held."""
    _locked_firm(by)
    return _siblings(by.firm_id, by.dossier_id).select_for_update().get(pk=category.pk)


def _locked_firm(by: Access) -> Firm:
    """The firm's row, held: what is unique in a schema is decided by one at a time."""
    by.demand("office.firm" if by.dossier_id is None else "office.connect")
    return Firm.objects.select_for_update().get(pk=by.firm_id)


def _siblings(firm_id: int, dossier_id: int | None) -> "QuerySet[CostCategory]":
    of_firm = CostCategory.objects.filter(firm_id=firm_id)
    return of_firm.filter(dossier=None) if dossier_id is None else of_firm.filter(dossier_id=dossier_id)
