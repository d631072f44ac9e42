"""Which folders of the server a person of the firm may name: only those below the roots of the settings.

What is typed in a web page is a path on the server. It is resolved, links too, before it is compared, and nothing outside
the roots is looked at or spoken of.
"""

from pathlib import Path

from django.conf import settings

from comptoir.kit.words import Refusal


class FolderOutside(Refusal):
    """The folder lies below none of the roots, or is none."""


def roots_of(firm_id: int) -> list[Path]:
    """The folders below which this firm's books may lie."""
    return [Path(str(root).replace("{firm}", str(firm_id))) for root in settings.BOOKS_ROOTS]


def folder_below_roots(text: str, firm_id: int) -> str:
    """The folder's real path; one that does not begin at the top is looked for below each root.

    Raises FolderOutside for whatever does not lie below one of the firm's roots.
    """
    roots, typed = [root.resolve() for root in roots_of(firm_id)], Path(text)
    candidates = [typed] if typed.is_absolute() else [root / typed for root in roots]
    allowed = [real for real in map(_resolved, candidates) if real and any(map(real.is_relative_to, roots))]
    there = [real for real in allowed if real.is_dir()] or allowed
    if there:
        return str(there[0])
    raise FolderOutside(
        "Books must lie in a folder below %(roots)s. Whoever runs the server can add others.",
        roots=", ".join(str(root) for root in roots),
    )


def _resolved(path: Path) -> Path | None:
    """The path without links and dots; None where the links lead round in a circle or the name can be none."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return None
