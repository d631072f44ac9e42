"""The lines of a proposal: from a rule of the dossier, the partner's past invoices, the firm's other dossiers or schema."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from comptoir.firms.models import Dossier
from comptoir.kit.words import Fact, Sentence
from comptoir.ledger.choices import PURCHASE_KINDS, SALE_KINDS
from comptoir.ledger.models import Account, Entry, Partner
from comptoir.worklist.codes import code_of, codes_of
from comptoir.worklist.habits import LOOKED_AT, Suggested, Told, suggest, words_of
from comptoir.worklist.models import Rule, VatCode, WorklistSettings
from comptoir.worklist.past import frame_of, shapes_of
from comptoir.worklist.schema import FULLY, BySchema, by_schema
from comptoir.worklist.vat import NO_VAT, Treatment, VatKind, per_cent

OTHERS = 100
"""So many invoices of the firm's other dossiers have a say at most."""

Lines = list[dict[str, Any]]
Evidence = list[Sentence]


def lines_for(
    dossier: Dossier, partner: Partner | None, vat: str, invoice: dict[str, Any], *, of_sale: bool
) -> tuple[Lines, Evidence]:
    """Lines for an invoice of that partner or VAT number, and where each comes from; without accounts at the worst."""
    told, gross = told_by(invoice), gross_of(invoice) or 0
    codes = codes_of(dossier, of_sale=of_sale)
    rule = Rule.objects.filter(dossier=dossier, of_sale=of_sale, partner=partner).first() if partner else None
    if rule is not None:
        lines = by_rule(rule.lines, told, gross, codes)
        return lines, [Sentence("By the rule for this partner.")] * len(lines)
    found = _by_history(dossier, partner, invoice, told, gross, of_sale=of_sale) if partner else []
    if found:
        return as_lines(found, codes), [_from_history(each, codes) for each in found]
    found = _by_the_firm(dossier, vat, told, gross, of_sale=of_sale) if vat else []
    if found:
        return as_lines(found, codes), [_from_others(each, codes) for each in found]
    found_by_schema = None if of_sale else by_schema(dossier, _texts(invoice))
    if found_by_schema is not None:
        lines = [_of_category(each, gross, codes, found_by_schema) for each in told or (Told(None),)]
        return lines, [found_by_schema.evidence] * len(lines)
    bare = [_bare(each, gross, codes) for each in told or (Told(None),)]
    return bare, [Sentence("The first invoice of this partner: no account is known for it.")] * len(bare)


def told_by(invoice: dict[str, Any]) -> list[Told]:
    """What the invoice says of each VAT rate; [] where it tells none."""
    parts = [
        Told(_cents(part["base"]), _hundredths(part["rate"]), _cents(part["tax"]) if part.get("tax") else None)
        for part in invoice.get("vat") or ()
        if part.get("base") is not None
    ]
    totals = invoice.get("totals") or {}
    if not parts and totals.get("net") is not None and totals.get("tax") is not None:
        base, tax = _cents(totals["net"]), _cents(totals["tax"])
        rate = next((each for each in (2100, 1200, 600) if base and tax and abs(per_cent(base, each) - tax) <= 2), None)
        return [Told(base, rate if tax else 0, tax)]
    return parts


def gross_of(invoice: dict[str, Any]) -> int | None:
    """The total with VAT in cents, None when it is not told."""
    totals = invoice.get("totals") or {}
    text = totals.get("gross") or totals.get("payable")
    return None if text is None else _cents(text)


def by_rule(rule: Sequence[dict[str, Any]], told: Sequence[Told], gross: int, codes: Sequence[VatCode]) -> Lines:
    """Lines as a rule has them: `share` of each base in hundredths of a percent, the last takes the rest."""
    lines: Lines = []
    for each in told or (Told(gross),):
        base = each.base if each.base is not None else gross
        shares = [per_cent(base, part["share"]) for part in rule[:-1]]
        for part, cents in zip(rule, [*shares, base - sum(shares)], strict=True):
            code = part["vat"] if _fits(part["vat"], each, codes) else code_of(codes, _by_rate(each))
            tax = each.tax if len(rule) == 1 else None
            lines.append({"account": part["account"], "vat": code, "base": cents, "tax": tax, "text": ""})
    return lines


def _by_history(
    dossier: Dossier, partner: Partner, invoice: dict[str, Any], told: Sequence[Told], gross: int, *, of_sale: bool
) -> list[Suggested]:
    words = words_of(line.get("name") or "" for line in invoice.get("lines") or ())
    entries = entries_of([partner.pk], of_sale)[:LOOKED_AT]
    return suggest(told, shapes_of(entries, frame_of(dossier), of_sale=of_sale), gross=gross, words=words)


