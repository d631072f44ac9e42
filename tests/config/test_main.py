"""The `comptoir` command: which installation, which command, and how it says no."""

import stat
from pathlib import Path

from tests.config.installation import Installation


def test_without_a_command_it_lists_them_and_makes_nothing(comptoir: Installation) -> None:
    bare, asked = comptoir.run(), comptoir.run("help")

    assert (bare.returncode, bare.stderr) == (0, "")
    assert "\n  create-firm        Create a firm and print" in bare.stdout
    assert asked.stdout == bare.stdout
    assert not comptoir.data.exists()


def test_an_unknown_command_is_answered_with_the_list(comptoir: Installation) -> None:
    answer = comptoir.run("make-coffee")

    assert answer.returncode == 2
    assert answer.stderr.startswith("There is no command make-coffee.\n\nUsage: comptoir COMMAND")
    assert not comptoir.data.exists()


def test_help_of_a_command_shows_its_options_and_none_of_the_framework(comptoir: Installation) -> None:
    one, other = comptoir.run("help", "serve"), comptoir.run("serve", "--help")

    assert one.stdout == other.stdout
    assert "usage: comptoir serve" in one.stdout
    assert "--data DIR" in one.stdout
    assert "--settings" not in one.stdout


def test_a_wrong_option_is_a_wrong_call(comptoir: Installation) -> None:
    answer = comptoir.run("compile-messages", "--loudly")

    assert answer.returncode == 2
    assert "unrecognized arguments: --loudly" in answer.stderr


def test_the_data_folder_is_made_for_its_owner_alone(comptoir: Installation) -> None:
    comptoir.run("compile-messages")

    assert stat.S_IMODE(comptoir.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((comptoir.data / "secret.key").stat().st_mode) == 0o600
    assert not (comptoir.data / "comptoir.sqlite3").exists()


def test_the_data_folder_of_the_command_wins_over_the_environment(comptoir: Installation, tmp_path: Path) -> None:
    comptoir.run("compile-messages", "--data", tmp_path / "one")
    comptoir.run("compile-messages", f"--data={tmp_path / 'two'}")

    assert (tmp_path / "one" / "secret.key").exists()
    assert (tmp_path / "two" / "secret.key").exists()
    assert not comptoir.data.exists()


def test_a_refusal_is_a_sentence_and_no_traceback(comptoir: Installation, tmp_path: Path) -> None:
    answer = comptoir.run("restore", tmp_path / "nowhere.tar")

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"{tmp_path / 'nowhere.tar'} is no whole backup")
    assert "Traceback" not in answer.stderr


def test_a_reader_that_hangs_up_is_no_error(comptoir: Installation) -> None:
    process = comptoir.start("help")
    assert process.stdout is not None
    process.stdout.close()

    process.wait(60)

    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()


def test_a_database_out_of_reach_is_said_in_a_sentence(comptoir: Installation) -> None:
    answer = comptoir.run("backup", COMPTOIR_DATABASE_URL="postgres://anne@127.0.0.1:1/comptoir")

    assert answer.returncode == 1
    assert answer.stderr.startswith("The database cannot be used: ")
    assert "Traceback" not in answer.stderr
