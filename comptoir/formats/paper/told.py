"""A paper that was read, as plain values: like an electronic invoice, and where each fact stands on its pages."""

from pathlib import Path
from typing import Any

from comptoir.formats import invoice_json
from comptoir.formats.paper.compare import differences
from comptoir.formats.paper.found import places_to_json
from comptoir.formats.paper.pages import PageWords, words_in, written_in
from comptoir.formats.paper.read import Paper, read_paper
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.words import Sentence
from comptoir.records.invoice import Finding, Severity

NOT_RECOGNISED = "PAPER-OCR"
"""The rule of the finding that says why the text of a page was not recognised."""


def told_of(paper: Paper, refusal: Sentence | None = None) -> dict[str, Any]:
    """What was read as plain values: the invoice's JSON with `places`, when it is one, and what is to be said of it."""
    said = [invoice_json.finding(one) for one in findings_of(paper, refusal)]
    if paper.invoice is None:
        return {"findings": said} if said else {}
    return invoice_json.to_json(paper.invoice) | {"findings": said, "places": places_to_json(paper.places)}


def findings_of(paper: Paper, refusal: Sentence | None = None) -> list[Finding]:
    """What is odd on the paper, and why its text could not be recognised."""
    odd = [Finding("PAPER-IBAN", Severity.WARNING, sentence) for sentence in paper.oddities]
    return odd + ([Finding(NOT_RECOGNISED, Severity.WARNING, refusal)] if refusal else [])


def read_file(path: Path, media_type: str) -> dict[str, Any]:
    """The invoice on the pages of a PDF or a picture, as plain values; {} for none. Refuses what cannot be opened."""
    words = words_in(path, media_type)
    return told_of(read_paper(words.pages, turns=words.turns), words.refusal)


def compared(told: dict[str, Any], pdf: Path) -> dict[str, Any]:
    """The electronic invoice, with what its PDF says otherwise among the findings.

    What text recognition would tell is not compared, as its mistakes are no differences; nor a PDF that cannot be opened.
    """
    return told | {"findings": [*told["findings"], *(differing_in(told, pdf) or ())]}


def differing_in(told: dict[str, Any], pdf: Path) -> list[dict[str, Any]] | None:
    """The same as `differing` of the text that is written in the PDF; None also for one that cannot be opened."""
    try:
        return differing(told, written_in(pdf))
    except Unreadable:
        return None


def differing(told: dict[str, Any], words: PageWords) -> list[dict[str, Any]] | None:
    """What the pages say otherwise than the electronic invoice, as findings in plain values; None without an invoice there.

    Recognised text is not compared.
    """
    found = None if words.recognised else differences(told, words.pages)
    return None if found is None else [invoice_json.finding(one) for one in found]
