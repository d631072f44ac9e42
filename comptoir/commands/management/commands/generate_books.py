"""comptoir generate-books: the books of an invented company, for demos and measurements."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comptoir.demo.generate.books import generate
from comptoir.kit.words import Refusal


class Command(BaseCommand):
    """Writes a folder of books; needs no installation."""

    help = "Write the books of an invented Belgian company (FEC, sidecar files, documents) at any size."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """How large, and where."""
        parser.add_argument("--lines", type=int, required=True, help="about how many lines, over all years")
        parser.add_argument("--out", default="books", metavar="DIR", help="folder to write into (default: books)")
        parser.add_argument("--seed", type=int, default=1, help="other seeds give other books (default: 1)")
        parser.add_argument("--years", type=int, default=3, help="how many fiscal years, up to 2026 (default: 3)")
        parser.add_argument(
            "--documents", type=int, default=0, metavar="N", help="PDFs for the N newest invoices, some as UBL too"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Generate, and say what was written."""
        folder = Path(options["out"])
        try:
            made = generate(
                folder,
                lines=options["lines"],
                seed=options["seed"],
                years=options["years"],
                documents=options["documents"],
            )
        except (Refusal, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        names = [path.name for path in made.files]
        if options["json"]:
            told = {"folder": str(folder), "lines": made.lines, "entries": made.entries, "files": names}
            self.stdout.write(json.dumps({**told, "cases": made.cases}))
            return
        books = [name for name in names if Path(name).suffix not in {".pdf", ".xml"}]
        documents = len(names) - len(books)
        self.stdout.write(f"{made.lines} lines of {made.entries} entries are written to {folder}: {', '.join(books)}.")
        if documents:
            self.stdout.write(f"Beside them lie {documents} documents.")
