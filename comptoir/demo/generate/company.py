"""The invented company whose books are generated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Company:
    """Name and numbers as they stand on its documents."""

    name: str
    number: str
    street: str
    place: str
    iban: str

    @property
    def vat(self) -> str:
        """The VAT number with its country letters."""
        return f"BE{self.number}"


COMPANY = Company("Maison Verbruggen SA", "1999000051", "Rue des Modèles 12", "5000 Namur", "BE71096123456769")
