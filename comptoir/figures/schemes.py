"""Which accounts make which figure, by the chart of accounts of the dossier's country.

The longest root that an account begins with decides. Accounts of classes 6 and 7 with no root here (taxes on the result,
its appropriation, reserves) count in no figure: the result told is the one before them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comptoir.figures.choices import Kind


@dataclass(frozen=True, slots=True)
class Scheme:
    """The roots of a country's chart; `money` are those of bank and cash accounts, transfers between them too.

    `accounts` says in short which accounts each kind is made of, as it stands beside the figure.
    """

    roots: Mapping[str, Kind]
    money: tuple[str, ...]
    accounts: Mapping[Kind, str]

    def kind_of(self, code: str) -> Kind | None:
        """What the account counts as; None for one that counts in no figure."""
        root = longest_root(code, self.roots)
        return None if root is None else self.roots[root]


def longest_root(code: str, roots: Iterable[str]) -> str | None:
    """The longest of the roots with which the code begins."""
    return max((root for root in roots if code.startswith(root)), key=len, default=None)


def _roots(**kinds: str) -> dict[str, Kind]:
    return {root: Kind(kind) for kind, roots in kinds.items() for root in roots.split()}


_BY_TENS = _roots(
    operating_income="70 71 72 73 74", other_income="75 76", operating_costs="60 61 62 63 64", other_costs="65 66"
)
_TOLD_BY_TENS = {
    Kind.OPERATING_INCOME: "70–74",
    Kind.OTHER_INCOME: "75–76",
    Kind.OPERATING_COSTS: "60–64",
    Kind.OTHER_COSTS: "65–66",
}
_FRENCH = _roots(
    operating_income="70 71 72 73 74 75 78 79",
    other_income="76 77 786 787 796 797",
    operating_costs="60 61 62 63 64 65 68",
    other_costs="66 67 686 687",
)
_TOLD_FRENCH = {
    Kind.OPERATING_INCOME: "70–75, 781, 791",
    Kind.OTHER_INCOME: "76, 77, 786–787, 796–797",
    Kind.OPERATING_COSTS: "60–65, 681",
    Kind.OTHER_COSTS: "66, 67, 686–687",
}

SCHEMES: dict[str, Scheme] = {
    "BE": Scheme(_BY_TENS, ("55", "56", "57", "58"), _TOLD_BY_TENS),
    "LU": Scheme(_BY_TENS, ("51",), _TOLD_BY_TENS),
    "FR": Scheme(_FRENCH, ("51", "53", "54", "58"), _TOLD_FRENCH),
}
"""By country; of a country that is not here no figures are made, for its charts do not say them by number."""
