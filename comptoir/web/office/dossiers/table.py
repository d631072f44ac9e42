"""The list of the firm's dossiers: what is wrong first, then what was never synchronised, then by name."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.firms.queries import people_by_dossier
from comptoir.intake.queries.waiting import in_progress_of
from comptoir.kit.numbers import compact
from comptoir.kit.text import plain
from comptoir.ledger.models import Books
from comptoir.ledger.queries import books_by_dossier
from comptoir.sync.models import Run
from comptoir.sync.queries import latest_runs
from comptoir.web.office.words import FAULTS, kind_in_words, outcome_badge, package_label

PAGE = 200


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One line of the list; `package` and `badge` are "" where there is no connection and no run.

    `in_progress`: how many documents were sent by the client and are not booked yet.
    """

    pk: int
    number: str
    name: str
    package: str
    accounts_until: date | None
    bank_until: date | None
    behind_since: datetime | None
    run_at: datetime | None
    kind: str
    badge: SafeString | str
    fault: bool
    people: int
    in_progress: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Some lines of the list; how many fit in all and how many of those are at fault; the mark of the next page."""

    rows: list[DossierRow]
    count: int
    faults: int
    after: int | None


def page_of_dossiers(access: Access, *, text: str = "", closed: bool = False, after: int | None = None) -> DossierPage:
    """The lines after the dossier with that id, or the first ones; a fixed number of queries."""
    dossiers = _fitting(access, text, closed)
    runs = latest_runs(dossiers)
    dossiers.sort(key=lambda dossier: _rank(dossier, runs.get(dossier.pk)))
    begin = next((place for place, dossier in enumerate(dossiers, start=1) if dossier.pk == after), 0)
    shown = dossiers[begin : begin + PAGE]
    books, people, sent = books_by_dossier(shown), people_by_dossier(shown), in_progress_of(shown)
    return DossierPage(
        rows=[
            _row(each, runs.get(each.pk), books.get(each.pk), people.get(each.pk, 0), sent.get(each.pk, 0))
            for each in shown
        ],
        count=len(dossiers),
        faults=sum(run.outcome in FAULTS for run in runs.values()),
        after=shown[-1].pk if begin + PAGE < len(dossiers) else None,
    )


def _fitting(access: Access, text: str, closed: bool) -> list[Dossier]:
    """Those whose name or number holds what was typed, however its accents and dots were typed."""
    found = Dossier.objects.visible_to(access).filter(closed_at__isnull=not closed).select_related("connection")
    wanted, digits = plain(text), compact(text)
    return [
        dossier
        for dossier in found
        if not wanted or wanted in plain(dossier.name) or (digits and digits in dossier.number)
    ]


def _rank(dossier: Dossier, run: Run | None) -> tuple[int, str, int]:
    group = 1 if run is None else 0 if run.outcome in FAULTS else 2
    return group, plain(dossier.name), dossier.pk


def _row(dossier: Dossier, run: Run | None, books: Books | None, people: int, in_progress: int) -> DossierRow:
    connection = getattr(dossier, "connection", None)
    return DossierRow(
        pk=dossier.pk,
        number=dossier.number,
        name=dossier.name,
        package=package_label(connection.package) if connection else "",
        accounts_until=books.accounts_until if books else None,
        bank_until=books.bank_until if books else None,
        behind_since=books.behind_since if books else None,
        run_at=(run.finished_at or run.started_at or run.asked_at) if run else None,
        kind=kind_in_words(run) if run else "",
        badge=outcome_badge(run) if run else "",
        fault=run is not None and run.outcome in FAULTS,
        people=people,
        in_progress=in_progress,
        closed_at=dossier.closed_at,
    )
