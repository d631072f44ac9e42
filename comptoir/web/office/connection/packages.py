"""How each package is asked for in the office: a sentence on what it needs, the form of its address, that of its settings.

Only what stands here and in the registry of connectors is offered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from comptoir.connectors.registry import PACKAGES
from comptoir.web.office.connection import csv, fec, tryton, winbooks
from comptoir.web.office.connection.asked import AddressForm, BooksForm


@dataclass(frozen=True)
class Asking:
    """The forms of one package; `begin` tells from the dossier's country with which settings they begin."""

    needs: Promise
    address: type[AddressForm]
    settings: type[BooksForm]
    begin: Callable[[str], dict[str, Any]]


ASKING = {
    "fec": Asking(fec.NEEDS, fec.FecAddress, fec.FecForm, fec.beginning),
    "winbooks": Asking(winbooks.NEEDS, winbooks.WinBooksAddress, winbooks.WinBooksForm, lambda _country: {}),
    "tryton": Asking(tryton.NEEDS, tryton.TrytonAddress, tryton.TrytonForm, lambda _country: {}),
    "csv": Asking(csv.NEEDS, csv.CsvAddress, csv.CsvForm, csv.beginning),
}


def offered() -> list[str]:
    """The names of the packages that may be chosen."""
    return [name for name in ASKING if name in PACKAGES]
