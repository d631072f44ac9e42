"""Letters made to do harm, through the real mail server to the end: each is kept, opened to a refusal, and answered."""

import time

import pytest

from comptoir.config.jobs import JOBS
from comptoir.intake.models import Letter, Submission
from comptoir.jobs.models import Job
from comptoir.jobs.worker import run_here
from comptoir.kit.words import Sentence
from tests.formats.archive.make import overlapping, zipped
from tests.formats.mail.make import deep, letter, wide
from tests.formats.pdf.make import pdf

FLOOD = b"From: a@example.org\r\n" + b"X-Flood: aaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 60_000 + b"\r\nx\r\n"
NESTED = b"From: a@example.org\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 1000

HOSTILE = {
    "deep": (deep(1000), "The e-mail is nested more than 10 levels deep."),
    "messages in messages": (NESTED, "The e-mail is nested more than 10 levels deep."),
    "wide": (wide(10_000), "The e-mail has more than 10000 parts."),
    "many files": (
        letter(*[(f"{number}.pdf", b"%%PDF-1.7 %d" % number) for number in range(51)]),
        "The e-mail has more than 50 attachments.",
    ),
    "header flood": (FLOOD, "The e-mail's header lines have more than 1 MB."),
    "bomb": (letter(("b.zip", zipped({"b.pdf": bytes(30 * 2**20)}))), "It unpacks to more than 100 times its size."),
    "overlapping bomb": (letter(("b.zip", overlapping(50, 2**20))), ""),
    "program": (letter(("invoice.pdf", b"MZ" + bytes(1000))), "Only PDF, XML, JPEG, PNG and TIFF files are kept"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_letter_made_to_do_harm_is_acknowledged_refused_in_words_and_answered(told_of, name):
    raw, why = HOSTILE[name]

    begun = time.monotonic()
    assert told_of().say(b"\r\n".join(line.removesuffix(b"\r") for line in raw.split(b"\n")), b"\r\n.\r\n")[:3] == "250"
    job = run_here(Job.objects.get(name="intake.open_letter"), JOBS)

    one = Letter.objects.get()
    told = [str(Sentence.from_json(each["refusal"])) for each in one.outcome if each["refusal"]]
    assert (job.state, one.opened_at is not None, Submission.objects.count()) == ("done", True, 0)
    assert [each for each in told if each.startswith(why)]
    assert "nothing was received" in one.answer.subject or "rien" in one.answer.subject
    assert time.monotonic() - begun < 60


def test_the_server_speaks_with_others_meanwhile(told_of, connect):
    busy = told_of()
    busy.socket.sendall(FLOOD)

    assert connect().say("NOOP").startswith("250")
    assert told_of().say(letter(("a.pdf", pdf())), b".\r\n").startswith("250")
