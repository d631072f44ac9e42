"""Looks at an electronic invoice as it is written, by all the rules, and tells what is not as it should be."""

from collections import Counter
from collections.abc import Iterator
from decimal import localcontext

from comptoir.formats.en16931.rules.families import check_families
from comptoir.formats.en16931.rules.own import check_own
from comptoir.formats.en16931.rules.telling import check_telling
from comptoir.formats.en16931.rules.totals import check_totals
from comptoir.formats.en16931.written import Written
from comptoir.records.invoice import Finding

MOST = 10
"""Findings of one rule that are told; a document of a thousand lines may break it a thousand times."""

PLACES = 80
"""Digits of the arithmetic: more than any product or sum of amounts has."""


def findings_of(document: Written) -> tuple[Finding, ...]:
    """What the rules found, those of EN 16931 before our own, of each rule no more than MOST."""
    with localcontext(prec=PLACES):
        return tuple(_few(_all(document)))


def _all(document: Written) -> Iterator[Finding]:
    yield from check_totals(document)
    yield from check_telling(document)
    yield from check_families(document)
    yield from check_own(document)


def _few(findings: Iterator[Finding]) -> Iterator[Finding]:
    told: Counter[str] = Counter()
    for finding in findings:
        told[finding.rule] += 1
        if told[finding.rule] <= MOST:
            yield finding
