"""What costs are made of: each account under the category with the longest root, and what none covers by itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from comptoir.figures.choices import COSTS
from comptoir.figures.models import CostCategory
from comptoir.figures.periods import Span, Year
from comptoir.figures.results import CLASSES, within
from comptoir.figures.schemes import Scheme, longest_root
from comptoir.figures.source import Movement, movements
from comptoir.firms.access import Access
from comptoir.ledger.models import Account


@dataclass(frozen=True)
class Schema:
    """The categories that hold for a dossier, in their order; `own` when it has some of its own."""

    categories: tuple[CostCategory, ...]
    own: bool

    @cached_property
    def roots(self) -> dict[str, CostCategory]:
        """The category of each root."""
        return {root: category for category in self.categories for root in category.roots}

    def category_of(self, code: str) -> CostCategory | None:
        """The category whose root is the longest that the account begins with."""
        root = longest_root(code, self.roots)
        return None if root is None else self.roots[root]


@dataclass(frozen=True, slots=True)
class AccountCosts:
    """What one account comes to; debit positive."""

    code: str
    name: str
    cents: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one category comes to, and its accounts by code; None is the category of what no category covers."""

    category: CostCategory | None
    cents: int
    accounts: tuple[AccountCosts, ...]


def schema_of(access: Access) -> Schema:
    """The dossier's own categories, or without any the firm's."""
    found = list(CostCategory.objects.visible_to(access).order_by("position", "pk"))
    own = tuple(category for category in found if category.dossier_id is not None)
    return Schema(own or tuple(found), bool(own))


def breakdown(access: Access, scheme: Scheme, year: Year, spans: Sequence[Span], schema: Schema) -> list[Share]:
    """The costs of these periods by category; the total is that of all costs."""
    return shares(within(movements(access, year.name, CLASSES), spans), scheme, schema)


def uncovered(access: Access, scheme: Scheme, schema: Schema) -> list[Account]:
    """The accounts of costs of the dossier that no category covers, by code."""
    accounts = Account.objects.visible_to(access).filter(code__startswith="6").order_by("code")
    return [
        account
        for account in accounts
        if scheme.kind_of(account.code) in COSTS and schema.category_of(account.code) is None
    ]


def shares(moved: Iterable[Movement], scheme: Scheme, schema: Schema) -> list[Share]:
    """The categories that have costs, the largest first, then what no category covers."""
    accounts: dict[tuple[str, str], int] = defaultdict(int)
    for movement in moved:
        if scheme.kind_of(movement.code) in COSTS:
            accounts[movement.code, movement.name] += movement.cents
    groups: dict[int, list[AccountCosts]] = defaultdict(list)
    categories = {category.pk: category for category in schema.categories}
    for (code, name), cents in sorted(accounts.items()):
        category = schema.category_of(code)
        groups[category.pk if category else 0].append(AccountCosts(code, name, cents))
    found = [
        Share(categories.get(pk), sum(account.cents for account in group), tuple(group)) for pk, group in groups.items()
    ]
    return sorted(found, key=lambda share: (share.category is None, -share.cents))
