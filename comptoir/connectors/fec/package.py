"""The package "fec": how its settings are proposed from the exports, checked, and opened."""

from datetime import date
from typing import Any

from comptoir.connectors.fec.connector import FecConnector
from comptoir.connectors.fec.folder import earliest_start, look
from comptoir.connectors.fec.reading import Reading, begin_reading
from comptoir.connectors.fec.settings import FecSettings, examine, parse
from comptoir.connectors.port import PassingFault, Settings, WrongBooks, WrongConfiguration
from comptoir.formats.fec.lines import day_of
from comptoir.kit.dates import BadDate
from comptoir.kit.words import Refusal, Sentence

SHORT_PATIENCE = 10
"""A person who asks for a proposal waits no longer than so many seconds for a file that is being written."""


class FecPackage:
    """FEC exports in a folder."""

    name = "fec"
    label = Sentence("FEC (export folder)")

    def propose(self, settings: Settings) -> dict[str, Any]:
        """The settings with all that is missing told from the exports; what is given stays.

        A journal that cannot be told is miscellaneous and listed under "untold". Raises the port's three errors.
        """
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

    def check(self, settings: Settings) -> list[Refusal]:
        """What is wrong with the settings or the folder; the lines of the exports are not looked at."""
        read, problems = examine(settings)
        if read is None:
            return problems
        return [*problems, *_problems_of_folder(read)]

    def open(self, settings: Settings) -> FecConnector:
        """The connector for these settings. Raises WrongConfiguration."""
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
