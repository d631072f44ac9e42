"""Loading the demo: two companies, their books and their people, everything through the actions that anybody uses.

Loaded once: a mark in the data folder, written last, says so. A load that was interrupted is taken up where it stopped:
the firms and people come in one transaction, and each company's books in one run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from comptoir.archive.actions.categories import give_default_categories
from comptoir.connectors.registry import package
from comptoir.demo import people
from comptoir.demo.folders import ATELIER, GENERATED, prepare_folders
from comptoir.demo.generate.company import COMPANY
from comptoir.demo.handed import hand_in
from comptoir.demo.help import tell_clients
from comptoir.demo.papers import file_papers
from comptoir.demo.people import DemoPerson
from comptoir.demo.ticks import tick_one
from comptoir.figures.actions import give_default_cost_categories
from comptoir.firms.access import COMMAND_LINE, Access, machine
from comptoir.firms.actions import (
    accept_as,
    accept_invitation,
    assign,
    create_dossier,
    create_firm,
    make_invitation,
    show_financial,
)
from comptoir.firms.actions.settings import set_dossier_options
from comptoir.firms.choices import DossierProfile, FirmProfile
from comptoir.firms.models import Dossier, Firm, Person, Seat
from comptoir.firms.queries import standing_in_firm
from comptoir.jobs.models import Job
from comptoir.jobs.work import JobFunction
from comptoir.jobs.worker import run_here
from comptoir.kit.words import Refusal, Sentence
from comptoir.sync.actions import ask_for_run, connect
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.configuration import name_bank_account
from comptoir.sync.interrupted import end_interrupted_runs
from comptoir.sync.models import Run
from comptoir.sync.reach import reach

DONE_UNTIL = date(2026, 9, 30)
MARK = "loaded"
OUTSIDERS_NUMBER = "1999100021"

Progress = Callable[[str, int, int], None]
"""Called with the company whose books are read, the lines done and their total (0 while unknown)."""


class NotForADemo(Refusal):
    """The data folder holds a real installation, which must not get logins that everybody knows."""


class DemoNotLoaded(Refusal):
    """The books of the demo could not be brought in."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client company of the demo; `ibans` by the code of the bank journal."""

    name: str
    number: str
    folder: str
    ibans: Mapping[str, str]


CLIENTS = (
    Client("Atelier Exemple SRL", "0200065765", ATELIER, {"BNK": "BE68 5390 0754 7034"}),
    Client(COMPANY.name, COMPANY.number, GENERATED, {"BNK1": "BE71 0961 2345 6769", "BNK2": "BE43 0689 9999 9501"}),
)


def is_loaded(data: Path) -> bool:
    """Whether the demo is in this data folder and its database, complete."""
    return (data / "demo" / MARK).exists() and Firm.objects.filter(name=people.FIRM).exists()


def load(data: Path, functions: Mapping[str, JobFunction], progress: Progress, *, at: datetime) -> None:
    """Bring the demo into an empty installation, or finish bringing it; once it is there, nothing is done.

    Raises NotForADemo where there are other firms, DemoNotLoaded with the reason when a run is refused.
    """
    if is_loaded(data):
        return
    _refuse_real_installation()
    if not Firm.objects.filter(name=people.FIRM).exists():
        _found(data, at)
    firm = Firm.objects.get(name=people.FIRM)
    prepare_folders(books_folder(data, firm))
    for dossier in Dossier.objects.filter(firm=firm).order_by("pk"):
        if not Run.objects.filter(dossier=dossier, outcome=Outcome.DONE).exists():
            _synchronise(dossier, functions, progress, at)
    first, second = Dossier.objects.filter(firm=firm).order_by("pk")
    file_papers(first, at)
    tick_one(first)
    hand_in(first, at)
    by = machine(firm.pk, second.pk, COMMAND_LINE)
    set_dossier_options(second, only_processed=True, limited_reporting=None, by=by, at=at)
    (data / "demo").mkdir(exist_ok=True)
    (data / "demo" / MARK).touch()


def books_folder(data: Path, firm: Firm) -> Path:
    """Where the books of that firm's dossiers lie: below its own root, which no other firm may choose from."""
    return data / "books" / str(firm.pk)


