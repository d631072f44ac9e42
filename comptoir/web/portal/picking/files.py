"""What is taken along of the picked rows: their documents as one ZIP, the rows as a file, their ids to the e-mail."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import IO, Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comptoir.archive.bundle import INDEXES, Bundled, Packed, TooMuch, zipped
from comptoir.archive.queries.views import look_of
from comptoir.firms.paging import Row
from comptoir.kit.words import Refusal
from comptoir.web.portal.lists.asked import Asked, written
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.files import csv_file, xlsx_file
from comptoir.web.portal.lists.taken import about_list, taken
from comptoir.web.portal.picking.asked import MOST, read_picked
from comptoir.web.portal.picking.deeds import chosen, nothing_picked, refused
from comptoir.web.portal.picking.kind import Kind
from comptoir.web.portal.picking.views import kind_of
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import say

PIECE = 2**18
OF_DOCUMENTS = (Column("files", _("Files"), css="grow"), Column("remark", _("Remark"), css="grow"))
"""What the index of a ZIP says besides the list's own columns."""


class NoDocuments(Refusal):
    """None of the rows has a document."""


@require_POST
@needs("archive.view")
def documents(request: PortalRequest, tab: str) -> HttpResponseBase:
    """The documents of the picked rows as one ZIP, with an index of all the rows in it."""
    return documents_of(request, kind_of(tab))


@require_POST
@needs("archive.view")
def as_list(request: PortalRequest, tab: str) -> HttpResponseBase:
    """The picked rows as CSV or XLSX."""
    return list_of(request, kind_of(tab))


@require_POST
@needs("invoice.mail")
def mail(request: PortalRequest, tab: str) -> HttpResponse:
    """On to the e-mail with the ids of the picked rows; that page says when they are too many."""
    kind, picked = kind_of(tab), read_picked(request.POST)
    if picked.nothing:
        return nothing_picked(request, kind)
    if not kind.mailed:
        raise Http404
    _asked, rows = chosen(request, kind, picked)
    ids = tuple(("ids", str(pk)) for pk in islice(rows.values_list("pk", flat=True).iterator(), MOST))
    return redirect(f"/d/{request.dossier.pk}/archive/{tab}/mail/{written(ids)}")


def documents_of(request: PortalRequest, kind: Kind) -> HttpResponseBase:
    """The same for rows of any kind."""
    picked = read_picked(request.POST)
    if picked.nothing:
        return nothing_picked(request, kind)
    asked, rows = chosen(request, kind, picked)
    try:
        found = [(_index_row(kind, each), each.files) for each in kind.bundled(rows)]
        files = [file for _row, of_row in found for file in of_row]
        if not files:
            raise NoDocuments("None of these rows has a document.")
    except (TooMuch, NoDocuments) as refusal:
        return refused(request, kind, refusal)
    about = about_list(request, asked, kind.names(request.access, asked))
    return _zip(request, asked, [row for row, _files in found], files, about)


def list_of(request: PortalRequest, kind: Kind) -> HttpResponseBase:
    """The picked rows of any kind as CSV or XLSX."""
    picked = read_picked(request.POST)
    if picked.nothing:
        return nothing_picked(request, kind)
    asked, rows = chosen(request, kind, picked)
    asked = replace(asked, taken="csv" if asked.taken == "csv" else "xlsx")
    written_rows = (kind.row_of(row) for row in rows.iterator(chunk_size=1000))
    look = look_of(request.access, kind.plan.name, kind.plan.put_away)
    names, place = kind.names(request.access, asked), f"/d/{request.dossier.pk}/{kind.place}"
    return taken(request, asked, look, written_rows, kind.sums(request.access, rows), names=names, place=place)


def _zip(
    request: PortalRequest, asked: Asked, rows: list[Row], files: list[Packed], about: list[tuple[str, str]]
) -> StreamingHttpResponse:
    columns, title = (*asked.plan.exported, *OF_DOCUMENTS), str(asked.plan.title)
    indexes = (csv_file(columns, rows), xlsx_file(title, columns, rows, about, count=len(rows)))
    stream = zipped(files, *(_beside(name, file) for name, file in zip(INDEXES, indexes, strict=True)))
    name = f"{request.dossier.number} {title} {timezone.localdate().isoformat()}.zip"
    answer = StreamingHttpResponse(iter(stream), content_type="application/zip")
    answer["Content-Length"] = str(len(stream))
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _index_row(kind: Kind, found: Bundled[Any]) -> Row:
    """A row of the index: the list's own, the files that are in the ZIP, and what is not."""
    missing = [say(file.missing) for file in found.files if file.missing is not None]
    if not found.files:
        missing = [gettext("No document")]
    inside = (file.name for file in found.files if file.path is not None)
    return {**kind.row_of(found.row), "files": "; ".join(inside), "remark": " ".join(missing)}


def _beside(name: str, file: IO[bytes]) -> tuple[str, Iterable[bytes], int]:
    size = file.seek(0, 2)
    file.seek(0)
    return name, _pieces(file), size


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(partial(file.read, PIECE), b"")
