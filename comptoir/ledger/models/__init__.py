"""The tables of the mirror."""

from comptoir.ledger.models.basics import Account, Books, Journal, Partner, Period
from comptoir.ledger.models.entries import Entry, Lettering, Line
from comptoir.ledger.models.staging import StagedEntry, StagedLine, Touched
from comptoir.ledger.models.sums import AccountMonth, OpenItem, PartnerBalance

__all__ = [
    "Account",
    "AccountMonth",
    "Books",
    "Entry",
    "Journal",
    "Lettering",
    "Line",
    "OpenItem",
    "Partner",
    "PartnerBalance",
    "Period",
    "StagedEntry",
    "StagedLine",
    "Touched",
]
