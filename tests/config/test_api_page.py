"""docs/api.md: its examples are run against a served installation, and its table of refusals is whole."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comptoir.web.api.problems import STATUSES, UNPROCESSABLE
from tests.config.installation import ROOT, Installation
from tests.config.test_bodies import VISITOR
from tests.config.test_serve import answers
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice

PAGE = (ROOT / "docs/api.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILES = {"facture.pdf": pdf(1), "achat.xml": invoice(), "facture-117.pdf": pdf(3)}


@pytest.fixture
def shell(comptoir: Installation, port: int, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of somebody's shell, beside a server, in a folder with files."""
    comptoir.run("backup")
    told = json.loads(comptoir.python(str(VISITOR)).communicate(timeout=60)[0])
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    process = comptoir.start("serve", "--no-worker", "--port", str(port))
    answers(port)
    yield comptoir.environment | {"COMPTOIR": f"http://localhost:{port}", "TOKEN": told["token"]}
    process.terminate()
    process.communicate(timeout=40)


def run(example: str, shell: dict[str, str], folder: Path) -> Any:
    """What the example prints."""
    done = subprocess.run(["sh", "-euc", example], env=shell, cwd=folder, capture_output=True, timeout=60, check=True)
    return json.loads(done.stdout)


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
def test_every_example_hands_in_and_is_answered_as_the_page_says(shell: dict[str, str], tmp_path: Path) -> None:
    first = [run(example, shell, tmp_path)["documents"] for example in EXAMPLES]
    again = [run(example, shell, tmp_path)["documents"] for example in EXAMPLES]
    nobody = run(EXAMPLES[0], shell | {"TOKEN": "cpt_unknown"}, tmp_path)

    (shown,) = json.loads(re.search(r"^```json\n(\{\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1])["documents"]  # type: ignore[index]
    assert [(len(told), told[0]["outcome"]) for told in first] == [(1, "received")] * len(EXAMPLES)
    assert [told[0]["name"] for told in first] == ["facture.pdf", "Loyer mars", "facture-117.pdf"]
    assert first[0][0].keys() == shown.keys()
    assert [told[0]["outcome"] for told in again] == ["known", "known", "received"]
    assert (nobody["status"], nobody["title"]) == (401, "Unauthorized")


def test_every_status_of_a_refusal_is_in_the_table() -> None:
    told = {int(status) for status in re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)}

    assert told == {*STATUSES.values(), UNPROCESSABLE, 405}
