"""What became of a file that was handed in, in the reader's words: kept, known already, or refused and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from comptoir.web.shared.templatetags.comptoir import say, when

KEPT, KNOWN, REFUSED = "kept", "known", "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """One file: its name, what became of it in one of three words, and as a sentence; the submission's id, if any."""

    name: str
    kind: str
    words: str
    submission: int | None


def told_of(taken: Mapping[str, Any]) -> Told:
    """What `intake.taking.Taken.to_json` wrote."""
    name, submission = taken["name"], taken["submission"]
    if taken["refusal"] is not None:
        return Told(name, REFUSED, say(taken["refusal"]), submission)
    if taken["known"]:
        since = when(datetime.fromisoformat(taken["since"]))
        return Told(
            name, KNOWN, gettext("Here already since %(when)s; nothing was added.") % {"when": since}, submission
        )
    return Told(name, KEPT, gettext("Received."), submission)
