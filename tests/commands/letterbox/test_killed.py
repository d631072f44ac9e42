"""A mail server killed at any step loses no letter that it acknowledged, and has none twice."""

import json
from pathlib import Path

import pytest

from tests.config.installation import installation

KILLED = Path(__file__).parent / "killed.py"


@pytest.mark.parametrize("protocol", ["smtp", "lmtp"])
def test_what_was_acknowledged_before_a_kill_at_any_step_is_there_once(tmp_path, protocol):
    with installation(tmp_path / "data") as place:
        told = json.loads(place.python(str(KILLED), protocol).communicate(timeout=280)[0])

    count = told["killed"] + 1
    assert told["killed"] > 15
    assert (told["lost"], told["sound"]) == (0, True)
    assert (told["letters"], told["jobs"], told["received"], told["files"]) == (2 * count, 2 * count, 2 * count, count)
