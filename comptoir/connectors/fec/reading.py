"""One reading of the folder: what was found there, what the exports name, and what that means with the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from comptoir.connectors.fec.folder import Folder, look
from comptoir.connectors.fec.scan import Look, country_of, look_through
from comptoir.connectors.fec.settings import FecSettings
from comptoir.connectors.fec.sidecars import read_partners
from comptoir.connectors.files import State, placed, wait_until_still
from comptoir.connectors.partners import Partners
from comptoir.connectors.telling import Masks, about_journals, journals_of
from comptoir.kit.words import Sentence
from comptoir.records.books import Journal


@dataclass(frozen=True, slots=True)
class Reading:
    """What a look through the folder found; `states` tells whether a file has changed since."""

    folder: Folder
    states: dict[Path, State]
    look: Look
    country: str
    roots: tuple[tuple[str, ...], tuple[str, ...]]
    journals: tuple[Journal, ...]
    partners: Partners
    findings: tuple[Sentence, ...]

    @contextmanager
    def reads(self, path: Path) -> Iterator[None]:
        """Whatever goes wrong with the file inside says where; a file that has changed meanwhile is read again later."""
        with placed(path, self.states[path]):
            yield


def begin_reading(settings: FecSettings, *, patience: int) -> Reading:
    """Look through the folder, after waiting for files that are being written. Raises the port's three errors."""
    folder = look(settings.folder, settings.first_day)
    paths = [*(year.path for year in folder.years), *folder.sidecars.values()]
    states = wait_until_still(paths, patience=patience)
    newest = folder.years[-1].path
    country = settings.country
    if not country:
        with placed(newest, states[newest]):
            country = country_of(newest)
    roots = settings.roots(country)
    seen, masks = Look(), Masks(*roots, country)
    for year in folder.years:
        with placed(year.path, states[year.path]):
            look_through(year.path, seen, masks)
    partners = Partners(*roots, seen.auxiliaries, seen.accounts)
    table = folder.sidecars.get("partners.csv")
    if table is None:
        partners.tell(())
    else:
        with placed(table, states[table]):
            partners.tell(read_partners(table, country))
    journals = tuple(journals_of(seen.journals, settings.journals, settings.untold))
    findings = (*about_journals(journals, settings.journals), *folder.findings)
    return Reading(folder, states, seen, country, roots, journals, partners, findings)
