"""What became of an upload, as scripts are told: each file with its words, and where its document is opened."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from comptoir.intake.choices import Mailbox
from comptoir.intake.models import Upload
from comptoir.web.shared.handed import told_of


def outcome_of(uploads: Iterable[Upload]) -> list[dict[str, Any]]:
    """Plain JSON values; `page` is null for what was refused."""
    return [
        {
            "name": told.name,
            "kind": told.kind,
            "words": told.words,
            "page": f"{opens(upload)}{told.submission}/" if told.submission is not None else None,
        }
        for upload in uploads
        for told in map(told_of, upload.outcome or [])
    ]


def opens(upload: Upload) -> str:
    """The address below which the documents of the upload are opened, wherever they are by now."""
    return reverse("portal:mailbox", args=[upload.dossier_id, Mailbox(upload.mailbox)])
