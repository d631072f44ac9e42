"""The accounting packages that Comptoir reads, by name."""

from comptoir.connectors.csv.package import PACKAGE as CSV
from comptoir.connectors.fec.package import PACKAGE as FEC
from comptoir.connectors.port import Package, WrongConfiguration
from comptoir.connectors.tryton.package import PACKAGE as TRYTON
from comptoir.connectors.winbooks.package import PACKAGE as WINBOOKS

PACKAGES: dict[str, Package] = {each.name: each for each in (FEC, WINBOOKS, CSV, TRYTON)}


def package(name: str) -> Package:
    """The package of that name. Raises WrongConfiguration for a name that is none."""
    try:
        return PACKAGES[name]
    except KeyError:
        raise WrongConfiguration("There is no accounting package called %(name)s.", name=name) from None


def title_of(name: str) -> str:
    """What people call the package of that name, without how its books come. Raises WrongConfiguration."""
    return str(package(name).label).partition(" (")[0]
