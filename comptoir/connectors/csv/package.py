"""The package "csv": how its settings are proposed from the tables, checked, tried and opened."""

from typing import Any

from comptoir.connectors.csv.connector import CsvConnector
from comptoir.connectors.csv.folder import look
from comptoir.connectors.csv.reading import begin_reading
from comptoir.connectors.csv.settings import examine, parse
from comptoir.connectors.files import SHORT_PATIENCE
from comptoir.connectors.outbox import Outbox
from comptoir.connectors.port import NOWHERE, PassingFault, Reach, Settings, Tried, WrongBooks, WrongConfiguration
from comptoir.kit.words import Refusal, Sentence


class CsvPackage:
    """Tables of entry lines in a folder, CSV or Excel."""

    name = "csv"
    label = Sentence("CSV or Excel (any package)")
    secrets: tuple[str, ...] = ()
    address: tuple[str, ...] = ("folder", "profile", "mapping")

    def propose(self, settings: Settings, reach: Reach = NOWHERE) -> dict[str, Any]:
        """The settings with the journals told from the tables; what is given stays. The mapping itself is not given back,
        only the profile that has it.

        A journal that cannot be told is miscellaneous and listed under "untold". Raises the port's three errors.
        """
        del reach  # a folder is reached without a network
        given = parse(settings)
        reading = begin_reading(given, patience=SHORT_PATIENCE)
        reading.store.close()
        profile = {"profile": settings["profile"]} if "profile" in settings else {}
        return profile | {
            "folder": str(given.folder),
            "journals": {code: kind.value for code, kind in given.journals.items()}
            | {journal.code: journal.type.value for journal in reading.journals},
            "untold": [journal.code for journal in reading.journals if not journal.told],
            "customer_roots": list(given.customer_roots),
            "supplier_roots": list(given.supplier_roots),
        }

    def check(self, settings: Settings, reach: Reach = NOWHERE) -> list[Refusal]:
        """What is wrong with the settings or the folder; the rows of the tables are not looked at."""
        del reach
        read, problems = examine(settings)
        if problems:
            return problems
        try:
            look(read.folder, read.mapping)
        except (WrongConfiguration, PassingFault) as refusal:
            return [refusal]
        return []

    def test(self, settings: Settings, reach: Reach = NOWHERE) -> list[Tried]:
        """Whether the folder is there, its tables can be read as the mapping says, and the outbox can be written to."""
        del reach
        try:
            given = parse(settings)
            folder = look(given.folder, given.mapping)
            tried = [Tried(True, Sentence("%(count)s tables lie in the folder.", {"count": len(folder.tables)}))]
        except (WrongConfiguration, PassingFault) as refusal:
            return [Tried(False, refusal.sentence)]
        try:
            reading = begin_reading(given, patience=SHORT_PATIENCE)
        except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
            return [*tried, Tried(False, refusal.sentence)]
        reading.store.close()
        facts = {"lines": reading.store.count, "journals": len(reading.journals), "accounts": len(reading.accounts)}
        words = Sentence(
            "The tables can be read: %(lines)s lines, %(journals)s journals, %(accounts)s accounts.", facts
        )
        return [*tried, Tried(True, words), Outbox(given.outbox).tried()]

    def open(self, settings: Settings, reach: Reach = NOWHERE) -> CsvConnector:
        """The connector for these settings. Raises WrongConfiguration."""
        del reach
        return CsvConnector(parse(settings))


PACKAGE = CsvPackage()
