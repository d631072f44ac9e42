"""E-mails fetched from a mailbox at a provider: a real dovecot, over TLS."""

import socket
from datetime import timedelta

import pytest

from comptoir.audit.models import Event
from comptoir.config.jobs import JOBS
from comptoir.config.schedule import SCHEDULE
from comptoir.documents.store import MAX_BYTES, path_of
from comptoir.firms.access import NotAllowed
from comptoir.intake.actions.account import CannotSave, Wanted, remove_account, save_account
from comptoir.intake.addresses import addresses_of
from comptoir.intake.fetching import fetch
from comptoir.intake.letters import open_letter
from comptoir.intake.models import Letter, MailAccount, Stray, Submission
from comptoir.jobs.models import Job
from comptoir.jobs.worker import run_here
from comptoir.kit.hosts import HostNotNamed
from comptoir.kit.words import Sentence
from tests.firms.people import in_firm, new_dossier, new_firm, office, seated
from tests.formats.archive.make import zipped
from tests.formats.mail.make import deep, letter, within
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.dovecot import PASSWORD, USER, needs_dovecot, running
from tests.intake.handing import NOW

pytestmark = [needs_dovecot, pytest.mark.xdist_group("dovecot")]


@pytest.fixture
def provider():
    """The provider's server, with an empty mailbox."""
    with running() as server:
        yield server


@pytest.fixture
def at_provider(provider, dossier, settings, monkeypatch):
    """The firm's settings, as its administrator types them."""
    settings.INTAKE_DOMAIN, settings.MAIL_HOSTS = "in.example.org", ["localhost"]
    monkeypatch.setenv("SSL_CERT_FILE", str(provider.certificate))

    def typed(**changes: str) -> MailAccount:
        said = {"host": "localhost", "port": provider.port, "user": USER, "password": PASSWORD}
        wanted = Wanted(**{**said, "folder": "INBOX", "kept_folder": "Comptoir", **changes})
        return save_account(wanted, by=office(dossier.firm), at=NOW)

    return typed


def purchases(dossier) -> str:
    return addresses_of(dossier)[3].text


def fault(account: MailAccount) -> str:
    account.refresh_from_db()
    return str(Sentence.from_json(account.fault)) if account.fault else ""


def test_what_is_for_a_mailbox_is_taken_in_byte_for_byte_and_put_away(provider, at_provider, dossier):
    raw = letter(("a.pdf", pdf()), to=purchases(dossier))
    provider.deliver(raw)

    account = at_provider()

    assert fetch(account, at=NOW) == 1
    [one] = Letter.objects.all()
    assert path_of(one.raw.sha256).read_bytes() == raw
    assert (one.dossier, one.mailbox, one.language, one.envelope) == (dossier, "purchases", "fr", "carl@example.org")
    assert (provider.there(), provider.there("Comptoir")) == ([], [raw])
    account.refresh_from_db()
    assert (account.fault, account.fetched_at, account.next_at) == (None, NOW, NOW + timedelta(minutes=2))


def test_where_servers_say_that_they_delivered_it_counts_before_what_the_sender_wrote(provider, at_provider, dossier):
    other = new_dossier(dossier.firm, "Other", "0200065765")
    said = {"Delivered_To": purchases(other), "Return_Path": "<bounce@example.org>"}
    provider.deliver(letter(("a.pdf", pdf()), to=purchases(dossier), **said))

    fetch(at_provider(), at=NOW)

    assert [(one.dossier, one.envelope) for one in Letter.objects.all()] == [(other, "bounce@example.org")]


def test_nested_e_mails_and_zips_are_opened_as_by_every_way(provider, at_provider, dossier):
    inner = letter(("inner.xml", invoice()), ("c.zip", zipped({"d.pdf": pdf(2)})))
    provider.deliver(within(inner, letter(to=purchases(dossier))))

    fetch(at_provider(), at=NOW)
    open_letter(Letter.objects.get(), at=NOW)

    assert sorted(Submission.objects.values_list("name", flat=True)) == ["d.pdf", "inner.xml"]


def test_what_is_for_nobody_stays_and_is_named_once(provider, at_provider, dossier):
    other = new_dossier(new_firm("Another firm"), "Far", "0200065765")
    provider.deliver(letter(subject="Hello"), letter(to=purchases(other)), deep(50))

    account = at_provider()

    assert [fetch(account, at=NOW), fetch(account, at=NOW)] == [0, 0]
    assert (len(provider.there()), Letter.objects.count(), fault(account)) == (3, 0, "")
    told = [
        (stray.subject, stray.sender, str(Sentence.from_json(stray.reason))) for stray in Stray.objects.order_by("pk")
    ]
    nobodys = "It is for none of the firm’s mailboxes."
    assert told == [
        ("Hello", "carl@example.org", nobodys),
        ("Invoice", "carl@example.org", nobodys),
        ("", "", "The e-mail is nested more than 10 levels deep."),
    ]
    assert Event.objects.filter(action="intake.letter_left").count() == 3


def test_an_e_mail_that_was_kept_when_the_worker_was_killed_is_put_away_and_not_doubled(provider, at_provider, dossier):
    raw = letter(("a.pdf", pdf()), to=purchases(dossier))
    provider.deliver(raw)
    account = at_provider()
    fetch(account, at=NOW)
    provider.deliver(raw)
    MailAccount.objects.update(last_uid=0)
    account.refresh_from_db()

    assert fetch(account, at=NOW) == 1

    assert (Letter.objects.count(), provider.there()) == (1, [])


