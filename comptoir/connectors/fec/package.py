"""The package "fec": how its settings are proposed from the exports, checked, and opened."""

from datetime import date
from typing import Any

from comptoir.connectors.fec.connector import FecConnector
from comptoir.connectors.fec.folder import earliest_start, look
from comptoir.connectors.fec.reading import Reading, begin_reading
from comptoir.connectors.fec.settings import FecSettings, examine, parse
from comptoir.connectors.files import SHORT_PATIENCE
from comptoir.connectors.outbox import Outbox
from comptoir.connectors.port import NOWHERE, PassingFault, Reach, Settings, Tried, WrongBooks, WrongConfiguration
from comptoir.formats.fec.lines import day_of
from comptoir.kit.dates import BadDate
from comptoir.kit.words import Refusal, Sentence


class FecPackage:
    """FEC exports in a folder."""

    name = "fec"
    label = Sentence("FEC (export folder)")
    secrets: tuple[str, ...] = ()
    address: tuple[str, ...] = ("folder",)

    def propose(self, settings: Settings, reach: Reach = NOWHERE) -> dict[str, Any]:
        """The settings with all that is missing told from the exports; what is given stays.

        A journal that cannot be told is miscellaneous and listed under "untold". Raises the port's three errors.
        """
        del reach  # a folder is reached without a network
        given = parse(settings)
        reading = begin_reading(given, patience=SHORT_PATIENCE)
        customers, suppliers = reading.roots
        proposed = {
            "folder": str(given.folder),
            "country": reading.country,
            "journals": {code: kind.value for code, kind in given.journals.items()}
            | {journal.code: journal.type.value for journal in reading.journals},
            "untold": [journal.code for journal in reading.journals if not journal.told],
            "customer_roots": list(customers),
            "supplier_roots": list(suppliers),
            "customer_terms": given.customer_terms,
            "supplier_terms": given.supplier_terms,
        }
        first_day = given.first_day or _first_day(reading)
        return proposed | ({"first_day": first_day.isoformat()} if first_day else {})

    def check(self, settings: Settings, reach: Reach = NOWHERE) -> list[Refusal]:
        """What is wrong with the settings or the folder; the lines of the exports are not looked at."""
        del reach
        read, problems = examine(settings)
        if read is None:
            return problems
        return [*problems, *_problems_of_folder(read)]

    def test(self, settings: Settings, reach: Reach = NOWHERE) -> list[Tried]:
        """Whether the folder is there, its exports can be read, and the outbox can be written to."""
        del reach
        try:
            given = parse(settings)
            folder = look(given.folder, given.first_day)
            tried = [Tried(True, Sentence("Exports in the folder: %(count)s.", {"count": len(folder.years)}))]
        except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
            return [Tried(False, refusal.sentence)]
        try:
            reading = begin_reading(given, patience=SHORT_PATIENCE)
        except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
            return [*tried, Tried(False, refusal.sentence)]
        facts = {"journals": len(reading.journals), "accounts": len(reading.look.accounts)}
        words = Sentence("They can be read; journals: %(journals)s, accounts: %(accounts)s.", facts)
        return [*tried, Tried(True, words), Outbox(given.outbox).tried()]

    def open(self, settings: Settings, reach: Reach = NOWHERE) -> FecConnector:
        """The connector for these settings. Raises WrongConfiguration."""
        del reach
        return FecConnector(parse(settings))


PACKAGE = FecPackage()


def _problems_of_folder(settings: FecSettings) -> list[Refusal]:
    try:
        look(settings.folder, settings.first_day)
    except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
        return [refusal]
    return []


def _first_day(reading: Reading) -> date | None:
    """The first day of the first fiscal year, where its export begins before the twelve months, at most a year earlier."""
    first = reading.folder.years[0]
    try:
        earliest = day_of(reading.look.first_days[first.path].strip(" "))
    except BadDate:
        return None
    begins = earliest.replace(day=1)
    return begins if earliest_start(first.end_on) <= begins < first.start_on else None
