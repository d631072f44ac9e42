"""The accounting packages that Comptoir reads, by name."""

from comptoir.connectors.fec.package import PACKAGE as FEC
from comptoir.connectors.port import Package, WrongConfiguration

PACKAGES: dict[str, Package] = {FEC.name: FEC}


def package(name: str) -> Package:
    """The package of that name. Raises WrongConfiguration for a name that is none."""
    try:
        return PACKAGES[name]
    except KeyError:
        raise WrongConfiguration("There is no accounting package called %(name)s.", name=name) from None
