"""What every test stands on: cheap password hashes, empty caches, languages put back."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation

from tests.audit.flushing import flush_may_empty_the_trail as flush_may_empty_the_trail


class CheapArgon2(Argon2PasswordHasher):
    """The real algorithm at its lowest cost: a suite that logs in a thousand times must not take minutes."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are told apart by their place, not by what they are: the processes of a parallel run make some of them anew,
    with the hour or a salt inside, and have to find the same tests.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    """Every password of a test is hashed at the lowest cost."""
    with override_settings(PASSWORD_HASHERS=["tests.conftest.CheapArgon2"]):
        yield


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    """No test sees what another left in this process: the cache, the active language."""
    cache.clear()
    yield
    translation.deactivate()
