"""What stands in the way of a job that works on a file, in the words of the queue."""

from collections.abc import Iterator
from contextlib import contextmanager

from comptoir.documents.store import NoRoom, NotInStore
from comptoir.jobs.work import Again, Park


@contextmanager
def faults_told() -> Iterator[None]:
    """Park a job whose file is damaged; have one tried again that found no room on the disk."""
    try:
        yield
    except NotInStore as damage:
        raise Park(str(damage)) from damage
    except NoRoom as full:
        raise Again(text=str(full)) from full
