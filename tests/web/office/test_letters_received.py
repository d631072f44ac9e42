"""The office's page of e-mails that came for a dossier's mailboxes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.documents.models import Document, Scan
from comptoir.documents.store import path_of
from comptoir.firms.choices import Language
from comptoir.intake.addresses import Place
from comptoir.intake.choices import Mailbox
from comptoir.intake.letters import open_letter, take_letter
from comptoir.intake.models import Letter, Submission
from comptoir.notices.models import Mail
from comptoir.web.office.mail.letters import SHOWN
from tests.firms.people import NOW
from tests.formats.mail.make import letter
from tests.formats.pdf.make import pdf
from tests.web.office.office import words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(dossier, settings, tmp_path) -> str:
    settings.DOCUMENTS = tmp_path / "documents"
    return f"/office/{dossier.firm_id}/dossiers/{dossier.pk}/mails/"


@pytest.fixture
def came(dossier, page):
    """An e-mail that came, and was opened."""

    def received(*files: tuple[str, bytes], envelope: str = "carl@example.org", opened: bool = True, **said) -> Letter:
        place = Place(dossier, Mailbox.PURCHASES, Language.ENGLISH)
        [one] = take_letter(letter(*files, **said), [place], envelope=envelope, at=NOW)
        if opened:
            open_letter(one, at=NOW)
        return one

    return received


def test_each_e_mail_is_told_with_what_became_of_its_attachments(anne, dossier, page, came):
    came(("a.pdf", pdf()), ("b.exe", b"MZ"), subject="March <b>")

    answer = anne.get(page)

    shown, told = answer.content.decode(), words(answer)
    row = Submission.objects.get()
    assert f'href="/d/{dossier.pk}/document-history/purchases/{row.pk}/">a.pdf</a>: received' in shown
    assert "March &lt;b&gt;" in shown
    assert "From carl@example.org for the mailbox “Purchases”" in told
    assert "b.exe: not received. Only PDF, XML, JPEG, PNG and TIFF files are kept" in told
    assert "The answer is being sent." in told


@pytest.mark.parametrize(
    ("state", "error", "sentence"),
    [
        ("sent", "", "It was answered."),
        ("unsure", "", "Nobody can know whether the answer arrived."),
        ("refused", "550 nobody", "The answer could not be sent: 550 nobody"),
    ],
)
def test_what_became_of_the_answer_is_told(anne, page, came, state, error, sentence):
    came()
    Mail.objects.update(state=state, error=error)

    assert sentence in words(anne.get(page))


def test_why_there_was_no_answer_and_what_is_not_opened_is_told(anne, page, came):
    came(envelope="", subject="bounce")
    came(subject="new", opened=False)

    told = words(anne.get(page))

    assert "No answer was sent: It names no address to which answers go." in told
    assert "It is not opened yet." in told
    assert "Nothing was attached." in told


def test_e_mails_are_found_by_sender_subject_and_what_was_refused(anne, page, came):
    came(("a.pdf", pdf()), subject="First")
    came(("b.exe", b"MZ"), subject="Second", envelope="dora@example.org", sender="Dora <dora@example.org>")

    def found(query: str) -> list[bool]:
        shown = anne.get(f"{page}?{query}").content.decode()
        return [f"<strong>{subject}</strong>" in shown for subject in ("First", "Second")]

    assert [found(query) for query in ("q=first", "q=dora@", "refused=yes", "q=zzz", "")] == [
        [True, False],
        [False, True],
        [False, True],
        [False, False],
        [True, True],
    ]


def test_many_e_mails_come_page_by_page_newest_first_with_the_filter_kept(anne, page, came):
    for number in range(SHOWN + 2):
        came(subject=f"March {number}", opened=False)
    Letter.objects.update(subject="March")

    first = anne.get(f"{page}?q=march")

    assert (len(first.context["letters"]), first.context["query"]) == (SHOWN, "q=march&")
    second = anne.get(page, {"q": "march", "after": first.context["after"]})
    assert (len(second.context["letters"]), second.context["after"]) == (2, "")
    assert anne.get(f"{page}?after=x").status_code == 404


def test_a_page_asks_the_database_as_often_for_three_as_for_one(anne, page, came):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            anne.get(page)
        return len(asked)

    came(("a.pdf", pdf()), subject="1")
    anne.get(page)
    one = queries()
    came(("b.pdf", pdf(2)), subject="2")
    came(("c.pdf", pdf(3)), subject="3")

    assert queries() == one


def test_the_original_is_the_file_as_it_came(anne, page, came):
    one = came(("a.pdf", pdf()))

    answer = anne.get(f"{page}{one.pk}/original")

    assert b"".join(answer.streaming_content) == path_of(one.raw.sha256).read_bytes()
    assert answer["Content-Disposition"].startswith('attachment; filename="2')
    assert "sandbox" in answer["Content-Security-Policy"]


def test_an_original_that_the_scanner_has_not_seen_is_not_handed_out(anne, page, came):
    one = came()
    Document.objects.update(scan=Scan.WAITING)

    answer = anne.get(f"{page}{one.pk}/original")

    assert answer.status_code == 409
    assert "waits for the virus scanner" in words(answer)
