"""Limits hold across processes, survive a rollback of what they guard, and lock nobody for ever."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from comptoir.firms.limiter import Limit, TooManyAttempts, clean, hit
from comptoir.firms.models import Attempts

NOW = datetime(2026, 11, 1, 12, 0, 10, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]

PROCESS = """
import sys
from datetime import datetime
import django
django.setup()
from django.db import connection
from comptoir.firms.limiter import hit
name, at = sys.argv[1], datetime.fromisoformat(sys.argv[2])
connection.settings_dict["NAME"] = name
sys.stdin.readline()
print(sum(hit("flood", limit=50, seconds=3600, at=at) for _ in range(40)))
"""


def test_the_first_so_many_attempts_of_a_window_pass(db):
    passed = [hit("key", limit=3, seconds=60, at=NOW) for _ in range(5)]

    assert passed == [True, True, True, False, False]


def test_the_next_window_begins_at_zero(db):
    for _ in range(9):
        hit("key", limit=3, seconds=60, at=NOW)

    assert hit("key", limit=3, seconds=60, at=NOW + timedelta(seconds=49)) is False
    assert hit("key", limit=3, seconds=60, at=NOW + timedelta(seconds=50)) is True


def test_the_refusal_says_when_to_try_again(db):
    limit = Limit("test", 1, 15 * 60)
    limit.take("anne", at=NOW)

    with pytest.raises(TooManyAttempts, match=r"Try again in 15 min\."):
        limit.take("anne", at=NOW)
    with pytest.raises(TooManyAttempts, match=r"Try again in 1 min\."):
        limit.take("anne", at=NOW + timedelta(minutes=14))
    limit.take("bert", at=NOW)


def test_an_attempt_given_back_does_not_count(db):
    limit = Limit("test", 1, 60)
    limit.take("anne", at=NOW)

    limit.give_back("anne", at=NOW)
    limit.give_back("anne", at=NOW)

    limit.take("anne", at=NOW)
    with pytest.raises(TooManyAttempts):
        limit.take("anne", at=NOW)


def test_what_is_limited_is_not_stored_in_clear(db):
    Limit("test", 1, 60).take("anne@example.org", at=NOW)

    assert "anne" not in Attempts.objects.get().key


def test_counts_of_windows_long_past_are_removed(db):
    hit("old", limit=3, seconds=60, at=NOW - timedelta(days=2))
    hit("new", limit=3, seconds=60, at=NOW)

    assert clean(NOW) == 1
    assert Attempts.objects.get().key == "new"


@pytest.mark.django_db(transaction=True)
def test_counting_inside_a_transaction_is_refused_because_its_rollback_would_forget():
    with pytest.raises(RuntimeError), transaction.atomic():
        hit("key", limit=3, seconds=60, at=NOW)

    assert not Attempts.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_processes_together_pass_no_more_than_the_limit():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings"}
    command = [sys.executable, "-c", PROCESS, str(connection.settings_dict["NAME"]), NOW.isoformat()]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    answers = [process.communicate("go\n", timeout=60)[0] for process in processes]

    assert sum(int(answer) for answer in answers) == 50
    assert Attempts.objects.get(key="flood").count == 80
