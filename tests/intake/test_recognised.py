"""Scans in a mailbox are recognised by a job of their own lane, which tells how far it is; nothing else waits for it."""

import json
from pathlib import Path

import pytest

from comptoir.formats.scan import tesseract
from comptoir.intake.jobs import read_submission
from comptoir.intake.models import Submission
from comptoir.intake.queries.waiting import reading_of
from comptoir.jobs.models import Job, JobState
from comptoir.jobs.queue import FRONT
from comptoir.jobs.worker import run_here
from tests.config.installation import installation
from tests.formats.scan.make import TEXT, drawn, saved, typed
from tests.formats.scan.program import needs_tesseract
from tests.intake.conftest import now

pytestmark = pytest.mark.django_db

RECOGNISED = Path(__file__).parent / "recognised.py"


def read(submission: Submission) -> None:
    """Run the job that reads it."""
    job = Job.objects.get(name="intake.read", arguments={"submission_id": submission.pk}, state=JobState.WAITING)
    run_here(job, {"intake.read": read_submission})


@needs_tesseract
def test_a_scan_goes_on_to_the_lane_of_recognition_before_all_scans_of_archives(handing_in):
    scan = handing_in(saved("PNG", drawn()), "scan.png").submission

    read(scan)

    job = Job.objects.get(name="intake.recognise")
    assert (job.group_key, job.run_at, job.arguments) == ("documents.recognise", FRONT, {"submission_id": scan.pk})
    assert (now(scan).read_at, now(scan).state) == (None, "mailbox")
    assert reading_of(scan) is not None


def test_what_has_text_is_read_at_once(handing_in):
    paper = handing_in(typed(TEXT)).submission

    read(paper)

    assert (now(paper).number, now(paper).read_at is not None) == ("VF22939", True)
    assert not Job.objects.filter(name="intake.recognise").exists()
    assert reading_of(paper) is None


def test_without_tesseract_a_scan_is_done_with_at_once(handing_in, monkeypatch):
    scan = handing_in(saved("PNG", drawn()), "scan.png").submission
    monkeypatch.setattr(tesseract.shutil, "which", lambda _name: None)

    read(scan)

    assert (now(scan).read_at is not None, now(scan).number) == (True, "")
    assert not Job.objects.filter(name="intake.recognise").exists()


@needs_tesseract
def test_a_worker_killed_while_it_recognises_is_gone_on_from_and_nobody_waits_for_it(tmp_path):
    with installation(tmp_path / "data") as place:
        told = json.loads(place.python(str(RECOGNISED)).communicate(timeout=280)[0])

    seen = told["seen"]
    assert seen == sorted(seen)
    assert {total for _, total in seen} == {4}
    assert len(seen) >= 2
    assert told["text was read before"] is True
    assert 2 <= told["pages before"] < 4
    assert (told["pages after"], told["recognised twice"]) == (4, [])
    assert (told["source"], told["read"], told["lines"]) == ("ocr", ["VF22939", 17200, 4], 1)
