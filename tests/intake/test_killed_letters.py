"""A worker killed at any step of opening an e-mail hands in once, and its sender has one answer at most."""

import json
from pathlib import Path

import pytest

from tests.config.installation import installation

KILLED = Path(__file__).parent / "killed_letters.py"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What is there after a worker was killed at every step, and another one went on."""
    with installation(tmp_path_factory.mktemp("killed") / "data") as place:
        return json.loads(place.python(str(KILLED)).communicate(timeout=280)[0])


def test_each_letter_is_opened_and_handed_in_once(told):
    count = told["killed"] + 1

    assert told["killed"] > 30
    assert (told["opened"], told["submissions"]) == (count, count)
    assert (told["events"]["intake.letter_opened"], told["events"]["intake.arrived"]) == (count, count)
    assert "intake.seen_again" not in told["events"]
    assert told["outcomes"] == [[[False, False], [False, True]]] * count


def test_each_sender_has_one_answer_or_nobody_can_know_whether_he_has(told):
    count = told["killed"] + 1
    unsure = told["states"].get("unsure", 0)

    assert (told["answers"], told["given_twice"], told["unknown"]) == (count, [], 0)
    assert told["states"]["sent"] + unsure == count
    assert count - unsure <= told["given"] <= count
    assert unsure == 1