def _by_the_firm(dossier: Dossier, vat: str, told: Sequence[Told], gross: int, *, of_sale: bool) -> list[Suggested]:
    """What the firm's other open dossiers do with the same VAT number: accounts that this dossier has, counted only."""
    chosen = WorklistSettings.objects.filter(dossier=dossier).first()
    if chosen is not None and not chosen.firm_memory:
        return []
    same = Partner.objects.filter(vat=vat, dossier__firm=dossier.firm_id, dossier__closed_at=None)
    ids = list(same.exclude(dossier=dossier).order_by("pk").values_list("pk", flat=True)[:OTHERS])
    shapes = shapes_of(entries_of(ids, of_sale)[:OTHERS], frame_of(dossier), of_sale=of_sale) if ids else []
    known = set(Account.objects.filter(dossier=dossier).values_list("code", flat=True))
    return suggest(told, [each for each in shapes if set(each.accounts) <= known], gross=gross, words=frozenset())


def entries_of(partners: Sequence[int], of_sale: bool) -> "QuerySet[Entry]":
    """The purchases or sales of these partners that are booked, credit notes among them; the newest first."""
    kinds = SALE_KINDS if of_sale else PURCHASE_KINDS
    entries = Entry.objects.filter(journal__type__in=kinds, lines__partner__in=partners).distinct()
    return entries.order_by("-booked_on", "-pk")


def _texts(invoice: dict[str, Any]) -> list[str]:
    """What the invoice says of what was bought, and by whom it was sold."""
    seller = (invoice.get("supplier") or {}).get("name") or ""
    return [*(line.get("name") or "" for line in invoice.get("lines") or ()), seller]


def _of_category(told: Told, gross: int, codes: Sequence[VatCode], found: BySchema) -> dict[str, Any]:
    line, treatment = _bare(told, gross, codes), _by_rate(told)
    if treatment is not None and treatment.rate and found.deductible < FULLY:
        partly = Treatment(treatment.kind, treatment.rate, found.deductible)
        line["vat"] = code_of(codes, partly) or line["vat"]
    return {**line, "account": found.account}


def _bare(told: Told, gross: int, codes: Sequence[VatCode]) -> dict[str, Any]:
    base = told.base if told.base is not None else gross
    return {"account": "", "vat": code_of(codes, _by_rate(told)), "base": base, "tax": told.tax, "text": ""}


def as_lines(found: Sequence[Suggested], codes: Sequence[VatCode]) -> Lines:
    """What is suggested, as lines of a proposal with the dossier's own VAT codes."""
    return [
        {
            "account": each.account,
            "vat": code_of(codes, each.treatment, each.vat_code),
            "base": each.base,
            "tax": each.tax,
            "text": "",
        }
        for each in found
    ]


def _from_history(each: Suggested, codes: Sequence[VatCode]) -> Sentence:
    return Sentence(
        "%(count)s of the last %(of)s invoices of this partner: %(account)s, VAT code %(vat)s.", _counted(each, codes)
    )


def _from_others(each: Suggested, codes: Sequence[VatCode]) -> Sentence:
    return Sentence(
        "%(count)s of the last %(of)s invoices of this partner in the firm’s other dossiers: "
        "%(account)s, VAT code %(vat)s.",
        _counted(each, codes),
    )


def _counted(each: Suggested, codes: Sequence[VatCode]) -> dict[str, Fact]:
    code = code_of(codes, each.treatment, each.vat_code) or "?"
    return {"count": each.agreed, "of": each.looked_at, "account": each.account, "vat": code}


def _fits(code: str, told: Told, codes: Sequence[VatCode]) -> bool:
    """Whether the rule's code can be that of a document which says this."""
    treatment = next((row.treatment for row in codes if row.code == code), None)
    if treatment is None or told.rate is None:
        return treatment is not None
    charged = treatment.kind == VatKind.DOMESTIC and bool(treatment.rate)
    return treatment.rate == told.rate if told.rate else not charged


def _by_rate(told: Told) -> Treatment | None:
    if told.rate is None:
        return None
    return Treatment(VatKind.DOMESTIC, told.rate) if told.rate else NO_VAT


def _cents(text: str) -> int:
    return int((Decimal(text) * 100).quantize(Decimal(1)))


def _hundredths(text: str | None) -> int | None:
    return None if text is None else int(Decimal(text) * 100)
