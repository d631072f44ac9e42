"""A report as a file: a workbook with real amounts and dates, or a PDF set for paper."""

import tempfile
from typing import IO, Any

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from xlsxwriter import Workbook

from comptoir.formats.report.make import Report, ReportRow, report_pdf
from comptoir.kit.money import decimal_of
from comptoir.kit.words import Refusal
from comptoir.web.portal.lists.files import FIRST_DAY, MAX_TEXT
from comptoir.web.portal.reports.sheet import Heading, Sheet, texts
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.templatetags.comptoir import count, dmy

MOST_IN_SHEET, MOST_IN_PDF = 50_000, 2000
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAVY = {"group", "sum", "total"}
WIDTHS = {"text": 16, "day": 12, "cents": 15, "count": 10}


class TooLong(Refusal):
    """The report has more rows than such a file is made of."""


def report_file(request: PortalRequest, sheet: Sheet, wanted: str) -> HttpResponseBase:
    """The report as "xlsx" or "pdf", to download. Refuses (TooLong)."""
    most = MOST_IN_PDF if wanted == "pdf" else MOST_IN_SHEET
    if sheet.more or len(sheet.rows) > most:
        raise TooLong(
            "This report would have %(rows)s lines, and such a file has at most %(most)s. Take fewer, or the Excel file.",
            rows=count(len(sheet.rows) + sheet.more),
            most=count(most),
        )
    name = slugify(f"{sheet.name} {request.dossier.number}")
    if wanted == "xlsx":
        return FileResponse(_workbook(request, sheet), as_attachment=True, filename=f"{name}.xlsx", content_type=SHEET)
    answer = HttpResponse(report_pdf(_report(request, sheet)), content_type="application/pdf")
    answer["Content-Disposition"] = str(content_disposition_header(True, f"{name}.pdf"))
    return answer


def _report(request: PortalRequest, sheet: Sheet) -> Report:
    dossier = request.dossier
    return Report(
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        title=sheet.title,
        company=(dossier.name, f"{dossier.country} {dossier.number}"),
        firm=request.firm.name,
        facts=(*sheet.facts, (gettext("Made on"), dmy(timezone.localdate()))),
        headings=tuple((heading.label, _side(heading)) for heading in sheet.headings),
        rows=tuple(ReportRow(row.look, tuple(cell.text for cell in texts(sheet.headings, row))) for row in sheet.rows),
        nothing=sheet.nothing,
        notes=sheet.notes,
        page=gettext("Page {page} of {pages}"),
    )


def _side(heading: Heading) -> str:
    return "wide" if heading.wide else "end" if heading.at_end else "start"


def _workbook(request: PortalRequest, sheet: Sheet) -> IO[bytes]:
    """Whose and of when above, the table below; texts stay texts, whatever they begin with."""
    file = tempfile.TemporaryFile("w+b")  # noqa: SIM115  the answer closes it
    with Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet(sheet.title[:31])
        for place, heading in enumerate(sheet.headings):
            page.set_column(place, place, 38 if heading.wide else WIDTHS[heading.kind])
        above = [(sheet.title, ""), (request.dossier.name, f"{request.dossier.country} {request.dossier.number}")]
        above += [(request.firm.name, ""), *sheet.facts]
        bold = book.add_format({"bold": True})
        for line, (label, text) in enumerate(above):
            page.write_string(line, 0, label[:MAX_TEXT], *([bold] if line == 0 else []))
            page.write_string(line, 1, text[:MAX_TEXT])
        top = len(above) + 1
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8ECF0", "text_wrap": True, "valign": "top"})
        for place, heading in enumerate(sheet.headings):
            page.write_string(top, place, heading.label, head)
        page.freeze_panes(top + 1, 1)
        line = _write_rows(book, page, sheet, top + 1)
        for text in sheet.notes:
            line += 1
            page.write_string(line, 0, text)
    file.seek(0)
    return file


def _write_rows(book: Workbook, page: Any, sheet: Sheet, line: int) -> int:
    """Write the rows from that line on, and tell the line after the last one."""
    looks = {
        (kind, heavy): book.add_format({"bold": heavy} | form)
        for heavy in (False, True)
        for kind, form in {
            "text": {},
            "count": {},
            "day": {"num_format": "dd/mm/yyyy", "align": "left"},
            "cents": {"num_format": "#,##0.00;[Red]-#,##0.00"},
        }.items()
    }
    for row in sheet.rows:
        for place, (heading, value) in enumerate(zip(sheet.headings, row.values, strict=True)):
            look = looks[heading.kind, row.look in HEAVY]
            if value is None or value == "":
                continue
            if heading.kind == "cents":
                page.write_number(line, place, decimal_of(value), look)
            elif heading.kind == "count":
                page.write_number(line, place, value, look)
            elif heading.kind == "day" and value >= FIRST_DAY:
                page.write_datetime(line, place, value, look)
            else:
                page.write_string(line, place, (dmy(value) if heading.kind == "day" else str(value))[:MAX_TEXT], look)
        line += 1
    return line
