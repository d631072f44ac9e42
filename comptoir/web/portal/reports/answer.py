"""How a report is answered: its page, or the file that was asked for; and the rooms between which one goes."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from comptoir.web.portal.lists.table import Link
from comptoir.web.portal.reports.files import MOST_IN_PDF, MOST_IN_SHEET, TooLong, report_file
from comptoir.web.portal.reports.sheet import Sheet
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.templatetags.comptoir import say

MOST_SHOWN = 500
"""So many rows stand on the page; the Excel file has them all."""


def most_rows(request: PortalRequest) -> int:
    """How many rows the answer that is asked for can have."""
    return {"pdf": MOST_IN_PDF, "xlsx": MOST_IN_SHEET}.get(request.GET.get("as", ""), MOST_SHOWN)


def answer(
    request: PortalRequest, sheet: Sheet, context: dict[str, Any], *, room: str, current: str
) -> HttpResponseBase:
    """The page of the report (`room` names its template), or its file; a file that would be too long is refused in words."""
    wanted, refused = request.GET.get("as", ""), ""
    if wanted in {"xlsx", "pdf"}:
        try:
            return report_file(request, sheet, wanted)
        except TooLong as refusal:
            refused = say(refusal.sentence)
    shown = {
        "sheet": sheet,
        "rows": sheet.first(MOST_SHOWN),
        "hidden": sheet.more + max(len(sheet.rows) - MOST_SHOWN - 1, 0),
        "files": _files(request),
        "refused": refused,
        "rooms": rooms(request, current),
    }
    return render(request, f"portal/reports/{room}.html", shown | context, status=422 if refused else 200)


def rooms(request: PortalRequest, current: str) -> list[Link]:
    """The reports that this person may see."""
    prefix, sees = f"/d/{request.dossier.pk}/reports/", request.access.may("payment.view")
    words = (
        ("customers", "due/customers/", gettext("Customers by due date"), sees),
        ("suppliers", "due/suppliers/", gettext("Suppliers by due date"), sees),
        ("trial", "trial/", gettext("Trial balance"), True),
        ("result", "result/", gettext("Result by period"), True),
    )
    return [Link(label, prefix + path, name == current) for name, path, label, shown in words if shown]


def _files(request: PortalRequest) -> dict[str, str]:
    """The addresses of the two files of what is shown."""
    asked = request.GET.copy()
    found = {}
    for kind in ("xlsx", "pdf"):
        asked["as"] = kind
        found[kind] = f"?{asked.urlencode()}"
    return found
