"""How VAT of a line is treated: who owes it, at which rate, and how much of it may be deducted.

Amounts are positive cents: a journal of credit notes turns them. Rates are hundredths of a percent (2100 for 21 %),
shares deductible are percent. Grids are those of the Belgian periodic return (royal decree no. 1 of 29 December 1992,
article 18, and its annex).
"""

from dataclasses import dataclass
from enum import StrEnum

RATES = (2100, 1200, 600)
"""The rates of Belgian VAT, the common one first (royal decree no. 20 of 20 July 1970)."""

SHARES = (100, 50, 35, 75, 85, 40, 25, 30, 20, 60, 70, 80, 90, 10)
"""Deductible shares that are met in practice, the common ones first: cars, telephones, mixed use."""


class VatKind(StrEnum):
    """Who owes the VAT, and why."""

    DOMESTIC = "domestic"
    CO_CONTRACTOR = "co_contractor"
    INTRA_GOODS = "intra_goods"
    INTRA_SERVICES = "intra_services"
    IMPORT = "import"
    EXPORT = "export"
    EXEMPT = "exempt"


SELF_ASSESSED = {VatKind.CO_CONTRACTOR, VatKind.INTRA_GOODS, VatKind.INTRA_SERVICES, VatKind.IMPORT}
"""Kinds of purchase for which the buyer owes the VAT (article 51, § 2, of the VAT code)."""


@dataclass(frozen=True, slots=True, order=True)
class Treatment:
    """One way to treat the VAT of a line. `rate` in hundredths of a percent; `deductible` in percent."""

    kind: VatKind
    rate: int = 0
    deductible: int = 100


NO_VAT = Treatment(VatKind.EXEMPT)


@dataclass(frozen=True, slots=True)
class Taxed:
    """A base with its VAT: `deducted` is recovered, `due` is owed by us, `cost` is the base with what is not recovered.

    On a purchase gross = cost + deducted - due, on a sale gross = base + due.
    """

    base: int
    cost: int
    deducted: int
    due: int


def per_cent(cents: int, hundredths: int) -> int:
    """That share of an amount (hundredths of a percent), half cents away from zero (article 24 of decree no. 1)."""
    part = (abs(cents) * hundredths * 2 + 10_000) // 20_000
    return -part if cents < 0 else part


def purchase(base: int, treatment: Treatment, charged: int | None = None) -> Taxed:
    """A purchase of that base. `charged` is the VAT which the supplier's invoice says, where it says one."""
    if treatment.kind in SELF_ASSESSED:
        due = per_cent(base, treatment.rate)
        deducted = per_cent(due, treatment.deductible * 100)
        return Taxed(base, base + due - deducted, deducted, due)
    tax = charged if charged is not None else per_cent(base, treatment.rate)
    deducted = per_cent(tax, treatment.deductible * 100)
    return Taxed(base, base + tax - deducted, deducted, 0)


def sale(base: int, treatment: Treatment, charged: int | None = None) -> Taxed:
    """A sale of that base; VAT is owed on domestic ones alone."""
    domestic = treatment.kind == VatKind.DOMESTIC
    due = (charged if charged is not None else per_cent(base, treatment.rate)) if domestic else 0
    return Taxed(base, base, 0, due)


def adds(treatment: Treatment, *, of_sale: bool) -> bool:
    """Whether the VAT is part of the invoice's total: the supplier charges it on a purchase, we owe it on a sale."""
    return treatment.kind == VatKind.DOMESTIC if of_sale else treatment.kind not in SELF_ASSESSED


def grids(treatment: Treatment, account: str, *, of_sale: bool, credit: bool) -> tuple[str, ...]:
    """The grids of the return in which such a line stands: those of the base first, then those of the VAT."""
    if of_sale:
        return _of_sale(treatment, credit)
    nature = "83" if account.startswith("2") else "81" if account.startswith("60") else "82"
    reverse = {
        VatKind.INTRA_GOODS: ("86", "55"),
        VatKind.INTRA_SERVICES: ("88", "55"),
        VatKind.CO_CONTRACTOR: ("87", "56"),
        VatKind.IMPORT: ("87", "57"),
    }.get(treatment.kind)
    deducted = ("59",) if treatment.rate and treatment.deductible else ()
    if not credit:
        return (nature, reverse[0], reverse[1], *deducted) if reverse else (nature, *deducted)
    if reverse:
        intra = treatment.kind in {VatKind.INTRA_GOODS, VatKind.INTRA_SERVICES}
        return (nature, reverse[0], "84" if intra else "85", "63")
    return (nature, "85", "63") if treatment.rate else (nature, "85")


def _of_sale(treatment: Treatment, credit: bool) -> tuple[str, ...]:
    intra = treatment.kind in {VatKind.INTRA_GOODS, VatKind.INTRA_SERVICES}
    if credit:
        return ("48",) if intra else ("49", "64") if treatment.rate else ("49",)
    elsewhere = {
        VatKind.INTRA_SERVICES: "44",
        VatKind.CO_CONTRACTOR: "45",
        VatKind.INTRA_GOODS: "46",
        VatKind.EXPORT: "47",
        VatKind.IMPORT: "47",
        VatKind.EXEMPT: "00",
    }.get(treatment.kind)
    if elsewhere:
        return (elsewhere,)
    base = {2100: "03", 1200: "02", 600: "01"}.get(treatment.rate, "00")
    return (base, "54") if treatment.rate else (base,)
