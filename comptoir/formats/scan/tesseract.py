"""Tesseract as a program of its own: found where it is installed, run on our own pictures, with limits.

It gets a picture that the limited child drew, never the bytes that were received; no shell, no environment but what it
needs, one thread, so much memory, processor time and time by the clock.
"""

import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from comptoir.formats.sandbox import libraries
from comptoir.formats.scan import tsv
from comptoir.formats.unreadable import Unreadable

LANGUAGES = ("fra", "nld", "eng")
"""What is recognised, in the order in which tesseract weighs them; German is read well enough by their letters."""

ORIENTATION = "osd"
"""The data by which tesseract tells how a page is turned."""

MEMORY = 1024 * 2**20
SECONDS = 60
MOST_BYTES = 8 * 2**20
"""Of what it may write."""

TURN_SURE = 2
"""How sure it has to be of a turn."""

LIMITED = Path(__file__).with_name("limited.py")
_TURN = re.compile(r"^Rotate: (0|90|180|270)$", re.MULTILINE)
_TURN_SURE = re.compile(r"^Orientation confidence: ([0-9]{1,6})\.", re.MULTILINE)
log = logging.getLogger(__name__)


class NoRecognition(Unreadable):
    """Text recognition is not installed, or one of its languages is missing."""


def ready() -> Path:
    """The program, when it and its languages are installed; refuses (NoRecognition) otherwise, saying what is missing."""
    found = shutil.which("tesseract")
    if found is None:
        raise NoRecognition("Text recognition is not installed on the server: the program tesseract is missing.")
    program = Path(found)
    known = set(_output(program, ["--list-langs"], seconds=10).split())
    missing = [language for language in LANGUAGES if language not in known]
    if missing:
        raise NoRecognition(
            "Text recognition is not complete on the server: tesseract lacks %(languages)s.",
            languages=", ".join(missing),
        )
    return program


def is_ready() -> bool:
    """Whether it is installed with its languages."""
    try:
        ready()
    except NoRecognition:
        return False
    return True


def words_on(picture: Path) -> list[list[tsv.Seen]]:
    """The words on a picture, line by line. Refuses (Unreadable) when it takes too long or ends badly."""
    arguments = [str(picture), "-", "-l", "+".join(LANGUAGES), "--dpi", "300", "--psm", "11"]
    settings = {"thresholding_method": 2, "tessedit_create_tsv": 1, "tessedit_create_txt": 0}
    for name, value in settings.items():
        arguments += ["-c", f"{name}={value}"]
    return tsv.lines_of(_output(ready(), arguments))


def turn_of(picture: Path) -> int:
    """By how many degrees clockwise the picture has to be turned to stand upright; 0 too when that cannot be told."""
    try:
        told = _output(ready(), [str(picture), "-", "-l", ORIENTATION, "--psm", "0", "--dpi", "300"])
    except Unreadable:
        return 0
    turn, sure = _TURN.search(told), _TURN_SURE.search(told)
    return int(turn[1]) if turn and sure and int(sure[1]) >= TURN_SURE else 0


def _output(program: Path, arguments: list[str], *, seconds: int = SECONDS) -> str:
    """What the program writes; its last words go to the log when it ends badly."""
    order = {
        "libraries": libraries(),
        "program": str(program),
        "arguments": arguments,
        "environment": {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"} | _kept("TESSDATA_PREFIX"),
        "memory": MEMORY,
        "seconds": seconds,
        "size": MOST_BYTES,
    }
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
        try:
            code = subprocess.run(
                [sys.executable, "-I", "-S", str(LIMITED), json.dumps(order)],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=errors,
                env={},
                close_fds=True,
                start_new_session=True,
                timeout=seconds,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            raise Unreadable("Recognising the text of a page took too long.") from None
        if code != 0:
            errors.seek(0)
            words = errors.read(20_000).decode("utf-8", "replace").strip().splitlines()
            log.warning("tesseract ended with code %s: %s", code, words[-1][:300] if words else "")
            raise Unreadable("The text of a page could not be recognised.")
        answer.seek(0)
        return answer.read(MOST_BYTES).decode("utf-8", "replace")


def _kept(name: str) -> dict[str, str]:
    """A variable of this process that the program may see, where it is set."""
    return {name: os.environ[name]} if name in os.environ else {}
