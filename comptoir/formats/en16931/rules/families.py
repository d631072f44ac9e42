"""The rules of each VAT category: BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G and BR-O, numbered alike in every family."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from comptoir.formats.en16931.rules.saying import Facts, broken, plain, shown, to_cents, total
from comptoir.formats.en16931.rules.totals import is_tax_of, tax_of
from comptoir.formats.en16931.written import Category, Written, WrittenAdjustment, WrittenLine, WrittenTax
from comptoir.kit.words import Sentence
from comptoir.records.invoice import Finding

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Family:
    """A category: how its rules are called, what it is called, and what sets it apart.

    `is_taxed`: its rate is above zero, and its base is told per rate. `has_rate`: it has one at all. `has_reason`: its
    VAT is zero for a reason that must be said; otherwise none may be. `parties` answers whether supplier and customer
    have the numbers that it asks for, and `asks` says which.
    """

    code: str
    rules: str
    name: Sentence
    parties: Callable[[Written], bool]
    asks: Sentence
    is_taxed: bool = False
    has_rate: bool = True
    has_reason: bool = False

    def rule(self, number: int) -> str:
        """BR-S-08 from 8."""
        return f"BR-{self.rules}-{number:02d}"


def _supplier_has_vat(document: Written) -> bool:
    somebody = document.representative
    return bool(document.supplier.vat_numbers or (somebody and somebody.vat_numbers))


def _supplier_is_taxed(document: Written) -> bool:
    return any(number for _, number in document.supplier.taxed) or _supplier_has_vat(document)


def _both_are_known(document: Written) -> bool:
    customer = document.customer
    return _supplier_is_taxed(document) and bool(customer.vat_numbers or customer.legal)


def _both_have_vat(document: Written) -> bool:
    return _supplier_has_vat(document) and bool(document.customer.vat_numbers)


def _neither_has_vat(document: Written) -> bool:
    return not _supplier_has_vat(document) and not document.customer.vat_numbers


_TAXED = Sentence("a VAT or tax number of the supplier")

FAMILIES = (
    Family("S", "S", Sentence("standard rate"), _supplier_is_taxed, _TAXED, is_taxed=True),
    Family("Z", "Z", Sentence("zero rate"), _supplier_is_taxed, _TAXED),
    Family("E", "E", Sentence("exempt"), _supplier_is_taxed, _TAXED, has_reason=True),
    Family(
        "AE",
        "AE",
        Sentence("reverse charge"),
        _both_are_known,
        Sentence("a VAT or tax number of the supplier, and a VAT or enterprise number of the customer"),
        has_reason=True,
    ),
    Family(
        "K",
        "IC",
        Sentence("supply within the European Union"),
        _both_have_vat,
        Sentence("VAT numbers of supplier and customer"),
        has_reason=True,
    ),
    Family("G", "G", Sentence("export"), _supplier_has_vat, Sentence("a VAT number of the supplier"), has_reason=True),
    Family(
        "O",
        "O",
        Sentence("outside the scope of VAT"),
        _neither_has_vat,
        Sentence("that neither supplier nor customer has a VAT number"),
        has_rate=False,
        has_reason=True,
    ),
)


@dataclass(frozen=True, slots=True)
class _Members:
    """What of a document is of one category."""

    lines: list[WrittenLine]
    allowances: list[WrittenAdjustment]
    charges: list[WrittenAdjustment]
    parts: list[WrittenTax]

    @property
    def is_used(self) -> bool:
        return bool(self.lines or self.allowances or self.charges)

    def bases(self) -> dict[Decimal | None, Decimal]:
        """By rate, lines less allowances with charges; each member is looked at once, as there may be many rates."""
        sums: dict[Decimal | None, Decimal] = {}
        for line in self.lines:
            _add(sums, line.category, total(line.net))
        for one in self.charges:
            _add(sums, one.category, total(one.amount))
        for one in self.allowances:
            _add(sums, one.category, -total(one.amount))
        return sums


def _add(sums: dict[Decimal | None, Decimal], category: Category | None, amount: Decimal) -> None:
    rate = category.rate if category else None
    sums[rate] = sums.get(rate, Decimal()) + amount


def check_families(document: Written) -> Iterator[Finding]:
    """Every category that the document uses, and nothing of those that it does not."""
    for family in FAMILIES:
        members = _members(document, family.code)
        yield from _breakdown(document, family, members)
        yield from _numbers(document, family, members)
        yield from _rates(family, members)
        bases = members.bases()
        whole = to_cents(total(*bases.values()))
        for part in members.parts:
            rate = part.category.rate if part.category else None
            yield from _part(document, family, part, bases.get(rate) if family.is_taxed else whole)
    yield from _delivery(document)
    yield from _nothing_beside(document)


def _members(document: Written, code: str) -> _Members:
    def of(category: Category | None) -> bool:
        return category is not None and category.code == code and category.is_vat

    return _Members(
        lines=[line for line in document.lines if of(line.category)],
        allowances=[one for one in document.adjustments if of(one.category) and not one.is_charge],
        charges=[one for one in document.adjustments if of(one.category) and one.is_charge],
        parts=[part for one in document.tax_totals for part in one.parts if of(part.category)],
    )


def _breakdown(document: Written, family: Family, members: _Members) -> Iterator[Finding]:
    """01: the VAT of the document has the category when its lines have it, and those without rates of their own once."""
    count = len(members.parts)
    if document.is_outline:
        return
    if family.is_taxed:
        is_right = members.is_used == bool(count)
    else:
        taxed_as = any(line.taxed_as and line.taxed_as.code == family.code for line in document.lines)
        is_right = count == 1 if members.is_used or count or taxed_as else True
    if not is_right:
        yield broken(
            family.rule(1),
            "Lines, allowances and charges do not agree with the VAT totals on the category %(code)s (%(name)s): it is in "
            "%(used)s of them, and has %(count)s totals.",
            {
                "code": family.code,
                "name": family.name,
                "used": len(members.lines) + len(members.allowances) + len(members.charges),
                "count": count,
            },
        )


def _numbers(document: Written, family: Family, members: _Members) -> Iterator[Finding]:
    """02 to 04: the numbers of supplier and customer that the category asks for."""
    if family.parties(document):
        return
    for number, found in ((2, members.lines), (3, members.allowances), (4, members.charges)):
        if found:
            yield broken(
                family.rule(number),
                "The category %(code)s (%(name)s) asks for %(asked)s.",
                {"code": family.code, "name": family.name, "asked": family.asks},
            )


def _rates(family: Family, members: _Members) -> Iterator[Finding]:
    """05 to 07: a rate above zero, of zero, or none at all."""
    for line in members.lines:
        if not _is_rate_of(family, line.category):
            yield broken(
                family.rule(5),
                "Line %(line)s is of the category %(code)s (%(name)s), which cannot have the rate %(rate)s.",
                {"line": line.number, "code": family.code, "name": family.name, "rate": _rate(line.category)},
                line.place,
            )
    for number, found in ((6, members.allowances), (7, members.charges)):
        for one in found:
            if not _is_rate_of(family, one.category):
                yield broken(
                    family.rule(number),
                    "The allowance or charge of %(amount)s is of the category %(code)s (%(name)s), which cannot have the "
                    "rate %(rate)s.",
                    {
                        "amount": shown(one.amount),
                        "code": family.code,
                        "name": family.name,
                        "rate": _rate(one.category),
                    },
                )


def _is_rate_of(family: Family, category: Category | None) -> bool:
    rate = category.rate if category else None
    if not family.has_rate or rate is None:
        return rate is None and not family.has_rate
    return rate > 0 if family.is_taxed else rate == 0


def _rate(category: Category | None) -> str:
    return plain(category.rate if category else None)


def _part(document: Written, family: Family, part: WrittenTax, base: Decimal | None) -> Iterator[Finding]:
    """08 to 10: what the VAT is on (`base` by the lines), how much it is, and why there is none."""
    rate = part.category.rate if part.category else None
    is_told = not family.is_taxed or rate is not None
    if is_told and not document.is_outline and not _is_base_of(family, part.base, base):
        yield broken(
            family.rule(8),
            "Lines, allowances and charges of the category %(code)s (%(name)s) at %(rate)s %% come to %(found)s, and VAT is "
            "told on %(said)s.",
            {
                "code": family.code,
                "name": family.name,
                "rate": plain(rate),
                "found": shown(total(base)),
                "said": shown(part.base),
            },
            part.place,
        )
    if not _is_tax_right(family, part, rate):
        yield broken(
            family.rule(9),
            "The VAT of the category %(code)s (%(name)s) on %(base)s should be %(found)s, and the document says %(said)s.",
            {
                "code": family.code,
                "name": family.name,
                "base": shown(part.base),
                "found": shown(tax_of(part.base, rate if family.is_taxed else None)),
                "said": shown(part.tax),
            },
            part.place,
        )
    yield from _reason(family, part)


def _is_tax_right(family: Family, part: WrittenTax, rate: Decimal | None) -> bool:
    if family.is_taxed:
        return rate is not None and is_tax_of(part.tax, part.base, rate)
    return part.tax == 0


def _is_base_of(family: Family, said: Decimal | None, found: Decimal | None) -> bool:
    """Less than a whole unit away where there are rates; to the cent where there are none."""
    if said is None or (family.is_taxed and found is None):
        return False
    difference = abs(said - total(found))
    return difference < ONE if family.is_taxed else difference == 0


def _reason(family: Family, part: WrittenTax) -> Iterator[Finding]:
    facts: Facts = {"code": family.code, "name": family.name}
    if family.has_reason and not (part.reason or part.reason_code):
        yield broken(family.rule(10), "The category %(code)s (%(name)s) is used without a reason.", facts, part.place)
    elif part.has_reason and not family.has_reason:
        yield broken(
            family.rule(10),
            "The category %(code)s (%(name)s) has a reason for no VAT, and none may be.",
            facts,
            part.place,
        )


def _delivery(document: Written) -> Iterator[Finding]:
    """What a supply within the European Union must tell besides."""
    if not _members(document, "K").parts:
        return
    if not (document.has_delivery_date or document.period):
        yield broken(
            "BR-IC-11", "A supply within the European Union says neither the day nor the period of delivery.", {}
        )
    if not document.delivery_country:
        yield broken(
            "BR-IC-12", "A supply within the European Union does not say in which country it was delivered.", {}
        )


def _nothing_beside(document: Written) -> Iterator[Finding]:
    """Outside the scope of VAT is the whole document, or nothing of it."""
    if not _members(document, "O").parts:
        return
    charges = [one.category for one in document.adjustments if one.is_charge]
    allowances = [one.category for one in document.adjustments if not one.is_charge]
    places = (
        ("BR-O-11", [part.category for one in document.tax_totals for part in one.parts]),
        ("BR-O-12", [line.category for line in document.lines]),
        ("BR-O-13", allowances),
        ("BR-O-14", charges),
    )
    for rule, categories in places:
        others = {one.code for one in categories if one and one.is_vat and one.code != "O"}
        if others:
            yield broken(
                rule,
                "The document is outside the scope of VAT, and has other categories beside: %(codes)s.",
                {"codes": ", ".join(sorted(others))},
            )
