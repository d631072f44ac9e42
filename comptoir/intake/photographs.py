"""Photographs of one paper, taken on a phone: uploads that are held until their order is said, and become one document.

Each photograph is received as it came, as a document of its own, and replaced by the one that is made of them: the bytes of
the camera stay. Killed on the way, the photographs lie in their mailbox each by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from comptoir.firms.access import Access
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission, Upload
from comptoir.intake.pages.merging import merge
from comptoir.intake.taking import Taken
from comptoir.intake.uploading import NoSuchUpload, finish, own_uploads
from comptoir.kit.words import Refusal

MOST = 30
"""Photographs of one document."""


class NotTogether(Refusal):
    """These photographs do not become one document, or not yet."""


def hand_in_each(tokens: Sequence[UUID], *, mailbox: Mailbox, by: Access, at: datetime) -> list[Upload]:
    """Hand in every one of the uploads with these tokens by itself. Refuses and raises what `finish` does."""
    return [finish(each, mailbox=mailbox, by=by, at=at) for each in _whole(tokens, by)]


def hand_in_together(tokens: Sequence[UUID], *, name: str, mailbox: Mailbox, by: Access, at: datetime) -> list[Upload]:
    """Hand in, as one document with that name, the photographs with these tokens in this order; again, it tells the same.

    One alone is handed in as it is. When one of them is refused, each is told by itself. Refuses NoSuchUpload, NotTogether,
    and what `pages.merging.merge` refuses, which leaves each by itself; raises NoRoom. Call it outside a transaction.
    """
    if len(tokens) < 2:
        return hand_in_each(tokens, mailbox=mailbox, by=by, at=at)
    if len(tokens) > MOST:
        raise NotTogether("At most %(most)s photographs become one document.", most=MOST)
    token = uuid5(NAMESPACE_OID, " ".join(each.hex for each in tokens))
    done = own_uploads(by).filter(token=token).first()
    if done is not None:
        return [done]
    pages = [finish(each, mailbox=mailbox, waits=True, by=by, at=at) for each in _whole(tokens, by)]
    told = [one for page in pages for one in page.outcome or []]
    ids = list(dict.fromkeys(one["submission"] for one in told))
    if None in ids or len(ids) < 2:
        return pages
    rows = {row.pk: row for row in Submission.objects.visible_to(by).filter(pk__in=ids)}
    made = merge([rows[pk] for pk in ids], name=name, mailbox=mailbox, channel=Channel.CAMERA, light=True, by=by, at=at)
    return [_instead(pages, made, token, at)]


def _whole(tokens: Sequence[UUID], by: Access) -> list[Upload]:
    """The uploads, in this order. Refuses (NoSuchUpload, NotTogether) what is not there, and what has not come whole."""
    found = {each.token: each for each in own_uploads(by).filter(token__in=tokens)}
    if not tokens or len(found) < len(tokens):
        raise NoSuchUpload
    if any(each.received < each.size for each in found.values()):
        raise NotTogether("Some of the photographs have not come whole yet.")
    return [found[token] for token in tokens]


@transaction.atomic
def _instead(pages: Sequence[Upload], made: Submission, token: UUID, at: datetime) -> Upload:
    """What is told of the photographs from now on: the document that was made of them."""
    Upload.objects.filter(pk__in=[each.pk for each in pages]).delete()
    size = sum(each.size for each in pages)
    first = pages[0]
    return Upload.objects.create(
        dossier=first.dossier,
        person_id=first.person_id,
        token=token,
        mailbox=made.mailbox,
        channel=Channel.CAMERA,
        name=made.name,
        size=size,
        received=size,
        created_at=at,
        touched_at=at,
        outcome=[Taken(made.name, made).to_json()],
    )
