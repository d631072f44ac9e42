"""How much a dossier takes in: each new document is counted by day, and what is more than there is room for is refused.

Counted in the transaction that writes the document's row: of many at once as many come in as there is room for.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from comptoir.documents.models import Usage
from comptoir.documents.store import CannotKeep

MB = 2**20

_COUNT = """
    INSERT INTO documents_usage ("dossier_id", "day", "files", "bytes") VALUES (%s, %s, 1, %s)
    ON CONFLICT ("dossier_id", "day") DO UPDATE
    SET "files" = documents_usage."files" + 1, "bytes" = documents_usage."bytes" + excluded."bytes"
    RETURNING "files", "bytes"
"""


class OverQuota(CannotKeep):
    """The dossier has no room for the file, today or at all. The same file can be kept when there is room again."""


def demand_room(dossier_id: int, *, size: int, files: int = 1, by_day: bool = True, at: datetime) -> None:
    """Refuse (OverQuota) so many new files of so many bytes together when the dossier has no room for them now.

    `by_day`: of the day too, and not in all only.
    """
    used = Usage.objects.filter(dossier_id=dossier_id, day=timezone.localdate(at)).first() or Usage()
    if by_day:
        _refuse_day(used.files + files, used.bytes + size)
    _refuse_all(_in_all(dossier_id) + size)


def count(dossier_id: int, *, size: int, by_day: bool = True, at: datetime) -> None:
    """Count one new file, in the transaction that writes its row. Refuses as `demand_room` does."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [dossier_id, timezone.localdate(at).isoformat(), size])
        files, of_day = cursor.fetchone()
    if by_day:
        _refuse_day(files, of_day)
    _refuse_all(_in_all(dossier_id))


def _in_all(dossier_id: int) -> int:
    total: int = Usage.objects.filter(dossier_id=dossier_id).aggregate(bytes=Sum("bytes", default=0))["bytes"]
    return total


def _refuse_day(files: int, size: int) -> None:
    if files > settings.QUOTA_FILES_A_DAY:
        raise OverQuota(
            "A dossier takes in %(files)s files a day; hand in the others tomorrow.", files=settings.QUOTA_FILES_A_DAY
        )
    if size > settings.QUOTA_MB_A_DAY * MB:
        raise OverQuota(
            "A dossier takes in %(megabytes)s MB a day; hand in the others tomorrow.", megabytes=settings.QUOTA_MB_A_DAY
        )


def _refuse_all(size: int) -> None:
    if size > settings.QUOTA_MB * MB:
        raise OverQuota(
            "A dossier has room for %(megabytes)s MB, and there is not enough left. Tell your accountant.",
            megabytes=settings.QUOTA_MB,
        )
