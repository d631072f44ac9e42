"""Finding what a command is about, with a sentence when it is not clear."""

from django.core.management.base import CommandError

from comptoir.firms.access import COMMAND_LINE as COMMAND_LINE
from comptoir.firms.models import Dossier, Firm
from comptoir.kit.numbers import compact, enterprise_number


def one_firm(name_or_id: str = "") -> Firm:
    """The firm of that name or id; with nothing said, the only one. Raises CommandError."""
    firms = list(Firm.objects.order_by("name", "pk"))
    if not firms:
        raise CommandError("There is no firm yet. Create one first: comptoir create-firm --name NAME --email E-MAIL")
    if not name_or_id:
        if len(firms) > 1:
            raise CommandError(f"There are several firms; say which with --firm: {_listed(firms)}.")
        return firms[0]
    found = [firm for firm in firms if name_or_id in {firm.name, str(firm.pk)}]
    if not found:
        raise CommandError(f"There is no firm {name_or_id}. There are: {_listed(firms)}.")
    return found[0]


def one_dossier(number: str, firm: Firm | None = None) -> Dossier:
    """The open dossier with that enterprise number, in that firm or in whichever has it. Raises CommandError.

    Where none is open, the one that was closed last.
    """
    numbers = {compact(number), enterprise_number("BE", number) or compact(number)}
    dossiers = Dossier.objects.filter(number__in=numbers).select_related("firm")
    if firm is not None:
        dossiers = dossiers.filter(firm=firm)
    found = list(dossiers.open()) or list(dossiers.order_by("-closed_at")[:1])
    if not found:
        raise CommandError(f"There is no dossier with number {number}.")
    if len(found) > 1:
        places = "; ".join(f"{dossier.name}, {dossier.country}, firm {dossier.firm}" for dossier in found)
        raise CommandError(f"Several dossiers have number {number}: {places}. Say which firm with --firm.")
    return found[0]


def _listed(firms: list[Firm]) -> str:
    return ", ".join(f"{firm.name} ({firm.pk})" for firm in firms)
