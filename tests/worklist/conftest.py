"""A dossier whose books have some invoices of one supplier, and people who work on its proposals."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from comptoir.firms.access import Access
from comptoir.formats.media import PDF
from comptoir.intake.actions.sending import send
from comptoir.intake.models import Submission
from comptoir.jobs.models import Job, JobState
from comptoir.jobs.registry import job_functions
from comptoir.jobs.worker import run_here
from comptoir.worklist.models import Proposal
from comptoir.worklist.proposing import propose
from tests.firms.people import in_dossier, seated
from tests.formats.pdf.make import written
from tests.intake.handing import hand_in, read_as
from tests.sync.conftest import Connected, connected
from tests.sync.exports import export

NOW = datetime(2026, 4, 20, 12, 0, tzinfo=UTC)

BOOKS = """
    2026-03-01 ACH 11  440000 F1 Proximus   -121.00
    2026-03-01 ACH 11  612300 -  -           100.00
    2026-03-01 ACH 11  411000 -  -            21.00
    2026-04-01 ACH 12  440000 F1 Proximus   -242.00
    2026-04-01 ACH 12  612300 -  -           200.00
    2026-04-01 ACH 12  411000 -  -            42.00
    2026-04-02 VEN 7   400000 C1 Martin      605.00
    2026-04-02 VEN 7   700000 -  -          -500.00
    2026-04-02 VEN 7   451000 -  -          -105.00
"""

TWENTY_ONE = [{"category": "S", "rate": "21", "base": "300.00", "tax": "63.00"}]


@pytest.fixture
def atelier(transactional_db, tmp_path, settings) -> Connected:
    """A dossier that is connected to those books, and synchronised."""
    settings.DOCUMENTS = tmp_path / "documents"
    books = tmp_path / "books"
    books.mkdir()
    export(books, BOOKS)
    found = connected(books)
    found.run()
    return found


@pytest.fixture
def anne(atelier) -> Access:
    """An administrator of the firm."""
    return in_dossier(seated("Anne", "administrator", atelier.dossier.firm), atelier.dossier)


@pytest.fixture
def proposed(atelier) -> Callable[..., Proposal]:
    """Makes the proposal of an invoice that says this, handed in and sent; of Proximus, at 21 %, unless it says else."""

    def made(number: str = "2026-117", *, mailbox: str = "purchases", source: str = "text", **says: object) -> Proposal:
        by, content = atelier.by, written([(60, 700, f"{mailbox} {number}")])
        submission = hand_in(content, f"{number}.pdf", mailbox, dossier=atelier.dossier, by=by).submission
        told: dict[str, object] = {
            "number": number,
            "issue_date": "2026-04-15",
            "supplier": {"name": "Proximus SA"},
            "customer": {"name": "Martin"},
            "totals": {"net": "300.00", "tax": "63.00", "gross": "363.00"},
            "vat": TWENTY_ONE,
        }
        read_as(submission, source, **told | says)
        send(Submission.objects.filter(pk=submission.pk), by=by, at=NOW)
        found = propose(submission, by=by, at=NOW)
        assert found is not None
        assert submission.document.media_type == PDF
        return found

    return made


def work(*, but: Sequence[str] = ()) -> None:
    """Do all that waits, as the worker does, `but` jobs of these names."""
    due = Job.objects.filter(state=JobState.WAITING).exclude(name__in=but).order_by("pk")
    while job := due.filter(run_at__lte=timezone.now()).first():
        run_here(job, job_functions())


def handed_in_and_sent(atelier: Connected) -> Submission:
    """An invoice of the supplier, handed in, read and sent to the accountant."""
    lines = ["Proximus SA", "TVA BE 0202.239.951", "Facture n° 2026-117", "Date de facture : 15/04/2026"]
    lines += ["Total HTVA 300,00 EUR", "TVA 21 % 63,00 EUR", "Total à payer 363,00 EUR"]
    content = written([(60, 780 - 24 * place, line) for place, line in enumerate(lines)])
    by = atelier.by
    submission = hand_in(content, "invoice.pdf", "purchases", "upload", dossier=atelier.dossier, by=by).submission
    work()
    send(Submission.objects.filter(pk=submission.pk), by=by, at=NOW)
    work()
    submission.refresh_from_db()
    return submission
