"""The timeline of a document that was handed in: lines of the trail as sentences, newest first, for client and firm.

`moment_of` turns one line into what is said of it; a line of another action than those in `TOLD` is left out. A room that
records about a submission adds its actions there.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.audit.models import Event
from comptoir.audit.trail import events_about_each
from comptoir.documents.models import ReadFrom
from comptoir.firms.access import Access
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission
from comptoir.kit.words import Fact, Sentence
from comptoir.web.shared.changes import FieldChange

SHOWN = 60
"""So many moments are told, the arrival among them; others are said to be there."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: when, in words, what it changed; `of` names the document where it is not the head."""

    at: datetime
    icon: str
    said: Sentence
    fields: list[FieldChange] = field(default_factory=list)
    of: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened to a card, newest first; `more` when some moments between are left out."""

    moments: list[Moment]
    more: bool


ARRIVED = {
    Channel.UPLOAD: Sentence("%(sender)s uploaded the document."),
    Channel.CAMERA: Sentence("%(sender)s photographed the document."),
    Channel.MAIL: Sentence("The document arrived by e-mail from %(sender)s."),
    Channel.FOLDER: Sentence("The document was taken from the watched folder."),
    Channel.API: Sentence("%(sender)s had a program hand in the document."),
    Channel.BOOKS: Sentence("The document came with the books."),
    Channel.SPLIT: Sentence("The document was made by splitting another one."),
    Channel.MERGE: Sentence("The document was made of several others."),
}
AGAIN = {
    Channel.UPLOAD: Sentence("%(sender)s uploaded the same file again."),
    Channel.CAMERA: Sentence("%(sender)s sent the same photograph again."),
    Channel.MAIL: Sentence("The same file arrived again, by e-mail from %(sender)s."),
    Channel.FOLDER: Sentence("The same file lay in the watched folder again."),
    Channel.API: Sentence("%(sender)s had a program hand in the same file again."),
    Channel.BOOKS: Sentence("The same file came with the books."),
}
READ = {
    ReadFrom.XML: Sentence("It was read: an electronic invoice."),
    ReadFrom.TEXT: Sentence("Its text was read."),
    ReadFrom.OCR: Sentence("Its pages were read by character recognition."),
    ReadFrom.NOTHING: Sentence("Nothing was recognised in it."),
}
PLACES = {
    Mailbox.UNTYPED: Sentence("the documents to be sorted"),
    Mailbox.PURCHASES: Sentence("the purchases"),
    Mailbox.SALES: Sentence("the sales"),
    Mailbox.MISCELLANEOUS: Sentence("the miscellaneous documents"),
}
LABELS: Mapping[str, str | Promise] = {"name": _("Name"), "comment": _("Comment"), "tags": _("Tags")}

Telling = Callable[[Event], Sentence | None]


def timeline_of(access: Access, head: Submission, evidence: Sequence[Submission]) -> Timeline:
    """What happened to the head and to the evidence on its card, in one query."""
    names = {str(each.pk): each.name for each in evidence}
    ids = {head.pk, *(each.pk for each in evidence)}
    told = [moment_of(event, ids, names) for event in events_about_each(Submission, ids, by=access)]
    moments = [moment for moment in told if moment is not None]
    if len(moments) <= SHOWN:
        return Timeline(moments, more=False)
    return Timeline([*moments[: SHOWN - 1], moments[-1]], more=True)


def moment_of(event: Event, card: Collection[int] = (), names: Mapping[str, str] | None = None) -> Moment | None:
    """The line in words; None for an action that says nothing to people, and for what the other side of the card tells.

    `card` are the ids of all submissions of the card, `names` those of the evidence by their ids.
    """
    if event.action not in TOLD or event.facts.get("of") in card:
        return None
    icon, telling = TOLD[event.action]
    said = telling(event)
    if said is None:
        return None
    return Moment(event.at, icon, said, _fields(event), (names or {}).get(event.target_id, ""))


def _fields(event: Event) -> list[FieldChange]:
    before, after = event.facts.get("before"), event.facts.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return [
        FieldChange(label, _written(before.get(name)), _written(after[name]))
        for name, label in LABELS.items()
        if name in after
    ]


def _written(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _says(text: Sentence) -> Telling:
    """Always the same sentence, with who did it, and the other document that it speaks of."""

    def tell(event: Event) -> Sentence:
        return Sentence(text.text, {"name": event.by, "document": str(event.facts.get("name", ""))})

    return tell


def _by_channel(sentences: Mapping[Channel, Sentence]) -> Telling:
    def tell(event: Event) -> Sentence | None:
        channel = event.facts.get("channel")
        said = sentences.get(Channel(channel)) if channel in Channel.values else None
        return said and Sentence(said.text, {"sender": str(event.facts.get("sender") or event.by)})

    return tell


def _read(event: Event) -> Sentence | None:
    source = event.facts.get("source")
    return READ[ReadFrom(source)] if source in ReadFrom.values else None


def _moved(event: Event) -> Sentence:
    facts: dict[str, Fact | Sentence] = {"name": event.by, "mailbox": PLACES[_mailbox(event)]}
    return Sentence("%(name)s moved it to %(mailbox)s.", facts)


def _put_back(event: Event) -> Sentence:
    facts: dict[str, Fact | Sentence] = {"name": event.by, "mailbox": PLACES[_mailbox(event)]}
    return Sentence("%(name)s put it back, to %(mailbox)s.", facts)


def _mailbox(event: Event) -> Mailbox:
    told = event.facts.get("after", event.facts).get("mailbox", "")
    return Mailbox(told) if told in Mailbox.values else Mailbox.UNTYPED


def _sent(event: Event) -> Sentence:
    journal = event.facts.get("after", {}).get("journal")
    if event.facts.get("by_itself"):
        return Sentence("The mailbox sent it to the accountant by itself.")
    if journal:
        return Sentence(
            "%(name)s sent it to the accountant, for journal %(journal)s.", {"name": event.by, "journal": journal}
        )
    return Sentence("%(name)s sent it to the accountant.", {"name": event.by})


def _split(event: Event) -> Sentence:
    return Sentence(
        "%(name)s split it. Documents made of it: %(count)s.",
        {"name": event.by, "count": len(event.facts.get("parts") or ())},
    )


def _made_by_split(event: Event) -> Sentence:
    return Sentence(
        "%(name)s made it of pages of “%(document)s”.",
        {"name": event.by, "document": str(event.facts.get("of_name", ""))},
    )


def _made_by_merge(event: Event) -> Sentence:
    sources = ", ".join(str(each.get("name", "")) for each in event.facts.get("sources") or ())
    return Sentence("%(name)s made it of: %(documents)s.", {"name": event.by, "documents": sources})


def _proposed(event: Event) -> Sentence:
    if event.facts.get("status") == "nok":
        return Sentence("A booking proposal was made; something is missing in it.")
    return Sentence("A booking proposal was made.")


def _transferred(event: Event) -> Sentence:
    journal, number = (str(event.facts.get(name) or "") for name in ("piece", "number"))
    facts: dict[str, Fact | Sentence] = {"name": event.by, "journal": journal, "number": number}
    return Sentence("%(name)s transferred it to the books, as %(journal)s %(number)s.", facts)


def _checked_by_itself(event: Event) -> Sentence:
    why = Sentence.from_json(event.facts["why"])
    return Sentence("It was marked as checked by itself: %(why)s.", {"why": why})


def _transferred_by_itself(event: Event) -> Sentence:
    why = Sentence.from_json(event.facts["why"])
    return Sentence("It went to the books by itself: %(why)s.", {"why": why})


def _left_the_worklist(bare: Sentence, with_why: Sentence) -> Telling:
    def tell(event: Event) -> Sentence:
        why = str(event.facts.get("why") or "")
        return Sentence((with_why if why else bare).text, {"name": event.by, "why": why})

    return tell


def _processed(event: Event) -> Sentence:
    return Sentence(
        "%(name)s filed it as “%(title)s”.", {"name": event.by, "title": str(event.facts.get("title") or "")}
    )


def _refused(event: Event) -> Sentence:
    said = str(event.facts.get("reason") or "")
    return Sentence("The accounting package refused it: %(reason)s", {"reason": said})


def _booked(event: Event) -> Sentence:
    facts = {name: str(event.facts.get(name) or "") for name in ("journal", "year", "number")}
    if not facts["number"]:
        return Sentence("The accountant has it in the books.")
    return Sentence("The accountant booked it: journal %(journal)s, year %(year)s, number %(number)s.", facts)


TOLD: dict[str, tuple[str, Telling]] = {
    "intake.arrived": ("inbox", _by_channel(ARRIVED)),
    "intake.seen_again": ("sync", _by_channel(AGAIN)),
    "intake.read": ("search", _read),
    "intake.renamed": ("edit", _says(Sentence("%(name)s renamed it."))),
    "intake.commented": ("edit", _says(Sentence("%(name)s said how it is to be booked."))),
    "intake.tagged": ("edit", _says(Sentence("%(name)s changed its tags."))),
    "intake.moved": ("right", _moved),
    "intake.sent": ("send", _sent),
    "intake.taken_back": ("left", _says(Sentence("%(name)s took it back from the accountant."))),
    "intake.deleted": ("delete", _says(Sentence("%(name)s deleted it."))),
    "intake.put_back": ("inbox", _put_back),
    "intake.booked": ("archive", _booked),
    "worklist.proposed": ("edit", _proposed),
    "worklist.checked": ("check", _says(Sentence("%(name)s checked the booking proposal."))),
    "worklist.checked_by_itself": ("check", _checked_by_itself),
    "worklist.transferred_by_itself": ("info", _transferred_by_itself),
    "worklist.held": ("none", _says(Sentence("%(name)s put it on hold."))),
    "worklist.went_on": ("right", _says(Sentence("%(name)s took it off hold."))),
    "worklist.asked": ("question", _says(Sentence("%(name)s asked a question about it."))),
    "worklist.answered": ("edit", _says(Sentence("%(name)s answered the question."))),
    "worklist.unasked": ("left", _says(Sentence("%(name)s took the question back."))),
    "worklist.transferred": ("send", _transferred),
    "worklist.unstamped": ("info", _says(Sentence("Its pages could not be stamped with journal and number."))),
    "worklist.accepted": ("sync", _says(Sentence("The accounting package has it; it waits for the books."))),
    "worklist.refused": ("error", _refused),
    "worklist.told_apart": ("columns", _says(Sentence("%(name)s said that it is no duplicate of “%(document)s”."))),
    "worklist.sent_back": (
        "left",
        _left_the_worklist(Sentence("%(name)s sent it back."), Sentence("%(name)s sent it back: %(why)s")),
    ),
    "worklist.deleted": (
        "delete",
        _left_the_worklist(Sentence("%(name)s deleted it."), Sentence("%(name)s deleted it: %(why)s")),
    ),
    "worklist.processed": ("archive", _processed),
    "worklist.unprocessed": ("left", _says(Sentence("%(name)s took it out of the archive, to be processed anew."))),
    "intake.turned": ("edit", _says(Sentence("%(name)s changed its pages."))),
    "intake.split": ("columns", _split),
    "intake.made_by_split": ("columns", _made_by_split),
    "intake.split_undone": ("left", _says(Sentence("%(name)s undid the splitting."))),
    "intake.merged": ("columns", _says(Sentence("%(name)s merged it into “%(document)s”."))),
    "intake.made_by_merge": ("columns", _made_by_merge),
    "intake.merge_undone": ("left", _says(Sentence("%(name)s undid the merging."))),
    "intake.joined": ("link", _says(Sentence("“%(document)s” tells the same invoice, and is kept here as evidence."))),
    "intake.became_evidence": (
        "link",
        _says(Sentence("It tells the same invoice as “%(document)s”, and is kept there as evidence.")),
    ),
    "intake.taken_apart": (
        "none",
        _says(Sentence("%(name)s said that “%(document)s” and this are two documents.")),
    ),
}
"""By action the icon, and what turns its line into a sentence."""
