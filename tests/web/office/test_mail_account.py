"""The page on which an administrator says where e-mails are fetched, and sees how it went."""

import pytest

from comptoir.intake.fetching import NOBODYS
from comptoir.intake.imap import CannotFetch
from comptoir.intake.models import MailAccount, Stray
from comptoir.jobs.models import Job
from tests.firms.people import NOW
from tests.web.office.office import words

TYPED = {"host": "Imap.Example.org", "port": "993", "user": "docs", "password": " s3cret ", "folder": "INBOX"}
TYPED |= {"kept_folder": "Comptoir"}


@pytest.fixture
def page(firm, settings) -> str:
    settings.INTAKE_DOMAIN, settings.MAIL_HOSTS = "in.example.org", ["imap.example.org"]
    return f"/office/{firm.pk}/firm/mail/"


def test_what_is_typed_is_saved_sealed_and_tried_at_once(anne, firm, page):
    answer = anne.post(page, TYPED)

    account = MailAccount.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert (account.firm, account.host, account.user, account.folder) == (firm, "imap.example.org", "docs", "INBOX")
    assert "s3cret" not in account.sealed
    assert Job.objects.get(name="intake.fetch").arguments == {"account_id": account.pk}
    shown = anne.get(page).content.decode()
    assert 'value="imap.example.org"' in shown
    assert "s3cret" not in shown


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"host": "elsewhere.example.org"}, "The host elsewhere.example.org:993 may not be asked."),
        ({"password": ""}, "Type the password"),
        ({"kept_folder": "INBOX"}, "go to another folder than the one that is read"),
        ({"host": "a b"}, "“a b” is not the name of a server."),
        ({"port": "0"}, "greater than or equal to 1"),
    ],
    ids=["host", "password", "folder", "name", "port"],
)
def test_what_cannot_be_is_refused_in_words(anne, page, changed, sentence):
    answer = anne.post(page, TYPED | changed)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert (MailAccount.objects.count(), Job.objects.filter(name="intake.fetch").count()) == (0, 0)


def test_how_it_went_and_what_was_left_is_said(anne, page):
    anne.post(page, TYPED)
    fault = CannotFetch("The mail server refuses the user name or the password.")
    MailAccount.objects.update(fault=fault.sentence.to_json(), fetched_at=NOW)
    said = {"subject": "<b>Hi</b>", "sender": "x@example.org", "reason": NOBODYS.to_json(), "seen_at": NOW}
    Stray.objects.create(account=MailAccount.objects.get(), uid_validity=1, uid=1, **said)

    shown = words(anne.get(page))

    assert "The mail server refuses the user name or the password." in shown
    assert "It is for none of the firm’s mailboxes." in shown
    assert "<b>Hi" not in anne.get(page).content.decode()


def test_it_is_fetched_now_or_no_more(anne, page):
    anne.post(page, TYPED)
    Job.objects.all().delete()

    anne.post(f"{page}fetch/")
    assert Job.objects.filter(name="intake.fetch").count() == 1
    anne.post(f"{page}remove/")
    assert MailAccount.objects.count() == 0


def test_a_server_without_domain_says_so(anne, page, settings):
    settings.INTAKE_DOMAIN = ""

    assert "This server has no domain for e-mails yet" in words(anne.get(page))
