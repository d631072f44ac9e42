"""The VAT codes of a dossier: those that its books use, learnt from them, and ours where the package gives none."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count

from comptoir.firms.models import Dossier
from comptoir.ledger.models import Line
from comptoir.worklist.models import VatCode
from comptoir.worklist.past import frame_of, invoices_of, shapes_of
from comptoir.worklist.shape import Frame
from comptoir.worklist.vat import NO_VAT, RATES, SELF_ASSESSED, Treatment, VatKind

LEARNT_FROM = 1000
"""Of so many of the newest invoices the package's codes are learnt."""

SHORT = {
    VatKind.CO_CONTRACTOR: "CC",
    VatKind.INTRA_GOODS: "ICG",
    VatKind.INTRA_SERVICES: "ICS",
    VatKind.IMPORT: "IMP",
    VatKind.EXPORT: "EXP",
}


def codes_of(dossier: Dossier, *, of_sale: bool) -> list[VatCode]:
    """The dossier's codes for purchases or sales in their order, learnt and made when there are none yet."""
    rows = VatCode.objects.filter(dossier=dossier, of_sale=of_sale).order_by("pk")
    if not rows.exists():
        _make(dossier, of_sale)
    return list(rows)


def code_of(codes: Iterable[VatCode], treatment: Treatment | None, given: str = "") -> str:
    """The code that the books give, where it is one of these; else the first that treats VAT so; "" for none."""
    rows = list(codes)
    if given and any(row.code == given for row in rows):
        return given
    return next((row.code for row in rows if row.treatment == treatment), "")


def own_name(treatment: Treatment) -> str:
    """What we call a treatment: "21", "21 50%", "21 CC", "0"."""
    parts = [f"{treatment.rate // 100}", SHORT.get(treatment.kind, "")]
    parts.append("" if treatment.deductible == 100 else f"{treatment.deductible}%")
    return " ".join(part for part in parts if part)


def _make(dossier: Dossier, of_sale: bool) -> None:
    """Write down what the newest invoices say, the package's codes first, then what the country has besides."""
    frame = frame_of(dossier)
    seen: dict[str, Counter[Treatment]] = defaultdict(Counter)
    met: Counter[Treatment] = Counter()
    for shape in shapes_of(invoices_of(dossier.pk, of_sale=of_sale)[:LEARNT_FROM], frame, of_sale=of_sale):
        for part in shape.parts:
            if part.treatment is not None:
                met[part.treatment] += 1
                if part.vat_code:
                    seen[part.vat_code][part.treatment] += 1
    found = {code: counts.most_common(1)[0][0] for code, counts in sorted(seen.items())}
    missing = [each for each in (*(t for t, _ in met.most_common()), *_usual(of_sale)) if each not in found.values()]
    found |= {own_name(each): each for each in dict.fromkeys(missing)}
    deducted, due = (_account(dossier, frame, debit) for debit in (True, False))
    VatCode.objects.bulk_create(
        [
            VatCode(
                dossier=dossier,
                of_sale=of_sale,
                code=code,
                kind=treatment.kind.value,
                rate=treatment.rate,
                deductible=treatment.deductible,
                deducted_account="" if of_sale or not treatment.rate else deducted,
                due_account=due if treatment.rate and (of_sale or treatment.kind in SELF_ASSESSED) else "",
            )
            for code, treatment in found.items()
        ],
        ignore_conflicts=True,
    )


def _usual(of_sale: bool) -> list[Treatment]:
    domestic = [Treatment(VatKind.DOMESTIC, rate) for rate in RATES]
    if of_sale:
        kinds = (VatKind.CO_CONTRACTOR, VatKind.INTRA_GOODS, VatKind.INTRA_SERVICES, VatKind.EXPORT)
        return [*domestic, NO_VAT, *(Treatment(kind) for kind in kinds)]
    kinds = (VatKind.CO_CONTRACTOR, VatKind.INTRA_GOODS, VatKind.INTRA_SERVICES, VatKind.IMPORT)
    return [*domestic, NO_VAT, Treatment(VatKind.DOMESTIC, 2100, 50), *(Treatment(kind, 2100) for kind in kinds)]


def _account(dossier: Dossier, frame: Frame, debit: bool) -> str:
    """The VAT account that is moved most on that side."""
    side = {"cents__gt": 0} if debit else {"cents__lt": 0}
    best: tuple[int, str] = (0, "")
    for root in frame.taxes:
        rows = Line.objects.filter(dossier=dossier, account__code__startswith=root, **side)
        counted = rows.values_list("account__code").annotate(count=Count("pk")).order_by("-count", "account__code")
        for code, count in counted[:1]:
            best = max(best, (count, code))
    return best[1]
