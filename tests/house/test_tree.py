"""The tree: nothing of one machine, locks without addresses, short decisions, no migration forgotten."""

import re

import pytest
from django.core.management import call_command

from tests.house.source import ROOT, text_files

FOREIGN = re.compile(
    r"(?<![\w.~-])/(?:home|root|Users|work)/\w+"
    r"|/tmp/(?!comptoir)\w+/\w+"
    r"|(?<!no-)--(?:extra-)?index-url|--find-links|--emit-index-url\s"
)
LOCKED = re.compile(r"(?:[a-z0-9][a-z0-9._-]*==[^\s;]+(?: ; .+?)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?|\s*#.*|)")


def words(text: str) -> int:
    """How many words a page has."""
    return len(re.findall(r"\S+", text))


def test_no_file_names_a_path_of_one_machine_or_an_index_of_packages():
    found = [(place, FOREIGN.search(text)) for place, text in text_files() if place != "tests/house/test_tree.py"]

    assert [(place, match.group()) for place, match in found if match] == []


def test_a_path_of_a_machine_is_caught():
    assert FOREIGN.search("see /home/anna/books and") is not None
    assert FOREIGN.search("https://example.com/home/page") is None


def test_the_locks_hold_names_versions_and_hashes_and_no_address():
    for lock in ("run", "dev"):
        lines = (ROOT / f"requirements/{lock}.txt").read_text().splitlines()

        assert [line for line in lines if not LOCKED.fullmatch(line) or "://" in line] == []


def test_what_runs_is_tested_with_the_same_versions():
    run, dev = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / f"requirements/{lock}.txt").read_text(), re.MULTILINE))
        for lock in ("run", "dev")
    )

    assert run - dev == set()


def test_a_decision_is_told_in_fewer_than_four_hundred_words():
    pages = sorted((ROOT / "docs/adr").glob("*.md"))

    assert pages
    assert {page.name: words(page.read_text()) for page in pages if words(page.read_text()) >= 400} == {}


def test_decisions_are_numbered_once():
    numbers = [page.name[:4] for page in (ROOT / "docs/adr").glob("*.md")]

    assert len(numbers) == len(set(numbers))
    assert all(number.isdigit() for number in numbers)


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_licence_is_the_whole_affero_licence():
    text = (ROOT / "LICENSE").read_text()

    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "13. Remote Network Interaction" in text
    assert text.rstrip().endswith("<https://www.gnu.org/licenses/>.")
