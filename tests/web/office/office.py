"""A dossier as the firm has it before itself, and what an office page says."""

import re
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from comptoir.connectors.registry import package
from comptoir.firms.models import Dossier
from comptoir.kit.words import Refusal
from comptoir.sync.actions import ask_for_run, connect
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.models import Run
from comptoir.sync.perform import perform
from tests.firms.people import NOW, office
from tests.web.portal.page import text_of

HTMX = {"HX-Request": "true"}


class Room:
    """The dossier's address in the office, its folder, and its runs."""

    def __init__(self, dossier: Dossier, folder: Path) -> None:
        self.dossier, self.folder = dossier, folder
        self.office = f"/office/{dossier.firm_id}/"
        self.address = f"{self.office}dossiers/{dossier.pk}/"
        self.by = office(dossier.firm, dossier)

    def connect(self, **changed: Any) -> None:
        """Connect the dossier with the proposed settings."""
        settings = package("fec").propose({"folder": str(self.folder)})
        connect(self.dossier, "fec", settings | changed, by=self.by, at=NOW)

    def ask(self, *, at: datetime | None = None, **wanted: Any) -> Run:
        """Ask for a run and leave it waiting."""
        wanted = {"kind": RunKind.MANUAL, "full": False} | wanted
        return ask_for_run(self.dossier, **wanted, by=self.by, at=at or timezone.now())

    def run(self, **wanted: Any) -> Run:
        """Ask for a run and perform it here and now."""
        run = perform(self.ask(**wanted).pk, lambda _done, _total: None)
        run.refresh_from_db()
        return run


def ended(dossier: Dossier, outcome: str, *, at: datetime = NOW, reason: Refusal | None = None, **facts: Any) -> Run:
    """A run that ended in this way, as the lists show it."""
    told = reason.sentence.to_json() if reason else None
    given: dict[str, Any] = {"kind": RunKind.NIGHTLY, "full": False, "asked_name": "Comptoir"} | facts
    running = outcome == Outcome.RUNNING
    return Run.objects.create(
        dossier=dossier, outcome=outcome, reason=told, asked_at=at, finished_at=None if running else at, **given
    )


def words(response: HttpResponse) -> str:
    """The words of the page's main part, or of the part that htmx gets."""
    html = response.content.decode()
    return text_of(html.partition("<main")[2] or html)


def table(response: HttpResponse) -> list[list[str]]:
    """The cells of each row of the page's table."""
    body = response.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def section(response: HttpResponse, name: str) -> str:
    """The words of one panel of a dossier's page."""
    found = re.search(rf'<section class="panel[^"]*" id="{name}".*?</section>', response.content.decode(), re.DOTALL)
    assert found is not None, f"there is no part {name}"
    return text_of(found[0])


def fields(response: HttpResponse) -> dict[str, str]:
    """What the page's last form would send: hidden and typed values, and what its selects show."""
    form = response.content.decode().rpartition("<form")[2]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'(name|value)="([^"]*)"', tag))
        if "name" in told and 'type="radio"' not in tag:
            sent[told["name"]] = unescape(told.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else re.findall(r'<option value="([^"]*)"', options)[0]
    return sent
