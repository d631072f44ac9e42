"""The people of the demo and how they log in; their passwords are meant to be read and hold nowhere else."""

from dataclasses import dataclass

FIRM = "Fiduciaire Exemple"
OTHER_FIRM = "Autre Fiduciaire"
PASSWORD = "visite-guidee-2026"  # noqa: S105  shown to everybody who starts the demo


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can log in to the demo; `role` says in words what for."""

    email: str
    name: str
    role: str
    language: str = "fr"
    password: str = PASSWORD


ADMINISTRATOR = DemoPerson("anne.lambert@fiduciaire.example", "Anne Lambert", "administrator")
COLLABORATOR = DemoPerson("thomas.renard@fiduciaire.example", "Thomas Renard", "collaborator")
CLIENT = DemoPerson("marie.dubois@atelier.example", "Marie Dubois", "client in one dossier")
CLIENT_OF_TWO = DemoPerson(
    "pieter.wouters@verbruggen.example", "Pieter Wouters", "client in two dossiers", language="nl"
)
OUTSIDER = DemoPerson("karim.collin@autre-fiduciaire.example", "Karim Collin", "outsider")

PEOPLE = (ADMINISTRATOR, COLLABORATOR, CLIENT, CLIENT_OF_TWO, OUTSIDER)
