"""The setup script: installs once, again when the lock changes or when it was interrupted, and writes the command."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A tiny project of the same shape: the real script, empty locks, a command that greets."""
    root = tmp_path / "a folder with spaces"
    for folder in ("scripts", "requirements", "comptoir/config"):
        (root / folder).mkdir(parents=True)
    shutil.copy(ROOT / "scripts/setup.py", root / "scripts/setup.py")
    (root / "requirements/run.txt").write_text("# nothing\n")
    (root / "requirements/dev.txt").write_text("# nothing either\n")
    (root / "comptoir/config/main.py").write_text("def main():\n    print('hello')\n")
    return root


def set_up(checkout: Path, kind: str = "--run") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, checkout / "scripts/setup.py", kind]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_works_after_setup_and_a_second_setup_does_nothing(checkout):
    first, second = set_up(checkout), set_up(checkout)

    greeting = subprocess.run([checkout / ".venv/bin/comptoir"], capture_output=True, text=True, check=True).stdout
    assert "Installing the packages of requirements/run.txt." in first.stdout
    assert (second.returncode, second.stdout) == (0, "")
    assert greeting == "hello\n"


def test_the_environment_of_another_checkout_is_not_touched_through_a_link(checkout, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (checkout / ".venv").symlink_to(other)

    refused = set_up(checkout)

    assert refused.returncode == 1
    assert "is a link, and would belong to another checkout. Remove it, then run this again." in refused.stderr
    assert list(other.iterdir()) == []


@pytest.mark.slow
def test_a_changed_lock_is_installed_again_and_an_interrupted_setup_is_done_again(checkout):
    set_up(checkout)
    (checkout / "requirements/run.txt").write_text("no-such-name @ file:///nowhere\n")

    broken, again = set_up(checkout), set_up(checkout)
    (checkout / "requirements/run.txt").write_text("# nothing new\n")
    mended = set_up(checkout)

    assert broken.returncode == again.returncode == 1
    assert "this command failed" in broken.stderr
    assert (mended.returncode, "Installing" in mended.stdout) == (0, True)


@pytest.mark.slow
def test_what_was_set_up_for_tests_serves_for_running_too(checkout):
    set_up(checkout, "--dev")

    assert set_up(checkout, "--run").stdout == ""
    assert json.loads((checkout / ".venv/comptoir-setup.json").read_text())["kind"] == "dev"


@pytest.mark.slow
def test_an_environment_whose_python_is_gone_is_made_anew(checkout):
    set_up(checkout)
    (checkout / ".venv/bin/python").unlink()

    assert "Creating" in set_up(checkout).stdout
    assert set_up(checkout).stdout == ""
