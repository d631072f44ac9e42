"""What a firm says of itself and of its clients' figures, and what one dossier says otherwise."""

from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.choices import Language, Validation
from comptoir.firms.models import Dossier, Firm
from comptoir.formats.media import PNG, media_type_of
from comptoir.formats.sandbox import read_in_child
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.words import Refusal

LONGEST_CONTACT = 500
LARGEST_LOGO = 100_000
WIDEST_LOGO = 2000
"""Pixels, in height too."""


class CannotChangeFirm(Refusal):
    """The firm cannot be set up so."""


@transaction.atomic
def change_firm(*, name: str, language: str, contact: str, by: Access, at: datetime) -> Firm:
    """Say what the firm is called, in which language it writes, and how clients reach it (lines, 500 characters).

    Refuses (CannotChangeFirm) no name, another firm's, and more contact than that; (NotAllowed).
    """
    firm = _held(by)
    name, lines = " ".join(name.split()), [line.strip() for line in contact.splitlines()]
    contact = "\n".join(lines).strip()
    if not name:
        raise CannotChangeFirm("A firm needs a name.")
    if Firm.objects.filter(name=name).exclude(pk=firm.pk).exists():
        raise CannotChangeFirm("There is already a firm named %(name)s.", name=name)
    if len(contact) > LONGEST_CONTACT:
        raise CannotChangeFirm("The contact has %(most)s characters at most.", most=LONGEST_CONTACT)
    language = language if language in Language.values else firm.language
    _change(firm, "firm.changed", {"name": name, "language": language, "contact": contact}, by=by, at=at)
    return firm


def set_logo(content: bytes, *, by: Access, at: datetime) -> Firm:
    """Show this PNG as the firm's logo; it is opened first, in a process that may do nothing else.

    Refuses (CannotChangeFirm) what is no PNG, is damaged, or is larger than 100 kB or 2000 pixels; (NotAllowed).
    """
    by.demand("office.firm")
    if len(content) > LARGEST_LOGO:
        raise CannotChangeFirm("The logo has more than 100 kB. Save it smaller.")
    if media_type_of(content) != PNG:
        raise CannotChangeFirm("The logo is not a PNG picture.")
    try:
        with NamedTemporaryFile(prefix="comptoir-logo-") as file:
            Path(file.name).write_bytes(content)
            seen = read_in_child("picture", Path(file.name))
    except Unreadable as refusal:
        raise CannotChangeFirm("The logo cannot be opened: %(why)s", why=refusal.sentence) from None
    if max(seen["width"], seen["height"]) > WIDEST_LOGO:
        raise CannotChangeFirm("The logo is more than %(most)s pixels wide or high. Save it smaller.", most=WIDEST_LOGO)
    return _keep_logo(content, by=by, at=at)


def remove_logo(*, by: Access, at: datetime) -> Firm:
    """Show the firm's first letter instead of a logo. Refuses (NotAllowed)."""
    return _keep_logo(b"", by=by, at=at)


@transaction.atomic
def set_options(*, only_processed: bool, limited_reporting: bool, by: Access, at: datetime) -> Firm:
    """Say which figures clients see, in all dossiers that do not say otherwise. Refuses (NotAllowed)."""
    firm = _held(by)
    options = {"only_processed": only_processed, "limited_reporting": limited_reporting}
    _change(firm, "firm.options_changed", options, by=by, at=at)
    return firm


@transaction.atomic
def set_dossier_options(
    dossier: Dossier, *, only_processed: bool | None, limited_reporting: bool | None, by: Access, at: datetime
) -> Dossier:
    """Say which figures the clients of this dossier see; None: as the firm says. Refuses (NotAllowed)."""
    by.demand("office.connect")
    dossier = Dossier.objects.select_for_update().visible_to(by).get(pk=dossier.pk)
    options = {"only_processed": only_processed, "limited_reporting": limited_reporting}
    _change(dossier, "dossier.options_changed", options, by=by, at=at)
    return dossier


@transaction.atomic
def set_validation(dossier: Dossier, validated_by: Validation, *, by: Access, at: datetime) -> Dossier:
    """Say who checks the booking proposals of this dossier. Refuses (NotAllowed)."""
    by.demand("office.connect")
    dossier = Dossier.objects.select_for_update().visible_to(by).get(pk=dossier.pk)
    _change(dossier, "dossier.validation_changed", {"validated_by": validated_by.value}, by=by, at=at)
    return dossier


@transaction.atomic
def _keep_logo(content: bytes, *, by: Access, at: datetime) -> Firm:
    firm = _held(by)
    before = bytes(firm.logo)
    if before != content:
        firm.logo = content
        firm.save(update_fields=["logo"])
        record("firm.logo_changed", firm, by=by, at=at, bytes_before=len(before), bytes=len(content))
    return firm


def _held(by: Access) -> Firm:
    """The firm as it is now, held, for those who set it up."""
    by.demand("office.firm")
    return Firm.objects.select_for_update().get(pk=by.firm_id)


def _change(row: Firm | Dossier, action: str, said: dict[str, Any], *, by: Access, at: datetime) -> None:
    """Write what is other than it was, and in the trail both; nothing where nothing is."""
    before = {name: getattr(row, name) for name in said}
    changed = [name for name in said if said[name] != before[name]]
    if not changed:
        return
    for name in changed:
        setattr(row, name, said[name])
    row.save(update_fields=changed)
    record(
        action,
        row,
        by=by,
        at=at,
        before={name: before[name] for name in changed},
        after={name: said[name] for name in changed},
    )
