"""E-mails are fetched from the firm's mailbox at a provider: kept first, then put away there.

The addresses of servers that delivered an e-mail (Delivered-To and the like) say for which mailbox it is; where they are
none of ours, those that the sender wrote. An e-mail for no mailbox of the firm stays where it is.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.documents.actions import CannotKeep, NoRoom, OverQuota
from comptoir.documents.store import MAX_BYTES
from comptoir.firms.access import machine
from comptoir.formats.unreadable import Unreadable
from comptoir.intake.addresses import Place, resolve
from comptoir.intake.imap import CannotFetch, Folder, opened
from comptoir.intake.letters import BY, take_letter
from comptoir.intake.models import MailAccount, Stray
from comptoir.intake.taking import opened_mail
from comptoir.jobs.queue import enqueue
from comptoir.kit.words import Sentence

FETCH = "intake.fetch"
"""The name of the job that fetches for one account, and of its group."""

EVERY = timedelta(minutes=2)
LONGEST = timedelta(hours=6)
AT_ONCE = 200
"""How often a mailbox is asked, how long it is left alone at most when that fails, and e-mails fetched in one go."""

NOBODYS = Sentence("It is for none of the firm’s mailboxes.")
TOO_LARGE = Sentence("It is larger than %(megabytes)s MB.", {"megabytes": MAX_BYTES // 2**20})


def ask_to_fetch(account: MailAccount, *, at: datetime) -> None:
    """Put the account into the queue; twice is once."""
    enqueue(FETCH, at=at, group=f"{FETCH}:{account.pk}", unique=f"{FETCH}:{account.pk}", account_id=account.pk)


def fetch(account: MailAccount, *, at: datetime) -> int:
    """Take in what is new, and write down how it went; tells how many e-mails were taken in.

    Killed at any point, the same e-mail comes again and is the same letter. Never raises what the provider does wrong: that
    is the account's `fault`, and the next attempt waits longer.
    """
    try:
        with opened(account) as folder:
            taken, fault = _taken(account, folder, at)
    except CannotFetch as refusal:
        taken, fault = 0, refusal.sentence
    _write_down(account, fault, at)
    return taken


def _taken(account: MailAccount, folder: Folder, at: datetime) -> tuple[int, Sentence | None]:
    """How many were taken in, and why some have to wait: those are asked for again."""
    _begin_anew(account, folder.validity)
    taken, fault = 0, None
    for uid, size in list(folder.sizes(account.last_uid).items())[:AT_ONCE]:
        try:
            taken += _one(account, folder, uid, size, at)
        except OverQuota as full:
            fault = full.sentence
        except NoRoom as full:
            return taken, full.sentence
        if fault is None:
            account.last_uid = uid
            account.save(update_fields=["last_uid"])
    return taken, fault


def _begin_anew(account: MailAccount, validity: int) -> None:
    if account.uid_validity != validity:
        account.uid_validity, account.last_uid = validity, 0
        account.save(update_fields=["uid_validity", "last_uid"])


def _one(account: MailAccount, folder: Folder, uid: int, size: int, at: datetime) -> bool:
    """Whether the e-mail was taken in; it is put away then."""
    if size > MAX_BYTES:
        return _leave(account, uid, {}, TOO_LARGE, at)
    raw = folder.raw(uid)
    if raw is None:
        return False
    told: Mapping[str, Any] = {}
    try:
        told = _told(raw)
        places = _places(account, told)
        if not places:
            return _leave(account, uid, told, NOBODYS, at)
        envelope = told["from"] if told["return_path"] is None else told["return_path"]
        take_letter(raw, places, envelope=envelope, at=at)
    except OverQuota:
        raise
    except (Unreadable, CannotKeep) as refusal:
        return _leave(account, uid, told, refusal.sentence, at)
    folder.put_away(uid, account.kept_folder)
    return True


def _told(raw: bytes) -> Mapping[str, Any]:
    """What the limited child tells of the e-mail. Refuses Unreadable."""
    with TemporaryDirectory(prefix="comptoir-mail-") as folder:
        path = Path(folder) / "mail"
        path.write_bytes(raw)
        with opened_mail(path) as mail:
            return mail.told


def _places(account: MailAccount, told: Mapping[str, Any]) -> list[Place]:
    for addresses in (told["delivered_to"], told["to"]):
        found = [place for place in map(resolve, addresses) if place and place.dossier.firm_id == account.firm_id]
        if found:
            return found
    return []


@transaction.atomic
def _leave(account: MailAccount, uid: int, told: Mapping[str, Any], reason: Sentence, at: datetime) -> bool:
    """Write down once that the e-mail stays where it is, and why."""
    said = {
        "sender": told.get("from", ""),
        "subject": told.get("subject", ""),
        "reason": reason.to_json(),
        "seen_at": at,
    }
    stray, is_new = Stray.objects.get_or_create(
        account=account, uid_validity=account.uid_validity or 0, uid=uid, defaults=said
    )
    if is_new:
        by = machine(account.firm_id, None, BY)
        record("intake.letter_left", stray, by=by, at=at, reason=str(reason))
    return False


def _write_down(account: MailAccount, fault: Sentence | None, at: datetime) -> None:
    """When it is asked again: after a fault twice as long as the last time."""
    account.failures = account.failures + 1 if fault else 0
    account.fault = fault.to_json() if fault else None
    account.fetched_at = account.fetched_at if fault else at
    account.next_at = at + min(EVERY * 2 ** min(account.failures, 20), LONGEST)
    account.save(update_fields=["failures", "fault", "fetched_at", "next_at"])
