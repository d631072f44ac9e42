"""comptoir read: what a format reader makes of a file, told by its content and not by its name. Needs no database."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comptoir.formats.fec.columns import COLUMNS
from comptoir.formats.fec.read import read_pieces
from comptoir.formats.fec.rows import open_rows
from comptoir.formats.media import HEAD, JPEG, PDF, PNG, TIFF, XML, media_type_of
from comptoir.formats.paper.told import compared, read_file
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable, UnreadableRow
from comptoir.formats.winbooks.pieces import look_through
from comptoir.formats.winbooks.pieces import read_pieces as read_pieces_of_act
from comptoir.formats.winbooks.tables import is_act, open_table
from comptoir.kit.money import text_of

PICTURES = {JPEG, PNG, TIFF}


class Command(BaseCommand):
    """Reads one file; ends with an error, and its place, when the file cannot be read."""

    help = "Show what Comptoir reads in a file: UBL, CII, Factur-X, PDF, scans, FEC or lines of WinBooks (ACT)."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and how to answer."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Read the file and print what was found."""
        path: Path = options["file"]
        try:
            told = read(path)
        except UnreadableRow as refusal:
            raise CommandError(f"{_place(path, refusal.line, refusal.column)}: {refusal}") from None
        except Unreadable as refusal:
            raise CommandError(f"{path.name}: {refusal}") from None
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(f"{name}: {_shown(value)}" for name, value in told.items()))


def read(path: Path) -> dict[str, Any]:
    """What the reader for this kind of file makes of it. Raises Unreadable, and OSError when it cannot be opened."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    media_type = media_type_of(head)
    if media_type == PDF:
        return of_pdf(path)
    if media_type in PICTURES:
        return of_picture(path, media_type)
    if media_type == XML or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return of_xml(path)
    if _is_fec(head):
        return summary_of_fec(path)
    if is_act(head):
        return summary_of_winbooks(path)
    raise Unreadable("The file is neither FEC, an electronic invoice, PDF, picture nor lines of WinBooks.")


def of_pdf(path: Path) -> dict[str, Any]:
    """The pages of a PDF, and the invoice that it tells: the one inside of a Factur-X, else the one on its pages."""
    told = read_in_child("pdf", path)
    if "lines" in told:
        return compared(told, path)
    paper = read_file(path, PDF)
    return told | paper | {"findings": [*told.get("findings", []), *paper.get("findings", [])]}


def of_picture(path: Path, media_type: str) -> dict[str, Any]:
    """A photograph or a scan, and the invoice on it."""
    return {"findings": []} | read_in_child("picture", path) | read_file(path, media_type)


def of_xml(path: Path) -> dict[str, Any]:
    """An electronic invoice, UBL or CII, compared with the PDF inside where there is one."""
    with TemporaryDirectory(prefix="comptoir-inside-") as folder:
        told = read_in_child("invoice", path, files=Path(folder))
        pdf = next((number for number, part in enumerate(told["attachments"]) if part["type"] == PDF), None)
        return told if pdf is None else compared(told, attachment_in(Path(folder), pdf))


def summary_of_fec(path: Path) -> dict[str, Any]:
    """Counts, dates and sums of the whole file, every line and piece of which was checked on the way."""
    with open_rows(path) as rows:
        form = {
            "separator": rows.separator,
            "encoding": rows.encoding,
            "columns": "Montant/Sens" if rows.sided else "Debit/Credit",
        }
    journals: dict[str, dict[str, Any]] = {}
    days, debit, credit = set(), 0, 0
    for piece in read_pieces(path):
        first = piece.lines[0]
        journal = journals.setdefault(
            piece.journal, {"code": piece.journal, "name": first.journal_name, "pieces": 0, "lines": 0}
        )
        journal["pieces"] += 1
        journal["lines"] += len(piece.lines)
        days.add(piece.booked_on)
        debit += sum(line.cents for line in piece.lines if line.cents > 0)
        credit -= sum(line.cents for line in piece.lines if line.cents < 0)
    return {
        "kind": "fec",
        "lines": sum(journal["lines"] for journal in journals.values()),
        "pieces": sum(journal["pieces"] for journal in journals.values()),
        "journals": list(journals.values()),
        "first_date": min(days).isoformat(),
        "last_date": max(days).isoformat(),
        "debit": text_of(debit),
        "credit": text_of(credit),
        **form,
    }


def summary_of_winbooks(path: Path) -> dict[str, Any]:
    """Counts and sums of the whole table of lines, every line and piece of which was checked on the way."""
    with open_table(path, "ACT") as table:
        look = look_through(table)
        journals: dict[str, dict[str, Any]] = {
            code: {"code": code, "pieces": 0, "lines": 0} for code in sorted(look.journals)
        }
        debit, years = 0, set()
        for piece in read_pieces_of_act(table, scattered=look.scattered):
            journals[piece.journal]["pieces"] += 1
            journals[piece.journal]["lines"] += len(piece.lines)
            years.add(piece.year)
            debit += sum(line.cents for line in piece.lines if line.cents > 0)
        return {
            "kind": "winbooks",
            "lines": look.lines,
            "pieces": sum(journal["pieces"] for journal in journals.values()),
            "journals": list(journals.values()),
            "book_years": sorted(years),
            "debit": text_of(debit),
            "credit": text_of(debit),
            "left_alone": look.aside,
            "encoding": table.encoding,
        }


def _is_fec(head: bytes) -> bool:
    """Whether the first line names columns of a FEC file."""
    first = head.partition(b"\n")[0].decode("ascii", "replace").casefold()
    return sum(name.casefold() in first for name in COLUMNS) >= 3


def _place(path: Path, line: int, column: str) -> str:
    place = path.name
    if line:
        place += f", line {line}"
    if column:
        place += f", column {column}"
    return place


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
