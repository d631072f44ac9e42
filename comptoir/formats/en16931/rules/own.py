"""What EN 16931 does not look at, or lets pass, and a bookkeeper would look at twice: lines, VAT to the cent, numbers."""

from collections.abc import Iterator
from decimal import Decimal

from comptoir.formats.en16931.rules.saying import odd, plain, shown, to_cents, total
from comptoir.formats.en16931.rules.totals import HUNDRED, is_tax_of, tax_of
from comptoir.formats.en16931.written import Written, WrittenAdjustment, WrittenLine, WrittenTax
from comptoir.formats.media import JPEG, PDF, PNG, XML
from comptoir.kit.numbers import belgian_number, iban, structured_communication
from comptoir.records.invoice import Attachment, Finding

SLACK = Decimal("0.02")
"""How far a product of rounded figures may be away (the slack of Peppol BIS 3)."""

TOLD = {PDF, XML, JPEG, PNG, "image/tiff"}
"""Kinds of file that are told by their content, so that a wrong claim is known for one."""

CLAIMS = {"text/xml": XML, "image/jpg": JPEG, "application/x-pdf": PDF}


def check_own(document: Written) -> Iterator[Finding]:
    """Lines, allowances and charges, VAT, numbers with check digits, attachments."""
    for line in document.lines:
        yield from _line(line)
    for one in document.adjustments:
        yield from _adjustment(one, "")
    for tax_total in document.tax_totals:
        for part in tax_total.parts:
            yield from _tax(part, len(document.lines))
    yield from _numbers(document)
    for attachment in document.attachments:
        yield from _attachment(attachment)


def _line(line: WrittenLine) -> Iterator[Finding]:
    for one in line.adjustments:
        yield from _adjustment(one, line.place)
    if line.quantity is None or line.price is None or line.net is None:
        return
    base = line.price_base or Decimal(1)
    charges = total(*(one.amount for one in line.adjustments if one.is_charge))
    allowances = total(*(one.amount for one in line.adjustments if not one.is_charge))
    adjusted = charges - allowances
    found = to_cents(line.quantity * line.price / base + adjusted)
    if abs(found - line.net) > SLACK:
        yield odd(
            "line-net",
            "Line %(line)s should come to %(found)s (quantity %(quantity)s at %(price)s for %(base)s, allowances and "
            "charges %(adjusted)s), and the document says %(said)s.",
            {
                "line": line.number,
                "found": shown(found),
                "quantity": plain(line.quantity),
                "price": shown(line.price),
                "base": plain(base),
                "adjusted": shown(adjusted),
                "said": shown(line.net),
            },
            line.place,
        )


def _adjustment(one: WrittenAdjustment, place: str) -> Iterator[Finding]:
    """Amount against percentage and base; UBL 2.0 wrote the percentage as a factor."""
    if one.amount is None or one.base is None or one.percent is None:
        return
    as_percent = to_cents(one.base * one.percent / HUNDRED)
    as_factor = to_cents(one.base * one.percent)
    if min(abs(one.amount - as_percent), abs(one.amount - as_factor)) > SLACK:
        yield odd(
            "allowance-charge",
            "An allowance or charge of %(percent)s %% on %(base)s should be %(found)s, and the document says %(said)s.",
            {
                "percent": plain(one.percent),
                "base": shown(one.base),
                "found": shown(as_percent),
                "said": shown(one.amount),
            },
            place,
        )


def _tax(part: WrittenTax, lines: int) -> Iterator[Finding]:
    """What BR-CO-17 lets pass, a whole unit, is much; a cent for each line comes of rounding line by line."""
    rate = part.category.rate if part.category else None
    if part.tax is None or part.base is None or rate is None or not is_tax_of(part.tax, part.base, rate):
        return
    found = tax_of(abs(part.base), rate)
    if abs(abs(part.tax) - found) > max(lines, 1) * Decimal("0.01"):
        yield odd(
            "vat-amount",
            "The VAT of %(rate)s %% on %(base)s would be %(found)s, and the document says %(said)s: more than rounding.",
            {"rate": plain(rate), "base": shown(part.base), "found": shown(found), "said": shown(part.tax)},
            part.place,
        )


def _numbers(document: Written) -> Iterator[Finding]:
    """Check digits of accounts, Belgian VAT numbers and Belgian communications."""
    for account in dict.fromkeys(means.account for means in document.means):
        if account[:2].isalpha() and account[2:4].isdigit() and iban(account) is None:
            yield odd("iban", "The account %(account)s is no IBAN: its check digits are wrong.", {"account": account})
    for party in (document.supplier, document.customer):
        for number in party.vat_numbers:
            if number.startswith("BE") and belgian_number(number) is None:
                yield odd(
                    "vat-number", "%(number)s is no Belgian VAT number: its check digits are wrong.", {"number": number}
                )
    for communication in document.communications:
        if communication.startswith(("+++", "***")) and structured_communication(communication) is None:
            yield odd(
                "communication",
                "%(communication)s is no structured communication: its check digits are wrong.",
                {"communication": communication},
            )


def _attachment(attachment: Attachment) -> Iterator[Finding]:
    claimed = attachment.declared.casefold().partition(";")[0].strip()
    kind = CLAIMS.get(claimed, claimed)
    if kind in TOLD and kind != attachment.media_type:
        yield odd(
            "attachment-type",
            "The attachment %(name)s is called %(declared)s, and is none.",
            {"name": attachment.name, "declared": attachment.declared},
        )
