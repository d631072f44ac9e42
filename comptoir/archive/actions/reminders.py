"""Reminders: those concerned are told by mail, once, that a permanent document expires."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from comptoir.archive.models import FiledDocument
from comptoir.audit.trail import record
from comptoir.firms.access import Access, machine
from comptoir.firms.choices import DOSSIER_RIGHTS, PORTAL_RIGHTS_OF_FIRM, FirmProfile
from comptoir.firms.models import Person, Seat
from comptoir.firms.queries import keepers_of_dossier, seats_of_dossier, seats_of_firm
from comptoir.notices.actions import send_mail

BY = "reminders"


def send_reminders(*, at: datetime) -> int:
    """Write the mails of every reminder that is due, each document in a transaction of its own; tells of how many.

    A document is marked in the transaction that writes its mails: killed at any point, nobody is told twice.
    """
    due = FiledDocument.objects.filter(
        remind_on__lte=timezone.localdate(at), reminded_at=None, removed_at=None, dossier__closed_at=None
    )
    return sum(_remind(pk, at) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


def concerned(access: Access) -> list[Person]:
    """The client's people who see the archive, and the firm's who look after the dossier: its administrators for none."""
    seats = [seat for seat in seats_of_dossier(access) if "archive.view" in DOSSIER_RIGHTS[seat.profile]]
    keepers = _opening(keepers_of_dossier(access))
    if not keepers:
        keepers = _opening(seats_of_firm(access).filter(profile=FirmProfile.ADMINISTRATOR))
    people = {seat.person_id: seat.person for seat in [*seats, *keepers] if seat.person.is_active}
    return list(people.values())


@transaction.atomic
def _remind(pk: int, at: datetime) -> int:
    rows = FiledDocument.objects.select_for_update(of=("self",)).select_related("dossier__firm")
    filed = rows.filter(pk=pk, reminded_at=None, removed_at=None, remind_on__lte=timezone.localdate(at)).first()
    if filed is None:
        return 0
    by = machine(filed.dossier.firm_id, filed.dossier_id, BY)
    people = concerned(by)
    for person in people:
        with translation.override(person.language):
            subject, body = _letter(filed, person.language)
        send_mail(person.email, subject, body, secret=_link(filed), firm_id=by.firm_id, dossier_id=by.dossier_id, at=at)
    filed.reminded_at = at
    filed.save(update_fields=["reminded_at"])
    record("archive.reminded", filed, by=by, at=at, people=[person.pk for person in people])
    return 1


def _opening(seats: Iterable[Seat]) -> list[Seat]:
    """Those of the firm's seats that open the portal: who is sent a link can follow it."""
    return [seat for seat in seats if "archive.view" in PORTAL_RIGHTS_OF_FIRM[seat.profile]]


def _link(filed: FiledDocument) -> str:
    """The whole address of the document's place in its tab."""
    page = {"dossier": filed.dossier_id, "tab": filed.tab, "pk": filed.pk}
    return f"{settings.PUBLIC_URL}{reverse('portal:filed_opened', kwargs=page)}"


def _letter(filed: FiledDocument, language: str) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    facts = {
        "title": filed.title,
        "day": f"{filed.expires_on:%d/%m/%Y}",
        "place": filed.dossier.name,
        "category": filed.category.name_in(language),
    }
    subject = gettext("%(place)s: “%(title)s” expires on %(day)s") % facts
    paragraphs = (
        gettext("Hello,"),
        gettext("“%(title)s” (%(category)s) in the archive of %(place)s expires on %(day)s.") % facts,
        gettext("To see the document, open this link:"),
        "{link}",
        gettext("Once there is a new one, file it there and take this one out."),
    )
    return " ".join(subject.split()), "\n\n".join(paragraphs) + "\n"