def test_a_folder_whose_numbers_begin_anew_is_read_anew(provider, at_provider, dossier):
    provider.deliver(letter(subject="left"), letter(subject="left too"))
    account = at_provider()
    fetch(account, at=NOW)
    provider.begin_anew()
    provider.deliver(letter(("a.pdf", pdf()), to=purchases(dossier)))
    before = account.uid_validity

    assert fetch(account, at=NOW) == 1

    assert (account.uid_validity != before, Letter.objects.count(), Stray.objects.count()) == (True, 1, 4)


def test_what_has_no_room_now_waits_and_others_do_not(provider, at_provider, dossier, settings):
    settings.QUOTA_FILES_A_DAY = 1
    other = new_dossier(dossier.firm, "Other", "0200065765")
    first, second = (letter(subject=name, to=purchases(dossier)) for name in ("first", "second"))
    provider.deliver(first, second, letter(to=purchases(other)))
    account = at_provider()

    assert fetch(account, at=NOW) == 2
    assert fault(account) == "A dossier takes in 1 files a day; hand in the others tomorrow."
    assert provider.there() == [second]
    assert fetch(account, at=NOW + timedelta(days=1)) == 1
    assert (fault(account), provider.there()) == ("", [])


def test_what_is_too_large_is_not_even_fetched(provider, at_provider, dossier):
    provider.deliver(letter(to=purchases(dossier)) + b"x" * MAX_BYTES)
    account = at_provider()

    fetch(account, at=NOW)

    assert str(Sentence.from_json(Stray.objects.get().reason)) == "It is larger than 35 MB."
    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"password": "wrong"}, "The mail server refuses the user name or the password."),
        ({"folder": "Nowhere"}, "There is no folder Nowhere; there are: INBOX."),
    ],
    ids=["password", "folder"],
)
def test_what_the_provider_refuses_is_said_in_words(provider, at_provider, changes, why):
    provider.deliver()
    account = at_provider(**changes)

    assert (fetch(account, at=NOW), fault(account)) == (0, why)


def test_a_server_that_is_away_or_is_another_is_said_and_asked_less_often(provider, at_provider, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    account = at_provider(port=port)

    waits = []
    for _ in range(10):
        fetch(account, at=NOW)
        waits.append((account.next_at - NOW) // timedelta(minutes=1))
    away = fault(account)
    monkeypatch.delenv("SSL_CERT_FILE")
    account = at_provider()
    fetch(account, at=NOW)

    assert waits == [4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    assert away.startswith("The mail server localhost cannot be reached, or breaks off: ")
    assert fault(account) == "The certificate of localhost is not valid: self-signed certificate."


def test_a_host_that_nobody_named_is_never_asked(provider, at_provider, settings):
    account = at_provider()
    settings.MAIL_HOSTS = []

    fetch(account, at=NOW)

    assert fault(account).startswith(f"The host localhost:{provider.port} may not be asked.")
    with pytest.raises(HostNotNamed):
        at_provider()


def test_the_password_is_sealed_and_typed_again_for_another_server(provider, at_provider):
    account = at_provider()

    assert PASSWORD not in account.sealed
    assert at_provider(password="", kept_folder="Done").sealed == account.sealed
    for change in ({"user": "other"}, {"port": provider.port + 1}):
        with pytest.raises(CannotSave, match="Type the password"):
            at_provider(password="", **change)
    assert MailAccount.objects.get().user == USER


def test_what_is_taken_in_goes_to_another_folder(provider, at_provider):
    with pytest.raises(CannotSave, match="another folder"):
        at_provider(kept_folder="INBOX")


def test_only_who_looks_after_the_firm_says_where_e_mails_are_fetched(dossier, client_access, settings):
    settings.MAIL_HOSTS = ["localhost"]
    wanted = Wanted("localhost", 993, USER, PASSWORD, "INBOX", "Comptoir")

    for somebody in (client_access, in_firm(seated("Sue", "support", dossier.firm), dossier.firm)):
        with pytest.raises(NotAllowed):
            save_account(wanted, by=somebody, at=NOW)
        with pytest.raises(NotAllowed):
            remove_account(by=somebody, at=NOW)
    assert MailAccount.objects.count() == 0


def test_the_jobs_ask_whose_time_has_come(provider, at_provider, dossier):
    provider.deliver(letter(to=purchases(dossier)))
    account = at_provider()
    assert "intake.fetch_mail" in {each.name for each in SCHEDULE}
    Job.objects.all().delete()

    def minute(number: int) -> int:
        at = NOW + timedelta(minutes=number)
        due = Job.objects.create(name="intake.fetch_mail", run_at=at, created_at=at)
        run_here(due, JOBS, now=lambda: at)
        waiting = list(Job.objects.filter(name="intake.fetch", state="waiting"))
        for job in waiting:
            run_here(job, JOBS, now=lambda: at)
        return len(waiting)

    assert [minute(number) for number in (0, 1, 2)] == [1, 0, 1]
    assert Letter.objects.count() == 1
    remove_account(by=office(dossier.firm), at=NOW)
    assert (minute(10), MailAccount.objects.filter(pk=account.pk).exists()) == (0, False)
