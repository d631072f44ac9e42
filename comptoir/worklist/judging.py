"""Whether a proposal can be booked: what is missing in it, one reason for each field, and how its lines tie."""

from dataclasses import dataclass
from typing import Any

from comptoir.kit.words import Cents, Sentence
from comptoir.ledger.models import Account
from comptoir.worklist.choices import ASIDE, Status
from comptoir.worklist.codes import codes_of
from comptoir.worklist.models import Proposal, VatCode
from comptoir.worklist.placing import journals_for, periods_of
from comptoir.worklist.vat import Taxed, purchase, sale


@dataclass(frozen=True, slots=True)
class Worked:
    """A line with its account and VAT worked out; `code` is None where the dossier has no such VAT code."""

    line: dict[str, Any]
    code: VatCode | None
    taxed: Taxed


def worked_out(proposal: Proposal, codes: list[VatCode] | None = None) -> list[Worked]:
    """The proposal's lines with their VAT."""
    known = {row.code: row for row in codes or codes_of(proposal.dossier, of_sale=proposal.of_sale)}
    work = sale if proposal.of_sale else purchase
    rows = []
    for line in proposal.lines:
        code, base = known.get(line["vat"]), line["base"] or 0
        taxed = work(base, code.treatment, line["tax"]) if code else Taxed(base, base, 0, 0)
        rows.append(Worked(line, code, taxed))
    return rows


def sum_of(proposal: Proposal, rows: list[Worked]) -> int:
    """What the lines come to with VAT: what the partner is owed, or owes."""
    if proposal.of_sale:
        return sum(row.taxed.base + row.taxed.due for row in rows)
    return sum(row.taxed.cost + row.taxed.deducted - row.taxed.due for row in rows)


def judge(proposal: Proposal) -> None:
    """Write on the proposal what is missing, and its status after that; set aside and transferred stay."""
    reasons = _of_the_head(proposal) | _of_the_lines(proposal)
    proposal.reasons = {field: sentence.to_json() for field, sentence in reasons.items()}
    if proposal.status not in {*ASIDE, Status.TRANSFERRED}:
        checked = proposal.status == Status.CHECKED and not reasons
        proposal.status = Status.CHECKED if checked else Status.NOK if reasons else Status.OK


def _of_the_head(proposal: Proposal) -> dict[str, Sentence]:
    missing: dict[str, Sentence] = {}
    journals = journals_for(proposal.dossier, of_sale=proposal.of_sale, credit=proposal.credit)
    if proposal.journal is None or proposal.journal not in journals:
        missing["journal"] = Sentence("No journal of the books takes it.")
    if proposal.dated_on is None:
        missing["dated_on"] = Sentence("The invoice date is missing.")
    if proposal.period is None or proposal.period not in periods_of(proposal.dossier):
        missing["period"] = Sentence("No open period.")
    if proposal.partner is None and not (proposal.card or {}).get("name"):
        missing["partner"] = (
            Sentence("The customer is missing.") if proposal.of_sale else Sentence("The supplier is missing.")
        )
    if not proposal.number:
        missing["number"] = Sentence("The invoice number is missing.")
    if proposal.gross_cents is None:
        missing["gross"] = Sentence("The total is missing.")
    if proposal.foreign and proposal.rate is None:
        missing["rate"] = Sentence("The exchange rate of %(currency)s is missing.", {"currency": proposal.currency})
    return missing


def _of_the_lines(proposal: Proposal) -> dict[str, Sentence]:
    missing: dict[str, Sentence] = {}
    accounts = set(
        Account.objects.filter(
            dossier=proposal.dossier, code__in=[line["account"] for line in proposal.lines]
        ).values_list("code", flat=True)
    )
    rows = worked_out(proposal)
    for place, row in enumerate(rows):
        if row.line["account"] not in accounts:
            missing[f"line-{place}"] = (
                Sentence("The books have no account %(account)s.", {"account": row.line["account"]})
                if row.line["account"]
                else Sentence("The account is missing.")
            )
        elif row.code is None:
            missing[f"line-{place}"] = Sentence("The VAT code is missing.")
    if not rows:
        missing["lines"] = Sentence("There is no line yet.")
    elif proposal.gross_cents is not None and sum_of(proposal, rows) != proposal.gross_cents:
        off = proposal.gross_cents - sum_of(proposal, rows)
        missing["tie"] = Sentence("The lines do not come to the total: %(cents)s are left.", {"cents": Cents(off)})
    return missing
