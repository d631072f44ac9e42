"""Answering with a list: the whole page, or to htmx the list alone."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import push_url

from comptoir.web.portal.lists.table import Table
from comptoir.web.shared.guard import PortalRequest


def list_page(request: PortalRequest, page: str, part: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page, or the list alone where htmx asks for it. `context` has `table`; the page includes `list_template`."""
    table: Table = context["table"]
    shown = {**context, "list_template": part}
    if request.htmx.target == "list":
        answer = render(request, "portal/lists/part.html", shown)
        return push_url(answer, f"{table.address}{table.query}")
    return render(request, page, shown)
