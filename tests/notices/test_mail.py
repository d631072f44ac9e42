"""Mails: a row first, then a job, then the mail server's word."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from comptoir.jobs.models import Job, JobState
from comptoir.jobs.worker import run_here
from comptoir.notices.actions import BadMail, send_answer, send_mail, stop_mail
from comptoir.notices.jobs import send
from comptoir.notices.models import Mail, MailState
from tests.notices.conftest import Post

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LINK = "https://portal.firm.be/invitation/s3cret"
pytestmark = pytest.mark.django_db


def invitation() -> Mail:
    return send_mail(
        "anne@delvaux.be", "Une invitation à votre portail", "Bonjour,\n{link}\nÀ bientôt", secret=LINK, at=NOON
    )


def sending() -> Job:
    """One attempt at the one job."""
    return run_here(Job.objects.get(), {"notices.send": send}, now=lambda: NOON)


def test_a_mail_is_delivered_with_its_link_and_forgets_it(post: Post) -> None:
    post.open()
    mail = invitation()

    job = sending()

    mail.refresh_from_db()
    (taken,) = post.taken
    assert job.state == JobState.DONE
    assert (mail.state, mail.sent_at, mail.error, mail.secret) == (MailState.SENT, NOON, "", "")
    assert taken["To"] == "anne@delvaux.be"
    assert taken["Subject"] == "Une invitation à votre portail"
    assert taken["Message-ID"] == mail.message_id
    assert taken["Date"].datetime == NOON
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken.get_content().splitlines() == ["Bonjour,", LINK, "À bientôt"]
    assert "s3cret" not in f"{mail.body}{mail.subject}"


@pytest.mark.parametrize(
    ("message_id", "named"), [("<1@example.org>", True), ("1@example.org", False), ("<a b>", False)]
)
def test_an_answer_goes_from_nobody_and_says_that_a_machine_wrote_it(post: Post, message_id: str, named: bool) -> None:
    post.open()
    mail = send_answer(
        "carl@example.org",
        "Vos documents",
        "Bonjour é",
        in_reply_to=message_id,
        sender_name="Fiduciaire Exemple",
        firm_id=1,
        dossier_id=2,
        at=NOON,
    )

    sending()

    (taken,) = post.taken
    mail.refresh_from_db()
    assert (mail.state, mail.once, mail.sender_name) == (MailState.SENT, True, "Fiduciaire Exemple")
    assert post.senders in ([""], ["<>"])
    assert (taken["Auto-Submitted"], taken["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert (taken["In-Reply-To"], taken["References"]) == ((message_id, message_id) if named else (None, None))
    assert taken["From"].startswith("Fiduciaire Exemple <")
    assert taken.get_content().strip() == "Bonjour é"


def test_a_refused_answer_is_told_as_other_mails_are(post: Post) -> None:
    post.open()
    post.to_recipients.append("550 no such mailbox")
    mail = send_answer("carl@example.org", "a", "b", in_reply_to="", sender_name="", firm_id=1, dossier_id=2, at=NOON)

    sending()

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.REFUSED, "550 no such mailbox")


def test_a_mail_that_has_gone_is_not_sent_again(post: Post) -> None:
    post.open()
    invitation()
    sending()
    Job.objects.update(state=JobState.WAITING)

    sending()

    assert len(post.taken) == 1


def test_a_mail_waits_while_the_server_is_away(post: Post) -> None:
    mail = invitation()

    job = sending()
    mail.refresh_from_db()
    assert (job.state, mail.state, mail.secret) == (JobState.WAITING, MailState.WAITING, LINK)
    assert job.run_at > NOON
    assert "Connection refused" in job.error

    post.open()
    assert sending().state == JobState.DONE
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert [taken["Message-ID"] for taken in post.taken] == [mail.message_id]


def test_a_refused_recipient_is_final_and_the_servers_words_are_kept(post: Post) -> None:
    post.to_recipients = ["550 5.1.1 no such mailbox"]
    post.open()
    mail = invitation()

    job = sending()

    mail.refresh_from_db()
    assert job.state == JobState.DONE
    assert (mail.state, mail.error, mail.secret) == (MailState.REFUSED, "550 5.1.1 no such mailbox", "")
    assert post.taken == []


def test_a_refused_text_is_final(post: Post) -> None:
    post.to_mails = ["554 5.7.1 looks like spam"]
    post.open()
    mail = invitation()

    sending()

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.REFUSED, "554 5.7.1 looks like spam")


def test_a_recipient_who_is_to_be_tried_later_is_tried_later(post: Post) -> None:
    post.to_recipients = ["451 4.7.1 greylisted, come back"]
    post.open()
    mail = invitation()

    assert sending().error == "451 4.7.1 greylisted, come back"
    assert sending().state == JobState.DONE

    mail.refresh_from_db()
    assert (mail.state, len(post.taken)) == (MailState.SENT, 1)


def test_a_mail_whose_receipt_was_lost_is_sent_again_as_the_same_mail(post: Post) -> None:
    post.to_mails = ["drop"]
    post.open()
    mail = invitation()

    assert sending().state == JobState.WAITING
    assert sending().state == JobState.DONE

    assert [taken["Message-ID"] for taken in post.taken] == [mail.message_id] * 2
    assert [taken["Date"].datetime for taken in post.taken] == [NOON] * 2


def once() -> Mail:
    return send_mail("anne@delvaux.be", "Facture", "{link}", secret=LINK, once=True, at=NOON)


def test_a_mail_that_must_not_go_twice_is_unsure_when_its_receipt_was_lost_and_is_not_sent_again(post: Post) -> None:
    post.to_mails = ["drop"]
    post.open()
    mail = once()

    job = sending()
    Job.objects.update(state=JobState.WAITING)
    sending()

    mail.refresh_from_db()
    assert (job.state, mail.state, mail.secret, len(post.taken)) == (JobState.DONE, MailState.UNSURE, "", 1)
    assert "Connection unexpectedly closed" in mail.error


def test_a_mail_whose_worker_was_killed_while_sending_is_unsure_and_is_not_sent_again(post: Post) -> None:
    post.open()
    mail = once()
    Mail.objects.update(begun_at=NOON)

    job = sending()

    mail.refresh_from_db()
    assert (job.state, mail.state, mail.error) == (JobState.DONE, MailState.UNSURE, "The sending was interrupted.")
    assert post.taken == []


def test_a_mail_that_must_not_go_twice_is_tried_again_as_long_as_the_server_surely_has_it_not(post: Post) -> None:
    mail = once()
    assert sending().state == JobState.WAITING
    post.to_recipients, post.to_mails = ["451 greylisted"], ["452 disk full"]
    post.open()
    for said in ("451 greylisted", "452 disk full"):
        assert sending().state == JobState.WAITING
        mail.refresh_from_db()
        assert (mail.state, mail.error, mail.begun_at, mail.secret) == (MailState.WAITING, said, None, LINK)

    assert sending().state == JobState.DONE

    mail.refresh_from_db()
    assert (mail.state, mail.error, len(post.taken)) == (MailState.SENT, "", 1)


def test_a_mail_that_was_called_back_does_not_go(post: Post) -> None:
    post.open()
    mail = once()
    stop_mail(mail.pk)

    sending()

    mail.refresh_from_db()
    assert (mail.state, mail.secret, post.taken) == (MailState.STOPPED, "", [])


def test_a_mail_that_has_gone_cannot_be_called_back(post: Post) -> None:
    post.open()
    mail = once()
    sending()

    stop_mail(mail.pk)

    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_the_sender_is_the_installations_address_under_the_name_of_whoever_writes(post: Post) -> None:
    post.open()
    send_mail(
        "anne@delvaux.be",
        "Facture",
        "Texte",
        sender_name='Fiduciaire Été, "Fils" <x>\r\nBcc: all@x.be',
        reply_to="carl@atelier.be",
        at=NOON,
    )

    sending()

    (taken,) = post.taken
    (sender,) = taken["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (
        'Fiduciaire Été, "Fils" <x> Bcc: all@x.be',
        "comptoir@localhost",
    )
    assert taken["Reply-To"] == "carl@atelier.be"
    assert taken["Bcc"] is None


@pytest.mark.parametrize("reply_to", ["carl@atelier.be\nBcc: all@x.be", "carl", "a@b.be, c@d.be"])
def test_an_address_for_answers_is_one_address(reply_to: str) -> None:
    with pytest.raises(BadMail):
        send_mail("anne@delvaux.be", "Facture", "Texte", reply_to=reply_to, at=NOON)

    assert not Mail.objects.exists()


def test_a_mail_is_given_up_at_the_last_attempt_and_says_so(post: Post) -> None:
    post.to_recipients = ["451 busy"] * 12
    post.open()
    mail = invitation()

    jobs = [sending() for _ in range(12)]

    mail.refresh_from_db()
    assert [job.state for job in jobs] == [JobState.WAITING] * 11 + [JobState.PARKED]
    assert (mail.state, mail.error, mail.secret) == (MailState.FAILED, "451 busy", "")


def test_a_mail_in_a_transaction_that_is_rolled_back_never_was() -> None:
    with transaction.atomic():
        invitation()
        transaction.set_rollback(True)

    assert not Mail.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("recipient", "subject"),
    [
        ("anne@delvaux.be\nBcc: all@delvaux.be", "Hello"),
        ("anne@delvaux.be, bob@delvaux.be", "Hello"),
        ("Anne <anne@delvaux.be>", "Hello"),
        ("anne", "Hello"),
        ("", "Hello"),
        ("anne@delvaux.be", "Hello\r\nBcc: all@delvaux.be"),
        ("anne@delvaux.be", "Hello\n"),
        ("anne@delvaux.be", "Hello\x85Bcc: all@delvaux.be"),
    ],
)
def test_what_could_smuggle_in_a_header_is_refused(recipient: str, subject: str) -> None:
    with pytest.raises(BadMail):
        send_mail(recipient, subject, "Text", at=NOON)

    assert not Mail.objects.exists()
    assert not Job.objects.exists()


def test_too_long_a_subject_is_cut() -> None:
    mail = send_mail("anne@delvaux.be", "a" * 300, "Text", at=NOON)

    assert (len(mail.subject), mail.subject[-2:]) == (200, "a…")
