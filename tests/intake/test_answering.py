"""Answers to whoever sent an e-mail: one, in the language of the address, of each attachment; none to machines."""

import pytest

from comptoir.firms.choices import Language
from comptoir.firms.limiter import Limit
from comptoir.intake.addresses import Place
from comptoir.intake.choices import Mailbox, Silence
from comptoir.intake.letters import open_letter, take_letter
from comptoir.intake.models import Letter
from comptoir.jobs.models import Job
from comptoir.jobs.worker import run_here
from comptoir.notices.jobs import send
from comptoir.notices.models import Mail
from tests.formats.archive.make import zipped
from tests.formats.mail.make import deep, letter
from tests.formats.pdf.make import pdf
from tests.intake.handing import NOW, hand_in
from tests.notices.conftest import post

__all__ = ["post"]


@pytest.fixture
def opened(dossier, transactional_db, settings):
    """An e-mail for the purchases, received and opened."""
    settings.INTAKE_DOMAIN, settings.INTAKE_AUTHSERV = "in.example.org", "mx.example.org"
    settings.DEFAULT_FROM_EMAIL = "Comptoir <comptoir@firm.example.org>"

    def open_now(raw: bytes, envelope: str = "carl@example.org", language: str = "en") -> Letter:
        place = Place(dossier, Mailbox.PURCHASES, Language(language))
        [one] = take_letter(raw, [place], envelope=envelope, at=NOW)
        open_letter(one, at=NOW)
        return Letter.objects.get(pk=one.pk)

    return open_now


def test_the_answer_tells_of_each_attachment(opened, dossier, client_access, post):
    post.open()
    hand_in(pdf(), dossier=dossier, by=client_access)
    files = ("known.pdf", pdf()), ("c.zip", zipped({"d.pdf": pdf(2)})), ("e.exe", b"MZ")

    one = opened(letter(*files, subject="March"))
    run_here(Job.objects.get(name="notices.send"), {"notices.send": send}, now=lambda: NOW)

    (taken,) = post.taken
    assert (taken["To"], taken["Subject"]) == ("carl@example.org", "Atelier: not all documents were received")
    assert (taken["In-Reply-To"], taken["Auto-Submitted"]) == ("<1@example.org>", "auto-replied")
    assert post.senders in ([""], ["<>"])
    assert taken["From"].startswith(f"{dossier.firm.name} <comptoir@firm")
    assert taken.get_content().splitlines() == [
        "Hello,",
        "",
        "Your e-mail “March” of 01/11/2026 arrived in the mailbox “Purchases” of Atelier.",
        "",
        "This became of what was attached:",
        "- known.pdf: known already, since 01/11/2026",
        "- d.pdf: received",
        "- e.exe: not received. Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them.",
        "",
        "A machine wrote this answer, and nobody reads what is sent to its address.",
    ]
    one.answer.refresh_from_db()
    assert one.answer.state == "sent"


@pytest.mark.parametrize(
    ("files", "subject", "said"),
    [
        ([("a.pdf", pdf())], "Atelier: your documents were received", "- a.pdf: received"),
        ([("a.exe", b"MZ")], "Atelier: nothing was received", "- a.exe: not received. Only PDF"),
        ([], "Atelier: nothing was received", "Nothing was attached to it"),
    ],
    ids=["all", "none", "without"],
)
def test_the_subject_says_how_it_went(opened, files, subject, said):
    answer = opened(letter(*files)).answer

    assert answer.subject == subject
    assert said in answer.body


def test_an_e_mail_that_cannot_be_opened_is_answered_with_the_reason(opened):
    assert "The e-mail is nested more than 10 levels deep." in opened(deep(50)).answer.body


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ["Bonjour,", "bac « Achats »", "- a.pdf: reçu"]), ("nl", ["Beste,", "“Aankopen”", "- a.pdf: ontvangen"])],
)
def test_the_answer_speaks_the_language_of_the_address(opened, language, words):
    body = opened(letter(("a.pdf", pdf())), language=language).answer.body

    assert [word for word in words if word not in body.replace("\u00a0", " ")] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.org>"},
        {"List_Unsubscribe": "<mailto:off@example.org>"},
        {"X_Auto_Response_Suppress": "OOF"},
        {"X_Loop": "a"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_machines_and_lists_get_no_answer(opened, headers):
    one = opened(letter(("a.pdf", pdf()), **headers))

    assert (one.silence, one.answer, one.outcome[0]["refusal"]) == (Silence.ROBOT, None, None)
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    "envelope",
    [
        "",
        "MAILER-DAEMON@example.org",
        "no-reply@example.org",
        "invoices.noreply@example.org",
        "Do-Not-Reply@example.org",
        "bounces+12=carl=example.org@mail.example.org",
        "owner-news@example.org",
        "news-request@example.org",
        "achat-0123456749.x@in.example.org",
        "comptoir@firm.example.org",
        "carl@localhost@example.org",
        "carl",
        "carl@éxample.org",
    ],
)
def test_addresses_where_nobody_reads_get_no_answer(opened, envelope):
    one = opened(letter(("a.pdf", pdf())), envelope=envelope)

    assert (one.silence, one.answer, one.outcome[0]["refusal"]) == (Silence.NOWHERE, None, None)


@pytest.mark.parametrize(
    ("verdict", "silence"),
    [
        ("mx.example.org; spf=fail", "doubtful"),
        ("mx.example.org; spf=fail; dkim=pass", ""),
        ("mx.example.org; spf=pass; dmarc=fail", "doubtful"),
        ("mx.example.org; spf=softfail", ""),
        ("evil.example.org; spf=fail", ""),
    ],
)
def test_a_forged_sender_gets_no_answer(opened, verdict, silence):
    assert opened(letter(("a.pdf", pdf()), Authentication_Results=verdict)).silence == silence


def test_one_sender_gets_so_many_answers_an_hour(opened, monkeypatch):
    monkeypatch.setattr("comptoir.intake.answering.ANSWERS_TO_ONE", Limit("letter-answers", 2, 3600))
    told = [opened(letter(("a.pdf", pdf()), subject=f"{number}")).silence for number in range(3)]
    other = opened(letter(subject="other"), envelope="dora@example.org").silence

    assert (told, other) == (["", "", "often"], "")


def test_what_the_sender_wrote_is_cut_and_is_no_link(opened):
    body = opened(letter((f"{'a' * 150}{{link}}.pdf", pdf()), subject="{link} " + "b" * 190)).answer.body

    assert max(map(len, body.splitlines())) < 200


def test_a_letter_that_is_opened_twice_is_answered_once(opened):
    one = opened(letter(("a.pdf", pdf())))

    open_letter(one, at=NOW)

    assert Mail.objects.count() == 1
