"""Limits on what may be tried too often, counted in the database and so across all processes.

Time is cut into windows of fixed length; each attempt is one atomic upsert of the count of its window. Nothing stays
locked: a new window begins at zero.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from comptoir.firms.models import Attempts
from comptoir.kit.words import Refusal

KEPT_SECONDS = 86400
"""Longer than any window; older counts are removed."""

_COUNT = """
    INSERT INTO firms_attempts ("key", "window", "count") VALUES (%s, %s, 1)
    ON CONFLICT ("key", "window") DO UPDATE SET "count" = firms_attempts."count" + 1
    RETURNING "count"
"""


class TooManyAttempts(Refusal):
    """The limit is reached; the sentence says when to try again."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` of something within `seconds`, for each thing that is counted apart."""

    name: str
    times: int
    seconds: int

    def key(self, what: str) -> str:
        """Under which key it is counted: never the address or mailbox itself."""
        return f"{self.name}:{sha256(what.encode()).hexdigest()[:40]}"

    def take(self, what: str, *, at: datetime) -> None:
        """Count one attempt; raises TooManyAttempts when it is one too many."""
        if not hit(self.key(what), limit=self.times, seconds=self.seconds, at=at):
            minutes = -(-seconds_left(self.seconds, at=at) // 60)
            raise TooManyAttempts("Too many attempts. Try again in %(minutes)s min.", minutes=minutes)

    def give_back(self, what: str, *, at: datetime) -> None:
        """Take one attempt of the running window off again: it turned out not to be one."""
        window = _window(self.seconds, at)
        with connection.cursor() as cursor:
            cursor.execute(
                'UPDATE firms_attempts SET "count" = "count" - 1 WHERE "key" = %s AND "window" = %s AND "count" > 0',
                [self.key(what), window],
            )

    def forget(self, what: str) -> None:
        """Begin again at zero."""
        Attempts.objects.filter(key=self.key(what)).delete()


LOGIN_OF_ACCOUNT = Limit("login-account", 5, 15 * 60)
LOGIN_FROM_ADDRESS = Limit("login-address", 20, 60)
RESET_OF_ACCOUNT = Limit("reset-account", 3, 3600)
RESET_FROM_ADDRESS = Limit("reset-address", 20, 3600)
INVITATIONS_OF_PERSON = Limit("invitations", 30, 3600)
PASSWORD_OF_PERSON = Limit("password", 5, 15 * 60)
"""Asking the present password again, of somebody who is logged in."""

REQUESTS_OF_TOKEN = Limit("api-token", 120, 60)
"""What a program may ask with one token."""

UNKNOWN_TOKENS_FROM_ADDRESS = Limit("api-address", 30, 60)


def hit(key: str, *, limit: int, seconds: int, at: datetime) -> bool:
    """Count one attempt under this key and say whether it is still within the limit.

    Stands on its own: refuses (RuntimeError) to run inside a transaction, whose rollback would take the count back.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, _window(seconds, at)])
        count: int = cursor.fetchone()[0]
    return count <= limit


def seconds_left(seconds: int, *, at: datetime) -> int:
    """How long until the running window of that length is over."""
    return _window(seconds, at) + seconds - int(at.timestamp())


def clean(at: datetime) -> int:
    """Remove the counts of windows long over; says how many there were."""
    return Attempts.objects.filter(window__lt=int(at.timestamp()) - KEPT_SECONDS).delete()[0]


def _window(seconds: int, at: datetime) -> int:
    """When the window of that moment began, in seconds since the epoch."""
    now = int(at.timestamp())
    return now - now % seconds
