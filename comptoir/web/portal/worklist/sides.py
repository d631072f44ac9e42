"""The parts of the worklist: purchases, sales, and what is not booked; with how much waits in each."""

from typing import Any

from comptoir.web.shared.guard import PortalRequest
from comptoir.worklist.notbooked import not_booked
from comptoir.worklist.queries import worklist_of

SIDES = {"purchases": False, "sales": True}


def sides_context(request: PortalRequest, side: str) -> dict[str, Any]:
    """What every page of the worklist shows of all its parts."""
    counts = {name: worklist_of(request.access, of_sale=of_sale).count() for name, of_sale in SIDES.items()}
    if request.access.may("archive.file_all"):
        counts["miscellaneous"] = not_booked(request.access).count()
    here = f"/d/{request.dossier.pk}/worklist/"
    return {
        "side": side,
        "of_sale": SIDES.get(side, False),
        "sides": [
            {"name": name, "address": f"{here}{name}/", "current": name == side, "count": count}
            for name, count in counts.items()
        ],
        "may_transfer": request.access.may("worklist.transfer"),
        "here": f"{here}{side}/",
    }
