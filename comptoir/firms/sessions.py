"""Sessions as rows that know their person, so that he can list and end them, with an idle and an absolute end.

Django's own database sessions, extended in the way its documentation gives. The idle time runs from the last request
(noted at most once a minute), the absolute time from the login; whichever ends first ends the session.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DbStore
from django.utils import timezone

from comptoir.firms.models import Session

STARTED_AT = "started_at"
DEVICE = "device"
NOTED_EVERY = timedelta(minutes=1)


class SessionStore(DbStore):
    """Keeps person, device and times on the row."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table in which these sessions live."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for this content; its end never lies beyond the absolute one."""
        now = timezone.now()
        row = cast(Session, super().create_model_instance(data))
        row.created_at = datetime.fromisoformat(data[STARTED_AT]) if STARTED_AT in data else now
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get(DEVICE, "")
        row.seen_at = now
        row.expire_date = _end(row.created_at, now)
        return row

    def load(self) -> dict[str, Any]:
        """The content of a session that is not over, noting that it was seen; nothing, and no key, for any other."""
        now = timezone.now()
        row = Session.objects.filter(session_key=self.session_key, expire_date__gt=now).first()
        if row is None:
            self._session_key = None
            return {}
        if row.seen_at <= now - NOTED_EVERY:
            Session.objects.filter(pk=row.pk).update(seen_at=now, expire_date=_end(row.created_at, now))
        content: dict[str, Any] = self.decode(row.session_data)
        return content


def handle_of(session_key: str | None) -> str:
    """The name under which a session is shown to its person; the key itself never leaves the cookie."""
    return sha256(f"session {session_key}".encode()).hexdigest()[:20]


def clean(at: datetime) -> int:
    """Remove the sessions that are over; says how many there were."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]


def _end(created_at: datetime, now: datetime) -> datetime:
    idle = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return min(idle, created_at + timedelta(seconds=settings.SESSION_ABSOLUTE_AGE))
