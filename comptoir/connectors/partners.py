"""Who the customers and suppliers are: one key per partner, from auxiliary codes and individual accounts.

The key is the auxiliary code; without one, an account of its own below the customers' or suppliers' root ("400123") is the
partner, and the root filled up with zeros ("400000") is nobody. Where customers and suppliers are numbered apart, so that
one code names two partners (neither name nor VAT number agree), the supplier's key is "supplier:" and the code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comptoir.kit.text import plain
from comptoir.records.books import Partner

SIDES = ("customer", "supplier", "other")
Use = tuple[str, str]
"""An account, and the auxiliary code that stands with it."""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """What a table of partners says of one."""

    account: str
    auxiliary: str
    name: str
    vat: str
    number: str
    ibans: tuple[str, ...]
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class _Person:
    """What is known of whom one code names on one side."""

    name: str
    account: str
    row: PartnerRow | None

    def is_same(self, other: "_Person") -> bool:
        """Whether both are one partner: by VAT number when both have one, else by name; no name speaks against nothing."""
        if self.row and other.row and self.row.vat and other.row.vat:
            return self.row.vat == other.row.vat
        return not self.name or not other.name or plain(self.name) == plain(other.name)


class Partners:
    """The partners of a set of books: `all`, and the key of each line's partner."""

    def __init__(
        self,
        customers: tuple[str, ...],
        suppliers: tuple[str, ...],
        names: Mapping[Use, str],
        accounts: Mapping[str, str],
    ) -> None:
        """`names`: what CompAuxLib says of each use; `accounts`: the names of accounts."""
        self.customers, self.suppliers = customers, suppliers
        self.names, self.accounts = names, accounts
        self.rows: dict[Use, PartnerRow] = {}
        self.keys: dict[Use, str] = {}
        self.all: dict[str, Partner] = {}

    def tell(self, rows: Iterable[PartnerRow]) -> None:
        """Take what partners.csv says, and give every partner a key."""
        self.rows = {(row.account, row.auxiliary): row for row in rows}
        by_code: dict[str, dict[Use, None]] = {}
        for use in self.names:
            by_code.setdefault(use[1], {})[use] = None
        for use in self.rows:
            if use[0] or use[1] not in by_code:
                by_code.setdefault(use[1], {})[use] = None
        for use in by_code.pop("", {}):
            if self._is_individual(use[0]) or use in self.rows:
                self._add(use[0], [use])
        for code, uses in by_code.items():
            self._take_code(code, list(uses))

    def key_of(self, account: str, auxiliary: str) -> str:
        """The partner of a line on that account with that auxiliary code, "" for none."""
        return self.keys.get((account, auxiliary), "")

    def is_third(self, account: str) -> bool:
        """Whether the account is one of customers or suppliers."""
        return account.startswith(self.customers) or account.startswith(self.suppliers)

    def _take_code(self, code: str, uses: list[Use]) -> None:
        """Give the code as key to whom it names; to a second partner whom it names too, a key of its own."""
        known: list[tuple[str, _Person]] = []
        for side in SIDES:
            here = [use for use in uses if self._side(use[0]) == side]
            if not here:
                continue
            person = self._person(here)
            same = [key for key, other in known if other.is_same(person)]
            key = same[0] if same else f"{side}:{code}" if known else code
            known.append((key, person))
            self._add(key, here)

    def _add(self, key: str, uses: list[Use]) -> None:
        self.keys.update(dict.fromkeys(uses, key))
        if key in self.all:
            return
        person = self._person(uses)
        row = person.row
        self.all[key] = Partner(
            key=key,
            name=person.name or key,
            account=person.account,
            vat=row.vat if row else "",
            number=row.number if row else "",
            ibans=row.ibans if row else (),
            email=row.email if row else "",
            language=row.language if row else "",
        )

    def _person(self, uses: list[Use]) -> _Person:
        rows = [row for use in uses if (row := self.rows.get(use) or self.rows.get(("", use[1])))]
        row = rows[0] if rows else None
        names = [self.names.get(use) or (self.accounts.get(use[0], "") if not use[1] else "") for use in uses]
        name = (row.name if row else "") or next((name for name in reversed(names) if name), "")
        return _Person(name, uses[0][0], row)

    def _side(self, account: str) -> str:
        if account.startswith(self.customers):
            return "customer"
        return "supplier" if account.startswith(self.suppliers) else "other"

    def _is_individual(self, account: str) -> bool:
        """Whether the account is below a root and not the root itself filled up with zeros."""
        roots = [root for root in (*self.customers, *self.suppliers) if account.startswith(root)]
        return bool(roots) and all(account != root.ljust(len(account), "0") for root in roots)
