"""E-mails that came for mailboxes: each is kept as it came before its server is answered, and opened by a job.

The secret address says whose mailbox it is for, never the sender: anybody can write any sender.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from comptoir.audit.trail import record
from comptoir.documents.actions import keep
from comptoir.documents.models import Document
from comptoir.documents.store import whole_file_of
from comptoir.firms.access import Access, machine
from comptoir.firms.models import Dossier
from comptoir.formats.media import EML
from comptoir.formats.unreadable import Unreadable
from comptoir.intake.addresses import Place
from comptoir.intake.answering import answer, silence_about
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Letter
from comptoir.intake.receiving import Handed
from comptoir.intake.taking import Taken, opened_mail, take_attachments
from comptoir.jobs.queue import enqueue
from comptoir.kit.file_names import label

OPEN = "intake.open_letter"
"""The name of the job that opens a letter, and its group."""

BY = "e-mail"
"""Who acts, in the trail, when an e-mail is taken in."""

NOTHING: Mapping[str, Any] = {"from": "", "subject": "", "message_id": "", "results": (), "robot": ""}
"""What is told of an e-mail that cannot be opened."""


def take_letter(raw: Path | bytes, places: Iterable[Place], *, envelope: str, at: datetime) -> list[Letter]:
    """Keep the e-mail, byte for byte, as a letter for each of these mailboxes; the same again is noted as seen again.

    `envelope` is the address to which answers go, "" for none. When it returns, the bytes are on the disk and the rows
    are written: it may be acknowledged. Refuses what `documents.actions.keep` refuses. Call it outside a transaction.
    """
    wanted: dict[tuple[int, Mailbox], Place] = {}
    for place in places:
        wanted.setdefault((place.dossier.pk, place.mailbox), place)
    kept = {place.dossier.pk: _kept(raw, place.dossier, at) for place in wanted.values()}
    with transaction.atomic():
        return [_letter(kept[place.dossier.pk], place, envelope, at) for place in wanted.values()]


def open_letter(letter: Letter, *, at: datetime) -> None:
    """Hand in what is attached, write down what became of each attachment, and answer; the letter is opened once.

    Killed on the way it may be called again: what was handed in already is told as the first time. Raises NoRoom,
    NotInStore.
    """
    if letter.opened_at is not None:
        return
    by = _access(letter.dossier)
    told, taken = _taken(letter, by, at)
    silence = silence_about(letter, told, verdict_in(told["results"]), at=at) or ""
    _write_down(letter, told, taken, silence, at)


def _taken(letter: Letter, by: Access, at: datetime) -> tuple[Mapping[str, Any], list[Taken]]:
    try:
        with opened_mail(whole_file_of(letter.raw)) as mail:
            sender = mail.told["from"] or letter.envelope
            handed = Handed(Mailbox(letter.mailbox), Channel.MAIL, sender, once=f"letter {letter.pk}")
            return mail.told, take_attachments(mail, handed, dossier=letter.dossier, by=by, at=at)
    except Unreadable as refusal:
        return NOTHING, [Taken(letter.raw.name, refusal=refusal.sentence)]


@transaction.atomic
def _write_down(letter: Letter, told: Mapping[str, Any], taken: Sequence[Taken], silence: str, at: datetime) -> None:
    held = Letter.objects.select_for_update(of=("self",)).select_related("dossier__firm").get(pk=letter.pk)
    if held.opened_at is not None:
        return
    held.sender, held.subject, held.message_id = told["from"], told["subject"], told["message_id"]
    held.verdict, held.silence = verdict_in(told["results"]), silence
    held.outcome, held.opened_at = [each.to_json() for each in taken], at
    held.refused = sum(each.refusal is not None for each in taken)
    held.answer = None if silence else answer(held, taken, at=at)
    held.save()
    kept = sum(each.submission is not None for each in taken)
    by = _access(held.dossier)
    record("intake.letter_opened", held, by=by, at=at, files=len(taken), kept=kept, silence=silence)


def verdict_in(results: Sequence[str]) -> str:
    """What our own mail server says of the sender, of all lines that claim to be some server's (RFC 8601)."""
    if not settings.INTAKE_AUTHSERV:
        return ""
    said = (line.partition(";") for line in results)
    own = [verdict.strip() for server, _, verdict in said if server.split()[:1] == [settings.INTAKE_AUTHSERV]]
    return "\n".join(own)


def _kept(raw: Path | bytes, dossier: Dossier, at: datetime) -> Document:
    name = label(f"{at:%Y-%m-%d %H.%M.%S}.eml")
    by = _access(dossier)
    return keep(raw, dossier=dossier, name=name, media_type=EML, accepts=frozenset({EML}), by=by, at=at)


def _letter(raw: Document, place: Place, envelope: str, at: datetime) -> Letter:
    said = {"envelope": envelope[:254], "language": place.language, "received_at": at}
    letter, is_new = Letter.objects.get_or_create(
        dossier_id=raw.dossier_id, mailbox=place.mailbox, raw=raw, defaults=said
    )
    action = "intake.letter_received" if is_new else "intake.letter_seen_again"
    record(action, letter, by=_access(place.dossier), at=at, mailbox=place.mailbox, envelope=envelope)
    if is_new:
        enqueue(OPEN, at=at, group=OPEN, unique=f"{OPEN}:{letter.pk}", letter_id=letter.pk)
    return letter


def _access(dossier: Dossier) -> Access:
    return machine(dossier.firm_id, dossier.pk, BY)
