"""The history of a filed document in the pane: what people did with it, newest first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comptoir.archive.models import Category, FiledDocument
from comptoir.audit.models import Event
from comptoir.audit.trail import events_about
from comptoir.firms.access import Access
from comptoir.kit.words import Sentence
from comptoir.web.portal.archive.past import SHOWN, Moment, Past
from comptoir.web.shared.changes import FieldChange
from comptoir.web.shared.templatetags.comptoir import dmy

TOLD = {
    "archive.filed": ("plus", Sentence("%(name)s filed the document.")),
    "archive.filing_changed": ("edit", Sentence("%(name)s changed what is said of it.")),
    "archive.taken_out": ("delete", Sentence("%(name)s took it out.")),
    "archive.put_back": ("archive", Sentence("%(name)s put it back.")),
    "archive.handled": ("box-checked", Sentence("%(name)s marked this as handled.")),
    "archive.unhandled": ("box", Sentence("%(name)s took the tick “handled” away.")),
    "archive.reminded": ("mail", Sentence("Those concerned were told by mail that it expires.")),
}
FIELDS = {
    "category_id": _("Category"),
    "title": _("Title"),
    "dated_on": _("Date of the document"),
    "comment": _("Comment"),
    "expires_on": _("Expires on"),
    "remind_on": _("Reminder"),
}
DAYS = {"dated_on", "expires_on", "remind_on"}


def past_of(access: Access, filed: FiledDocument) -> Past:
    """What happened to the document, in two queries at most."""
    told = [event for event in events_about(filed, by=access)[: SHOWN + 1] if event.action in TOLD]
    names = _names(access, told)
    moments = [_moment(event, names) for event in told]
    return Past(moments[:SHOWN], more=len(moments) > SHOWN)


def _moment(event: Event, names: Mapping[int, str]) -> Moment:
    icon, said = TOLD[event.action]
    before, after = event.facts.get("before", {}), event.facts.get("after", {})
    fields = [
        FieldChange(label, _written(name, before.get(name), names), _written(name, after[name], names))
        for name, label in FIELDS.items()
        if event.action == "archive.filing_changed" and name in after
    ]
    return Moment(event.at, icon, replace(said, facts={"name": event.by}), fields)


def _written(name: str, value: Any, names: Mapping[int, str]) -> str:
    if value is None:
        return ""
    if name == "category_id":
        return names.get(value, "")
    return dmy(date.fromisoformat(value)) if name in DAYS else str(value)


def _names(access: Access, events: list[Event]) -> dict[int, str]:
    """The names of the categories that the events speak of."""
    told = [event.facts.get(side, {}).get("category_id") for event in events for side in ("before", "after")]
    wanted = {pk for pk in told if pk is not None}
    if not wanted:
        return {}
    found = Category.objects.visible_to(access).filter(pk__in=wanted)
    return {each.pk: each.name_in(get_language() or "fr") for each in found}
