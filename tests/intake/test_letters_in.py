"""E-mails that came for mailboxes: kept as they came, opened once, each attachment told what became of it."""

import pytest

from comptoir.audit.models import Event
from comptoir.config.jobs import JOBS
from comptoir.documents.actions import CannotKeep
from comptoir.documents.models import Document
from comptoir.documents.queries import served, unprepared
from comptoir.documents.store import path_of
from comptoir.firms.choices import Language
from comptoir.intake.addresses import Place
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.letters import open_letter, take_letter, verdict_in
from comptoir.intake.models import Letter, Submission
from comptoir.intake.receiving import Handed
from comptoir.intake.taking import take_in
from comptoir.jobs.models import Job
from tests.firms.people import new_dossier
from tests.formats.archive.make import zipped
from tests.formats.mail.make import deep, letter
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.handing import NOW, hand_in


def arrived(raw: bytes, *places, envelope: str = "carl@example.org") -> list[Letter]:
    where = [Place(dossier, mailbox, Language.FRENCH) for dossier, mailbox in places]
    return take_letter(raw, where, envelope=envelope, at=NOW)


@pytest.fixture
def opened(dossier):
    """An e-mail for the purchases, received and opened."""

    def open_now(raw: bytes) -> Letter:
        [one] = arrived(raw, (dossier, Mailbox.PURCHASES))
        open_letter(one, at=NOW)
        one.refresh_from_db()
        return one

    return open_now


def test_an_e_mail_is_kept_byte_for_byte_with_a_job_that_opens_it(dossier):
    raw = letter(("a.pdf", pdf()))

    [one] = arrived(raw, (dossier, Mailbox.PURCHASES))

    assert path_of(one.raw.sha256).read_bytes() == raw
    assert (one.mailbox, one.envelope, one.received_at, one.opened_at) == ("purchases", "carl@example.org", NOW, None)
    assert [(job.name, job.arguments) for job in Job.objects.all()] == [("intake.open_letter", {"letter_id": one.pk})]
    assert "intake.open_letter" in JOBS
    assert Event.objects.get(action="intake.letter_received").facts["mailbox"] == "purchases"


def test_nothing_is_made_of_the_e_mail_itself(dossier):
    [one] = arrived(letter(("a.pdf", pdf())), (dossier, Mailbox.PURCHASES))

    assert unprepared(10) == []
    assert (served(one.raw).filename[-4:], served(one.raw).inline) == (".eml", False)


def test_the_same_e_mail_again_is_the_same_letter(dossier):
    raw = letter(("a.pdf", pdf()))

    first, again = arrived(raw, (dossier, Mailbox.SALES)), arrived(raw, (dossier, Mailbox.SALES))

    assert first == again
    assert Event.objects.get(action="intake.letter_seen_again").target_id == str(first[0].pk)
    assert (Letter.objects.count(), Document.objects.count(), Job.objects.count()) == (1, 1, 1)


def test_an_e_mail_for_two_dossiers_is_a_letter_in_each(dossier):
    other = new_dossier(dossier.firm, "Other", "0200065765")
    places = [(dossier, Mailbox.SALES), (other, Mailbox.PURCHASES), (dossier, Mailbox.SALES)]

    letters = arrived(letter(("a.pdf", pdf())), *places)

    assert [(each.dossier, each.mailbox) for each in letters] == places[:2]


def test_an_e_mail_for_a_closed_dossier_leaves_nothing(dossier):
    dossier.closed_at = NOW
    dossier.save()

    with pytest.raises(CannotKeep, match="The dossier is closed"):
        arrived(letter(), (dossier, Mailbox.SALES))
    assert (Letter.objects.count(), Document.objects.count()) == (0, 0)


