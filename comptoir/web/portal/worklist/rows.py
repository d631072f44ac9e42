"""The rows of the worklist, and what a status looks like."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.documents.models import ReadFrom
from comptoir.intake.choices import Channel
from comptoir.worklist.choices import Status
from comptoir.worklist.models import Proposal
from comptoir.worklist.twins import with_twins

LOOKS = {
    Status.NOK: ("late", "error"),
    Status.OK: ("good", "check"),
    Status.CHECKED: ("good", "paid"),
    Status.ON_HOLD: ("plain", "none"),
    Status.ASKED: ("part", "question"),
    Status.TRANSFERRED: ("part", "sync"),
}
READ: dict[str, str | Promise] = {
    ReadFrom.XML: _("Electronic invoice"),
    ReadFrom.TEXT: pgettext_lazy("how a document was read", "Text of the PDF"),
    ReadFrom.OCR: pgettext_lazy("how a document was read", "Recognised"),
    ReadFrom.NOTHING: pgettext_lazy("how a document was read", "Nothing read"),
}


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A row: the proposal, its status, the reasons of a Nok, the first line's account, whether it may be a duplicate.

    `refused` is why the package refused it; `picked` its value in a form; `read` how it was read, and `came` by which way
    it came.
    """

    proposal: Proposal
    status: SafeString
    reasons: list[dict[str, Any]]
    refused: dict[str, Any] | None
    account: str
    twin: bool
    picked: str
    read: str
    came: str


def rows_of(proposals: Sequence[Proposal]) -> list[ListedProposal]:
    """The rows of these proposals, which come with the readings of their documents."""
    doubled = with_twins(proposals)
    return [
        ListedProposal(
            each,
            status_of(each),
            [why for field, why in each.reasons.items() if field != "refused"] if each.status == Status.NOK else [],
            each.reasons.get("refused") if each.status == Status.NOK else None,
            each.lines[0]["account"] if each.lines else "",
            each.pk in doubled,
            f"{each.pk}-{each.version}",
            str(READ.get(_source(each), "")),
            str(Channel(each.submission.channel).label),
        )
        for each in proposals
    ]


def _source(proposal: Proposal) -> str:
    reading = getattr(proposal.submission.document, "reading", None)
    return reading.source if reading is not None else ReadFrom.NOTHING


def status_of(proposal: Proposal) -> SafeString:
    """The badge of its status."""
    look, icon = LOOKS[Status(proposal.status)]
    word = Status(proposal.status).label
    return render_to_string("shared/parts/badge.html", {"tone": look, "icon": icon, "word": word})
