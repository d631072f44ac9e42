"""Run `comptoir ARGUMENTS...` in this process and kill it, without a chance to clean up, at its n-th word to the database.

Usage: killed.py DATABASE N ARGUMENTS...
"""

import os
import signal
import sys

from django.conf import settings
from django.db.backends import utils
from django.db.backends.base.base import BaseDatabaseWrapper

from comptoir.config.main import main


def mortal(method, life):
    """The method, dying when `life` has run out."""

    def call(*arguments, **options):
        life.append(1)
        if len(life) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*arguments, **options)

    return call


if __name__ == "__main__":
    said: list[int] = []
    for name in ("execute", "executemany"):
        setattr(utils.CursorWrapper, name, mortal(getattr(utils.CursorWrapper, name), said))
    BaseDatabaseWrapper.commit = mortal(BaseDatabaseWrapper.commit, said)
    BaseDatabaseWrapper._commit = mortal(BaseDatabaseWrapper._commit, said)
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    status = main(sys.argv[3:])
    sys.stdout.write(f"words: {len(said)}\n")
    sys.exit(status)
