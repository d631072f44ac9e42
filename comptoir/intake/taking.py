"""What every door calls with what it was handed: files are kept, ZIPs and e-mails are opened, and each file is told of."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from comptoir.documents.actions import ClosedDossier
from comptoir.documents.models import Document
from comptoir.documents.quota import OverQuota, demand_room
from comptoir.documents.store import WITH_PICTURES, CannotKeep, hash_of
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.formats.media import EML, HEAD, UNKNOWN, ZIP, media_type_of
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable
from comptoir.intake.models import Submission
from comptoir.intake.receiving import Handed, receive
from comptoir.kit.file_names import label
from comptoir.kit.room import room
from comptoir.kit.words import Sentence


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: its submission (`known`: it was there before), or the refusal that says why not.

    `later`: nothing is wrong with the file; it can be handed in again when there is room, or the dossier is open.
    """

    name: str
    submission: Submission | None = None
    known: bool = False
    refusal: Sentence | None = None
    later: bool = False

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values: the submission's id, and since when it is known."""
        since = self.submission.arrived_at.isoformat() if self.submission is not None and self.known else None
        return {
            "name": self.name,
            "submission": self.submission.pk if self.submission is not None else None,
            "known": self.known,
            "since": since,
            "refusal": self.refusal.to_json() if self.refusal is not None else None,
        }


@dataclass(frozen=True, slots=True)
class Opened:
    """An e-mail that was opened: what the limited child tells of it, and the files that it left, in their order."""

    told: Mapping[str, Any]
    files: Sequence[Path]


def take_in(
    source: Path | bytes, handed: Handed, *, name: str, dossier: Dossier, by: Access, at: datetime
) -> list[Taken]:
    """Hand in what a door was given, and tell of each file what became of it; never an empty list.

    A ZIP is opened, and each of its files is told: all of them are handed in, or none where one cannot be. Of an e-mail
    each attachment is handed in by itself. What is wrong with a file is told in its `Taken`. Raised are only NotAllowed,
    and what passes: NoRoom when the disk is full, NotInStore; the same may be handed in again then. Call it outside a
    transaction.
    """
    by.demand("mailbox.use")
    with room():
        if _begins_as(source) != EML:
            return _file(source, handed, name=name, dossier=dossier, by=by, at=at)
        return _mail(source, handed, name=name, dossier=dossier, by=by, at=at)


def _mail(
    source: Path | bytes, handed: Handed, *, name: str, dossier: Dossier, by: Access, at: datetime
) -> list[Taken]:
    """Everything that is attached to an e-mail."""
    try:
        with (
            TemporaryDirectory(prefix="comptoir-mail-") as folder,
            opened_mail(_as_file(source, Path(folder) / "mail")) as mail,
        ):
            taken = take_attachments(mail, handed, dossier=dossier, by=by, at=at)
    except Unreadable as refusal:
        return [Taken(label(name), refusal=refusal.sentence)]
    return taken or [Taken(label(name), refusal=Sentence("Nothing is attached to the e-mail."))]


@contextmanager
def opened_mail(path: Path) -> Iterator[Opened]:
    """The e-mail in that file, opened in the limited child. Refuses (Unreadable) what is none, and what would do harm."""
    with TemporaryDirectory(prefix="comptoir-mail-") as folder:
        inside = Path(folder)
        told = read_in_child("mail", path, files=inside)
        yield Opened(told, [attachment_in(inside, number) for number in range(len(told["attachments"]))])


def take_attachments(mail: Opened, handed: Handed, *, dossier: Dossier, by: Access, at: datetime) -> list[Taken]:
    """Hand in everything that is attached, as `take_in` does; what the sender wrote is the comment where there is none."""
    taken: list[Taken] = []
    for path, part in zip(mail.files, mail.told["attachments"], strict=True):
        facts = {**(handed.facts or {}), "subject": part["within"] or mail.told["subject"], "from": mail.told["from"]}
        within = replace(handed, comment=handed.comment or mail.told["comment"], facts=facts)
        taken += _file(path, within, name=part["name"], dossier=dossier, by=by, at=at)
    return taken


def _file(
    source: Path | bytes, handed: Handed, *, name: str, dossier: Dossier, by: Access, at: datetime
) -> list[Taken]:
    """A plain file, or all of a ZIP."""
    if _begins_as(source) != ZIP:
        return [_one(source, handed, name=name, dossier=dossier, by=by, at=at)]
    with TemporaryDirectory(prefix="comptoir-zip-") as folder:
        inside = Path(folder) / "inside"
        inside.mkdir()
        try:
            told = read_in_child("zip", _as_file(source, Path(folder) / "zip"), files=inside)["entries"]
        except Unreadable as refusal:
            return [Taken(label(name), refusal=refusal.sentence)]
        faults = [_fault(entry) for entry in told]
        if any(faults):
            return [
                Taken(label(entry["name"]), refusal=fault or _not_alone(name))
                for entry, fault in zip(told, faults, strict=True)
            ]
        files = [attachment_in(inside, number) for number in range(len(told))]
        try:
            _demand_room(files, dossier, at)
        except OverQuota as refusal:
            return [Taken(label(name), refusal=refusal.sentence, later=True)]
        within = replace(handed, facts={**(handed.facts or {}), "zip": label(name)})
        return [
            _one(file, within, name=entry["name"], dossier=dossier, by=by, at=at)
            for file, entry in zip(files, told, strict=True)
        ]


def _begins_as(source: Path | bytes) -> str:
    """What it begins as; what cannot be opened is told later, with all that is no ordinary file."""
    if isinstance(source, bytes):
        return media_type_of(source[:HEAD])
    if not source.is_file():
        return UNKNOWN
    with source.open("rb") as file:
        return media_type_of(file.read(HEAD))


def _as_file(source: Path | bytes, place: Path) -> Path:
    if isinstance(source, Path):
        return source
    place.write_bytes(source)
    return place


def _fault(entry: dict[str, Any]) -> Sentence | None:
    """Why a file of a ZIP cannot be handed in, by what the limited child told of it."""
    if entry["refused"] is not None:
        return Sentence.from_json(entry["refused"])
    if entry["type"] not in WITH_PICTURES:
        return Sentence("Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them.")
    return None


def _demand_room(files: list[Path], dossier: Dossier, at: datetime) -> None:
    """Refuse (OverQuota) all of a ZIP where not all of what is new in it has room."""
    new = {hash_of(file): file.stat().st_size for file in files}
    for digest in Document.objects.filter(dossier=dossier, sha256__in=new).values_list("sha256", flat=True):
        del new[digest]
    demand_room(dossier.pk, size=sum(new.values()), files=len(new), at=at)


def _not_alone(name: str) -> Sentence:
    return Sentence("Nothing of %(zip)s is kept, as another file in it cannot be.", {"zip": label(name)})


def _one(source: Path | bytes, handed: Handed, *, name: str, dossier: Dossier, by: Access, at: datetime) -> Taken:
    try:
        received = receive(source, handed, name=name, dossier=dossier, by=by, at=at)
    except CannotKeep as refusal:
        return Taken(label(name), refusal=refusal.sentence, later=isinstance(refusal, OverQuota | ClosedDossier))
    return Taken(label(name), received.submission, known=received.known)
