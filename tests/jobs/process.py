"""A worker process of the tests: the real worker, on the test database, with jobs that write a journal."""

import json
import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings


def main(database: str, journal: str, options: str) -> None:
    """Work until SIGTERM."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from comptoir.jobs.work import Work  # noqa: PLC0415 -- models exist only after setup
    from comptoir.jobs.worker import Worker  # noqa: PLC0415

    def write(what: str, work: Work) -> None:
        line = f"{what} {work.job_id} {os.getpid()} {time.monotonic()}\n"
        with Path(journal).open("a") as stream:
            stream.write(line)

    def note(work: Work) -> None:
        write("began", work)
        until = time.monotonic() + work.arguments.get("seconds", 0)
        awaited = work.arguments.get("awaits", "")
        while time.monotonic() < until or (awaited and not Path(awaited).exists()):
            time.sleep(0.02)
            if work.arguments.get("talks"):
                work.progress(1, 2)
        write("ended", work)

    given = json.loads(options)
    given["lease"] = timedelta(seconds=given.pop("lease", 60))
    worker = Worker({"note": note}, pause=0.05, **given)

    def stop(_number: int, _frame: object) -> None:
        worker.stop()
        Path(journal).with_suffix(".stopping").touch()

    signal.signal(signal.SIGTERM, stop)
    with Path(journal).with_suffix(".ready").open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    worker.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
