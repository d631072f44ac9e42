"""A server killed at any step of an upload or a request loses nothing that it acknowledged, and hands nothing in twice."""

import json
from pathlib import Path

import pytest

from tests.config.installation import installation

KILLED = Path(__file__).parent / "killed.py"
KILLED_FOLDER = Path(__file__).parent / "killed_folder.py"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What is there after a server was killed at every step, when the client or the job went on."""
    with installation(tmp_path_factory.mktemp("killed") / "data") as place:
        return json.loads(place.python(str(KILLED)).communicate(timeout=280)[0])


def test_whoever_goes_on_after_a_kill_at_any_step_has_handed_in_once(told):
    ended = told["client"]
    count = ended["killed"] + 1

    assert ended["killed"] > 20
    assert (ended["whole"], ended["sound"], ended["waiting"]) == ([1] * count, True, 0)
    assert (ended["submissions"], ended["arrived"], ended["seen_again"]) == (count, count, 0)
    assert ended["kept"] == [["kept"]] * count


def test_what_was_whole_when_the_server_was_killed_is_handed_in_by_the_job(told):
    ended = told["job"]
    taken = sum(ended["whole"])

    assert [
        whole for whole, sent in zip(ended["whole"], ended["acknowledged"], strict=True) if sent and whole != 1
    ] == []
    assert (ended["sound"], ended["waiting"], ended["seen_again"]) == (True, 0, 0)
    assert taken == ended["submissions"] == ended["arrived"]
    assert taken > sum(ended["acknowledged"])


def test_a_program_that_sends_its_request_again_has_handed_in_once(told):
    ended = told["program"]
    count = ended["killed"] + 1

    assert ended["killed"] > 10
    assert (ended["whole"], ended["sound"]) == ([1] * count, True)
    assert (ended["submissions"], ended["arrived"], ended["seen_again"]) == (count, count, 0)
    assert ended["kept"] == [["received"]] * count


def test_a_worker_killed_at_any_step_over_a_watched_folder_takes_each_file_once(tmp_path):
    with installation(tmp_path / "data") as place:
        process = place.python(str(KILLED_FOLDER), COMPTOIR_INTAKE_FOLDER=str(tmp_path / "{firm}"))
        ended = json.loads(process.communicate(timeout=280)[0])

    count = ended["killed"] + 1
    assert ended["killed"] > 20
    names = sorted(f"{number}.pdf" for number in range(count))
    assert (ended["done"], ended["submissions"]) == (names, names)
    assert ended["refused"] == sorted(f"{number}.exe{more}" for number in range(count) for more in ("", ".txt"))
    assert (ended["left"], ended["rows"], ended["sound"]) == ([], 0, True)
    assert (ended["arrived"], ended["seen_again"]) == (count, 0)
