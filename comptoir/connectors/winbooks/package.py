"""The package "winbooks": how its settings are proposed from the dossier, checked, tried and opened."""

from typing import Any

from comptoir.connectors.files import SHORT_PATIENCE
from comptoir.connectors.outbox import Outbox
from comptoir.connectors.port import NOWHERE, PassingFault, Reach, Settings, Tried, WrongBooks, WrongConfiguration
from comptoir.connectors.winbooks.connector import WinBooksConnector
from comptoir.connectors.winbooks.folder import look
from comptoir.connectors.winbooks.reading import begin_reading
from comptoir.connectors.winbooks.settings import DOCUMENTS, WinBooksSettings, examine, parse
from comptoir.kit.words import Refusal, Sentence


class WinBooksPackage:
    """WinBooks dossiers in a folder."""

    name = "winbooks"
    label = Sentence("WinBooks (dossier folder)")
    secrets: tuple[str, ...] = ()
    address: tuple[str, ...] = ("folder",)

    def propose(self, settings: Settings, reach: Reach = NOWHERE) -> dict[str, Any]:
        """The settings with all that is missing told from the dossier; what is given stays.

        A journal that cannot be told is miscellaneous and listed under "untold". Raises the port's three errors.
        """
        del reach  # a folder is reached without a network
        given = parse(settings)
        reading = begin_reading(given, patience=SHORT_PATIENCE)
        journals = reading.basics.journals
        return {
            "folder": str(given.folder),
            "form": reading.dossier.form,
            "encoding": reading.encoding,
            "journals": {code: kind.value for code, kind in given.journals.items()}
            | {journal.code: journal.type.value for journal in journals},
            "untold": [journal.code for journal in journals if not journal.told],
            "customer_roots": list(given.customer_roots),
            "supplier_roots": list(given.supplier_roots),
        }

    def check(self, settings: Settings, reach: Reach = NOWHERE) -> list[Refusal]:
        """What is wrong with the settings or the folder; the lines of the tables are not looked at."""
        del reach
        read, problems = examine(settings)
        return [*problems, *(_problems_of_folder(read) if read else ())]

    def test(self, settings: Settings, reach: Reach = NOWHERE) -> list[Tried]:
        """Whether the folder is there, its tables can be read, and the outbox can be written to."""
        del reach
        try:
            given = parse(settings)
            dossier = look(given.folder, given.form)
            words = Sentence("%(count)s tables of WinBooks lie in the folder.", {"count": len(dossier.tables)})
            tried = [Tried(True, words)]
        except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
            return [Tried(False, refusal.sentence)]
        try:
            reading = begin_reading(given, patience=SHORT_PATIENCE)
        except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
            return [*tried, Tried(False, refusal.sentence)]
        facts: dict[str, str | int] = {"lines": reading.look.lines, "encoding": reading.encoding.upper()}
        words = Sentence("The tables can be read: %(lines)s lines, texts in %(encoding)s.", {**facts})
        return [*tried, Tried(True, words), Outbox(given.outbox).tried()]

    def open(self, settings: Settings, reach: Reach = NOWHERE) -> WinBooksConnector:
        """The connector for these settings. Raises WrongConfiguration."""
        del reach
        return WinBooksConnector(parse(settings))


PACKAGE = WinBooksPackage()


def _problems_of_folder(settings: WinBooksSettings) -> list[Refusal]:
    try:
        look(settings.folder, settings.form)
    except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
        return [refusal]
    if settings.documents != settings.folder / DOCUMENTS and not settings.documents.is_dir():
        return [WrongConfiguration("The folder %(folder)s is not there.", folder=str(settings.documents))]
    return []