def test_each_attachment_is_handed_in_with_what_its_sender_wrote(opened):
    one = opened(letter(("a.pdf", pdf()), ("b.xml", invoice()), subject="March"))

    assert (one.sender, one.subject, one.message_id) == ("carl@example.org", "March", "<1@example.org>")
    assert [(each["name"], each["known"], each["refusal"]) for each in one.outcome] == [
        ("a.pdf", False, None),
        ("b.xml", False, None),
    ]
    rows = Submission.objects.order_by("pk")
    assert [row.pk for row in rows] == [each["submission"] for each in one.outcome]
    assert {(row.mailbox, row.channel, row.sender, row.comment, row.handed_by) for row in rows} == {
        ("purchases", Channel.MAIL, "carl@example.org", "Please book this on the van.", None)
    }
    facts = Event.objects.get(action="intake.arrived", facts__name="a.pdf").facts
    assert (facts["subject"], facts["from"], facts["once"]) == ("March", "carl@example.org", f"letter {one.pk}")


def test_what_is_refused_known_or_in_a_zip_is_told_one_by_one(opened, dossier, client_access):
    hand_in(pdf(), dossier=dossier, by=client_access)

    one = opened(letter(("known.pdf", pdf()), ("c.zip", zipped({"d.pdf": pdf(2)})), ("e.exe", b"MZ")))

    told = [(each["name"], each["since"], bool(each["refusal"])) for each in one.outcome]
    assert told == [("known.pdf", NOW.isoformat(), False), ("d.pdf", None, False), ("e.exe", None, True)]


def test_an_e_mail_without_attachments_has_no_outcome(opened):
    one = opened(letter())

    assert (one.opened_at, one.outcome, Submission.objects.count()) == (NOW, [], 0)


def test_an_e_mail_that_cannot_be_opened_says_why(opened):
    one = opened(deep(50))

    [told] = one.outcome
    assert told["refusal"]["text"] == "The e-mail is nested more than %(most)s levels deep."
    assert (one.opened_at, Submission.objects.count()) == (NOW, 0)


def test_a_letter_that_is_opened_again_after_a_kill_is_told_as_the_first_time(opened):
    one = opened(letter(("a.pdf", pdf())))
    Letter.objects.update(opened_at=None, outcome=[])
    one.refresh_from_db()

    open_letter(one, at=NOW)

    one.refresh_from_db()
    assert [each["known"] for each in one.outcome] == [False]
    assert Event.objects.filter(action__in=("intake.arrived", "intake.seen_again")).count() == 1


def test_a_letter_is_opened_once(opened):
    one = opened(letter(("a.pdf", pdf())))

    open_letter(one, at=NOW)

    assert Event.objects.filter(action="intake.letter_opened").count() == 1


def test_the_verdict_is_that_of_the_own_server_alone(settings, opened):
    results = ["mx.example.org; spf=pass", "evil.example.org; spf=pass dkim=pass", "mx.example.org 1; dmarc=fail"]

    assert verdict_in(results) == ""
    settings.INTAKE_AUTHSERV = "mx.example.org"
    assert verdict_in(results) == "spf=pass\ndmarc=fail"
    assert opened(letter(Authentication_Results="mx.example.org; spf=softfail")).verdict == "spf=softfail"


def test_an_uploaded_e_mail_is_opened_too(dossier, client_access):
    from_door = Handed(Mailbox.SALES, Channel.UPLOAD, "Carl")

    taken = take_in(letter(("a.pdf", pdf())), from_door, name="m.eml", dossier=dossier, by=client_access, at=NOW)

    assert [(each.name, each.refusal) for each in taken] == [("a.pdf", None)]
    row = Submission.objects.get()
    assert (row.channel, row.sender, row.mailbox) == (Channel.UPLOAD, "Carl", "sales")


@pytest.mark.parametrize(
    ("raw", "why"),
    [(letter(), "Nothing is attached to the e-mail."), (deep(50), "The e-mail is nested more than 10 levels deep.")],
)
def test_an_uploaded_e_mail_of_which_nothing_is_kept_says_why(dossier, client_access, raw, why):
    from_door = Handed(Mailbox.SALES, Channel.UPLOAD, "Carl")

    [taken] = take_in(raw, from_door, name="m.eml", dossier=dossier, by=client_access, at=NOW)

    assert (taken.name, str(taken.refusal), Submission.objects.count()) == ("m.eml", why, 0)