def _refuse_real_installation() -> None:
    other = Firm.objects.exclude(name__in=(people.FIRM, people.OTHER_FIRM)).first()
    if other is not None:
        raise NotForADemo(
            "This data folder holds the installation of %(firm)s. The demo, with logins that everybody knows, only goes "
            "into a folder of its own: say which with --data.",
            firm=other.name,
        )


@transaction.atomic
def _found(data: Path, at: datetime) -> None:
    """The firm, its people, its clients and their connections, and the firm next door: all or nothing."""
    firm, administrator = _firm(people.FIRM, people.ADMINISTRATOR, at)
    folder = books_folder(data, firm)
    prepare_folders(folder)
    by = _standing(administrator, firm)
    collaborator = _join(people.COLLABORATOR, FirmProfile.COLLABORATOR, firm, None, by, at)
    seat = Seat.objects.get(person=collaborator, firm=firm, dossier=None)
    dossiers = []
    for client in CLIENTS:
        dossier = create_dossier(firm, name=client.name, number=client.number, by=by, at=at)
        assign(seat, dossier, by=by, at=at)
        settings = package("fec").propose({"folder": str(folder / client.folder)}, reach())
        connect(dossier, "fec", settings, by=_standing(administrator, firm, dossier), at=at)
        show_financial(dossier, True, by=by, at=at)
        dossiers.append(dossier)
    tell_clients(firm, by, at)
    _join(people.CLIENT, DossierProfile.FULL_ACCESS, firm, dossiers[0], by, at)
    for dossier in dossiers:
        _join(people.CLIENT_OF_TWO, DossierProfile.FULL_ACCESS, firm, dossier, by, at)
    other, outsider = _firm(people.OTHER_FIRM, people.OUTSIDER, at)
    create_dossier(other, name="Dossier Voisin SRL", number=OUTSIDERS_NUMBER, by=_standing(outsider, other), at=at)


def _firm(name: str, administrator: DemoPerson, at: datetime) -> tuple[Firm, Person]:
    firm, link = create_firm(
        name, email=administrator.email, person_name=administrator.name, language=administrator.language, at=at
    )
    give_default_categories(by=machine(firm.pk, None, COMMAND_LINE), at=at)
    give_default_cost_categories(by=machine(firm.pk, None, COMMAND_LINE), at=at)
    return firm, accept_invitation(_token(link), name=administrator.name, password=administrator.password, at=at)


def _join(who: DemoPerson, profile: str, firm: Firm, dossier: Dossier | None, by: Access, at: datetime) -> Person:
    """Invite somebody and let him accept, with a new login or with the one that he has."""
    _, link = make_invitation(
        who.email, profile=profile, firm=firm, dossier=dossier, name=who.name, language=who.language, by=by, at=at
    )
    known = Person.objects.by_email(who.email)
    if known is None:
        return accept_invitation(_token(link), name=who.name, password=who.password, at=at)
    accept_as(known, _token(link), at=at)
    return known


def _token(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def _standing(person: Person, firm: Firm, dossier: Dossier | None = None) -> Access:
    standing = standing_in_firm(person, firm.pk, dossier.pk if dossier else None)
    if standing is None:
        raise DemoNotLoaded("%(name)s has no seat in the firm of the demo.", name=person.name)
    return standing.access


def _synchronise(dossier: Dossier, functions: Mapping[str, JobFunction], progress: Progress, at: datetime) -> None:
    """One manual run, asked for by the administrator and performed here."""
    administrator = Person.objects.get(email=people.ADMINISTRATOR.email)
    by = _standing(administrator, dossier.firm, dossier)
    end_interrupted_runs(dossier, by=by, at=at)
    run = ask_for_run(dossier, kind=RunKind.MANUAL, full=False, done_until=DONE_UNTIL, max_attempts=1, by=by, at=at)
    job = Job.objects.get(pk=run.job_id or 0)
    run_here(job, functions, progress=lambda done, total: progress(dossier.name, done, total))
    run.refresh_from_db()
    if run.outcome != Outcome.DONE:
        reason = str(Sentence.from_json(run.reason)) if run.reason else run.outcome
        raise DemoNotLoaded("The books of %(name)s are not loaded: %(reason)s", name=dossier.name, reason=reason)
    ibans = next(client.ibans for client in CLIENTS if client.number == dossier.number)
    for journal in dossier.journals.filter(code__in=ibans):
        name_bank_account(journal, ibans[journal.code], by=by, at=at)
