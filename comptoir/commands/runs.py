"""Runs as the command line tells them."""

from typing import Any

from comptoir.kit.words import Sentence
from comptoir.sync.models import Run


def why(run: Run) -> str:
    """The reason of a run that was refused or failed, with its place; "" when there is none."""
    if not run.reason:
        return ""
    place = run.place or {}
    where = [str(place["file"])] if place.get("file") else []
    if place.get("line"):
        where.append(f"line {place['line']}")
    if place.get("column"):
        where.append(f"column {place['column']}")
    reason = str(Sentence.from_json(run.reason))
    return f"{', '.join(where)}: {reason}" if where else reason


def run_in_json(run: Run) -> dict[str, Any]:
    """A run for scripts: kind, full, started_at, finished_at, outcome, reason, place, counts, findings, dates."""
    return {
        "id": run.pk,
        "kind": run.kind,
        "full": run.full,
        "started_at": (run.started_at or run.asked_at).isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "outcome": run.outcome,
        "reason": why(run) or None,
        "place": run.place,
        "needs_confirmation": run.needs_confirmation,
        "read_from": run.read_from.isoformat() if run.read_from else None,
        "read_to": run.read_to.isoformat() if run.read_to else None,
        "done_until": run.done_until.isoformat() if run.done_until else None,
        "counts": run.counts,
        "findings": [str(Sentence.from_json(finding)) for finding in run.findings],
    }
