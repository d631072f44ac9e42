"""Scans and photographs are recognised by the real tesseract, also askew, turned and unevenly lit; hostile ones refused."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from comptoir.formats.media import JPEG, PDF, PNG, TIFF
from comptoir.formats.paper.read import read_paper
from comptoir.formats.sandbox import libraries
from comptoir.formats.scan import tesseract
from comptoir.formats.scan.recognise import Recognised, recognise
from comptoir.formats.scan.tesseract import NoRecognition
from comptoir.formats.unreadable import Unreadable
from tests.formats.pdf.make import pdf, written
from tests.formats.picture.test_check import bomb
from tests.formats.scan.make import TEXT, drawn, saved, shaded
from tests.formats.scan.program import needs_tesseract


@pytest.fixture
def recognised(tmp_path):
    """Recognises a page of a file with these bytes."""

    def told(content: bytes, kind: str = PNG, index: int = 0) -> Recognised:
        path = tmp_path / "file"
        path.write_bytes(content)
        return recognise(path, kind, index)

    return told


def facts(told: Recognised) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    invoice = read_paper([told.lines], turns=[told.turn]).invoice
    assert invoice is not None
    return invoice.number, str(invoice.totals.payable), invoice.ibans, invoice.communications


WRITTEN = ("VF22939", "172.00", ("BE32735167772602",), ("+++071/1299/77132+++",))
"""The facts of the drawn invoice."""


def word(told: Recognised, text: str) -> tuple[int, int, int, int]:
    """Where the word stands."""
    return next(tuple(each[1:]) for line in told.lines for each in line if each[0] == text)


@needs_tesseract
@pytest.mark.parametrize(("kind", "media_type"), [("PNG", PNG), ("JPEG", JPEG), ("TIFF", TIFF)])
def test_a_scan_of_any_kind_is_recognised(recognised, kind, media_type):
    told = recognised(saved(kind, drawn()), media_type)

    assert facts(told) == WRITTEN
    assert [len(line) for line in told.lines] == [len(line) for line in told.sure]


@needs_tesseract
def test_a_scan_in_a_pdf_is_recognised(recognised):
    assert facts(recognised(saved("PDF", drawn()), PDF)) == WRITTEN


@needs_tesseract
def test_a_photograph_in_uneven_light_is_recognised(recognised):
    assert facts(recognised(saved("JPEG", shaded(drawn())), JPEG)) == WRITTEN


@needs_tesseract
@pytest.mark.parametrize(
    ("lies", "turn"),
    [(Image.Transpose.ROTATE_90, 90), (Image.Transpose.ROTATE_180, 180), (Image.Transpose.ROTATE_270, 270)],
)
def test_a_page_on_its_side_or_upside_down_is_read_and_its_words_stand_where_they_lie(recognised, lies, turn):
    told = recognised(saved("PNG", drawn("\n".join([TEXT] * 2)).transpose(lies)))

    assert told.turn == turn
    assert facts(told) == WRITTEN
    left, top, width, height = word(told, "FACTURE")
    assert (width > height) == (turn == 180)
    assert {90: top > 1000, 180: top > 8000, 270: left > 8000}[turn]


@needs_tesseract
def test_a_page_askew_has_its_words_where_they_are_seen(recognised):
    told = recognised(saved("PNG", drawn().rotate(2, Image.Resampling.BICUBIC, fillcolor=255)))

    assert facts(told) == WRITTEN
    left, right = word(told, "Fournitures"), word(told, "FACTURE")
    assert 90 < left[1] - right[1] < 250


@needs_tesseract
def test_a_picture_that_says_it_is_turned_is_recognised_upright(recognised):
    told = recognised(saved("JPEG", drawn().transpose(Image.Transpose.ROTATE_90), turn=6), JPEG)

    assert (told.turn, facts(told)) == (0, WRITTEN)


@needs_tesseract
def test_each_page_of_a_tiff_is_recognised_by_itself(recognised):
    content = saved("TIFF", drawn("First page of two"), drawn())

    assert facts(recognised(content, TIFF, 1)) == WRITTEN
    assert [each[0] for line in recognised(content, TIFF).lines for each in line] == ["First", "page", "of", "two"]


@needs_tesseract
def test_an_empty_page_has_no_words(recognised):
    assert recognised(pdf(), PDF).lines == []


def test_a_page_that_is_not_there_a_bomb_and_half_a_picture_are_refused_in_words(recognised):
    for content, kind, index, why in (
        (written([(9, 9, "x")]), PDF, 3, "Page 4 of the PDF is damaged."),
        (bomb(10_000, 10_000), PNG, 0, "The picture has too many pixels."),
        (saved("TIFF", drawn(), drawn())[:4000], TIFF, 0, "The picture is damaged and cannot be opened."),
    ):
        with pytest.raises(Unreadable) as caught:
            recognised(content, kind, index)
        assert str(caught.value) == why


def test_without_tesseract_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr(tesseract.shutil, "which", lambda _name: None)

    with pytest.raises(NoRecognition, match="the program tesseract is missing"):
        tesseract.ready()


def test_without_a_language_it_is_said_which_one(tmp_path, monkeypatch):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nprintf 'List of available languages (2):\\neng\\nosd\\n'\n")
    program.chmod(0o755)
    monkeypatch.setattr(tesseract.shutil, "which", lambda _name: str(program))

    with pytest.raises(NoRecognition, match="tesseract lacks fra, nld"):
        tesseract.ready()


def limited(tmp_path: Path, script: str, **changes) -> str:
    """What a program run as tesseract is writes."""
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return tesseract._output(program, [], **changes)


def test_the_program_has_one_thread_no_surroundings_and_its_limits(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPTOIR_DATABASE_URL", "postgres://user:secret@host/name")

    told = limited(tmp_path, "env; echo nice $(nice); ulimit -a; cat /proc/self/status")

    assert "OMP_THREAD_LIMIT=1" in told
    assert "COMPTOIR_DATABASE_URL" not in told
    assert "nice 10" in told or os.nice(0) > 0
    assert "NoNewPrivs:\t1" in told
    assert "CapEff:\t0000000000000000" in told
    assert "60" in next(row for row in told.splitlines() if row.startswith(("time", "cpu time")))


def test_a_program_that_goes_on_for_ever_is_ended_and_one_that_fails_is_a_sentence(tmp_path):
    started = time.monotonic()

    with pytest.raises(Unreadable, match=r"took too long|could not be recognised"):
        limited(tmp_path, "while true; do :; done", seconds=1)
    with pytest.raises(Unreadable, match="could not be recognised"):
        limited(tmp_path, "exit 3")

    assert time.monotonic() - started < 10


def test_the_launcher_is_found_by_an_isolated_python():
    command = [sys.executable, "-I", "-S", str(tesseract.LIMITED), "{}"]

    told = subprocess.run(command, capture_output=True, text=True, check=False, env={})

    assert "KeyError: 'libraries'" in told.stderr
    assert libraries()
