"""The mail server, spoken to byte by byte: it takes letters for mailboxes, whole or not at all, and nothing else."""

import resource
import time
from contextlib import contextmanager
from smtplib import SMTP

import pytest
from django.db import connection

from comptoir.audit.models import Event
from comptoir.commands.letterbox import server
from comptoir.documents.models import Document
from comptoir.documents.store import path_of
from comptoir.intake.addresses import addresses_of, renew_secret, settings_of
from comptoir.intake.models import Letter
from tests.firms.people import NOW, in_dossier, new_dossier, seated
from tests.formats.mail.make import letter
from tests.formats.pdf.make import pdf

RAW = letter(("a.pdf", pdf()))
FROM = b"Return-Path: <carl@example.org>\r\n"
NO_SUCH = "550 5.1.1 There is no such mailbox here."


def kept() -> list[bytes]:
    """The letters as they lie in the store."""
    return [path_of(each.raw.sha256).read_bytes() for each in Letter.objects.select_related("raw").order_by("pk")]


def files(store) -> list[str]:
    """All that lies in the store."""
    return [path.name for path in store.rglob("*") if path.is_file()]


@contextmanager
def tables_away(*names: str):
    """No query that needs these tables works meanwhile."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} RENAME TO {name}_away")
        yield
        for name in names:
            cursor.execute(f"ALTER TABLE {name}_away RENAME TO {name}")


def nothing_is_left(store) -> bool:
    """Whether nothing of a letter is in the store, or in the database, once its conversation has ended."""
    deadline = time.monotonic() + 10
    while files(store) and time.monotonic() < deadline:
        time.sleep(0.02)
    return (files(store), Letter.objects.count()) == ([], 0)


def test_an_ordinary_program_sends_a_letter_to_two_mailboxes(connect, address):
    with SMTP(*connect().socket.getpeername()) as sender:
        refused = sender.sendmail("carl@example.org", [address("purchases"), address("sales")], RAW)

    assert refused == {}
    assert kept() == [FROM + RAW] * 2
    assert [(one.mailbox, one.envelope, one.language) for one in Letter.objects.order_by("pk")] == [
        ("purchases", "carl@example.org", "fr"),
        ("sales", "carl@example.org", "fr"),
    ]


def test_the_same_letter_again_is_seen_again(told_of):
    assert told_of().say(RAW, b".\r\n").startswith("250")
    assert told_of().say(RAW, b".\r\n").startswith("250")

    assert (Letter.objects.count(), Document.objects.count()) == (1, 1)
    actions = Event.objects.filter(action__startswith="intake.letter").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["intake.letter_received", "intake.letter_seen_again"]


def test_an_address_of_nobody_is_refused_whatever_is_wrong_with_it(connect, dossier, address):
    old = address()
    renew_secret(dossier, by=in_dossier(seated("Anne", "administrator", dossier.firm), dossier), at=NOW)
    secret = settings_of(dossier).secret
    wrong = [
        old,
        f"achat-0123456749.{secret}@example.org",
        f"achat-0200065765.{secret}@in.example.org",
        "carl@gmail.com",
    ]
    wire = connect()
    wire.say("MAIL FROM:<carl@example.org>")

    assert {wire.say(f"RCPT TO:<{each}>") for each in wrong} == {NO_SUCH}
    assert wire.say("DATA").startswith("503")
    assert Letter.objects.count() == 0


def test_whoever_tries_many_addresses_is_sent_away(connect):
    wire = connect()
    wire.say("MAIL FROM:<carl@example.org>")

    told = [wire.say(f"RCPT TO:<achat-0123456749.{number}@in.example.org>")[:3] for number in range(10)]

    assert told == ["550"] * 9 + ["421"]
    assert wire.hear() == ""


def test_a_letter_for_a_wrong_address_too_goes_to_the_right_one(connect, address):
    wire = connect()
    wire.say("MAIL FROM:<carl@example.org>")
    told = [wire.say(f"RCPT TO:<{each}>")[:3] for each in ("nobody@in.example.org", address())]
    wire.say("DATA")

    assert (told, wire.say(RAW, b".\r\n")[:3]) == (["550", "250"], "250")
    assert kept() == [FROM + RAW]


def test_a_bounce_names_nobody_to_answer(told_of):
    assert told_of("<>").say(RAW, b".\r\n").startswith("250")

    assert Letter.objects.get().envelope == ""
    assert kept() == [b"Return-Path: <>\r\n" + RAW]


@pytest.mark.parametrize(
    "end",
    [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\r\n.\x00\r\n"],
    ids=["lf", "lf-crlf", "crlf-lf", "cr", "cr-crlf", "crlf-cr", "nul"],
)
def test_a_letter_ends_with_the_right_line_ends_only(told_of, end):
    hidden = b"MAIL FROM:<evil@example.org>\r\nRCPT TO:<x@y.example.org>\r\nDATA\r\n"
    wire = told_of()
    wire.socket.sendall(RAW + b"before" + end + hidden)

    assert wire.is_silent()
    assert wire.say(b"\r\n.\r\n").startswith("250")
    [whole] = kept()
    assert whole.startswith(FROM + RAW + b"before")
    assert hidden in whole


def test_commands_and_letters_sent_in_one_go_are_done_one_after_another(connect, address):
    told = f"MAIL FROM:<carl@example.org>\r\nRCPT TO:<{address()}>\r\nDATA\r\n".encode()
    wire = connect(hello="")

    answers = [wire.say(b"EHLO a.example.org\r\n", told, RAW, b".\r\n", told, RAW, b"more\r\n.\r\nQUIT\r\n")]
    answers += [wire.hear() for _ in range(9)]

    assert [each[:3] for each in answers] == ["250", *["250", "250", "354", "250"] * 2, "221"]
    assert kept() == [FROM + RAW, FROM + RAW + b"more\r\n"]


def test_dots_at_the_beginning_of_lines_are_what_they_were(told_of):
    assert told_of().say(b"..first\r\n", RAW, b"..\r\n...two\r\n.x\r\n.\r\n").startswith("250")

    assert kept() == [FROM + b".first\r\n" + RAW + b".\r\n..two\r\nx\r\n"]


def test_lines_of_any_length_are_kept_as_they_are(told_of):
    long = b"x" * 300_000 + b"\r\n" + b"y" * server.PIECE + b"\r\n"

    assert told_of().say(RAW, long, b".\r\n").startswith("250")

    assert kept() == [FROM + RAW + long]


def test_a_command_that_is_too_long_ends_nothing(connect):
    wire = connect()

    assert wire.say("MAIL FROM:<" + "a" * 200_000 + "@example.org>").startswith("500")
    assert wire.say("NOOP").startswith("250")


def test_how_large_a_letter_may_be_is_said_and_held(monkeypatch, told_of, connect, store):
    monkeypatch.setattr(server, "LARGEST", len(RAW) + 10)
    wire = told_of()

    assert wire.say(RAW, b"x" * 9, b"\r\n.\r\n") == "552 5.3.4 The letter is too large."
    assert wire.say("NOOP").startswith("250")
    assert (Letter.objects.count(), files(store)) == (0, [])
    assert f"SIZE {len(RAW) + 10}" in connect(hello="").say("EHLO a.example.org")
    assert connect().say(f"MAIL FROM:<carl@example.org> SIZE={len(RAW) + 11}").startswith("552")
    assert told_of().say(RAW, b"x" * 8, b"\r\n.\r\n").startswith("250")


def test_half_a_letter_leaves_nothing(told_of, store, connect):
    wire = told_of()
    wire.socket.sendall(RAW)
    wire.socket.close()

    assert connect().say("NOOP").startswith("250")
    assert nothing_is_left(store)


@pytest.mark.parametrize("where", ["command", "letter"])
def test_whoever_takes_too_long_is_cut_off(monkeypatch, told_of, connect, store, where):
    monkeypatch.setattr(server, "SECONDS", 3.0)
    wire = told_of() if where == "letter" else connect()
    wire.socket.sendall(b"NOOP")

    assert wire.hear() == ""
    assert nothing_is_left(store)


def test_so_many_connections_are_spoken_with_and_no_more(monkeypatch, connect):
    monkeypatch.setattr(server, "MOST_FROM_ONE", 2)
    first, _second = connect(), connect()

    with pytest.raises(AssertionError):
        connect()
    first.socket.close()
    for _ in range(100):
        try:
            assert connect().say("NOOP").startswith("250")
            return
        except (AssertionError, OSError):
            continue
    pytest.fail("there is no room after one has gone")


def test_so_many_recipients_have_a_letter_together(monkeypatch, connect, address):
    monkeypatch.setattr(server, "MOST_RECIPIENTS", 2)
    wire = connect()
    wire.say("MAIL FROM:<carl@example.org>")

    assert [wire.say(f"RCPT TO:<{address()}>")[:3] for _ in range(3)] == ["250", "250", "452"]


def test_by_lmtp_each_recipient_has_an_answer(connect, dossier, address, settings):
    other = new_dossier(dossier.firm, "Other", "0200065765")
    settings.QUOTA_FILES_A_DAY = 1
    there = addresses_of(other)[3].text
    wire = connect("lmtp", "LHLO a.example.org")

    def sent(raw: bytes, *to: str) -> list[str]:
        wire.say("MAIL FROM:<carl@example.org>")
        assert {wire.say(f"RCPT TO:<{each}>")[:3] for each in to} == {"250"}
        wire.say("DATA")
        return [wire.say(raw, b".\r\n"), *(wire.hear() for _ in to[1:])]

    assert [each[:3] for each in sent(RAW, address())] == ["250"]
    assert [each[:9] for each in sent(RAW + b"more\r\n", address(), there)] == ["452 4.2.2", "250 2.0.0"]
    assert [(one.dossier_id, one.mailbox) for one in Letter.objects.order_by("pk")] == [
        (dossier.pk, "purchases"),
        (other.pk, "purchases"),
    ]
    assert wire.say("EHLO a.example.org").startswith("500")


@contextmanager
def smallest_files(size: int):
    """No file of this process can grow beyond that, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said_and_the_letter_stays_with_its_server(told_of, store):
    wire = told_of()

    with smallest_files(len(RAW)):
        assert wire.say(RAW, b".\r\n") == "452 4.3.1 There is no room now, try again later."
    assert (Letter.objects.count(), files(store)) == (0, [])
    assert wire.say("NOOP").startswith("250")


def test_a_store_that_cannot_be_written_to_is_said_too(told_of, store):
    store.write_bytes(b"in the way")

    assert told_of().say(RAW, b".\r\n").startswith("452 4.3.1")
    assert Letter.objects.count() == 0


def test_a_database_that_cannot_be_used_is_for_later(told_of, connect, address):
    known, wire, other = address(), told_of(), connect()
    other.say("MAIL FROM:<carl@example.org>")
    with tables_away("intake_letter", "intake_mailboxsettings"):
        told = [wire.say(RAW, b".\r\n"), other.say(f"RCPT TO:<{known}>")]

    assert told == ["451 4.3.0 Not now, try again later."] * 2
    assert Letter.objects.count() == 0


def test_a_closed_dossier_is_nobodys(told_of, connect, dossier, address):
    wire, known = told_of(), address()
    dossier.closed_at = NOW
    dossier.save()

    assert wire.say(RAW, b".\r\n") == NO_SUCH
    assert wire.say("MAIL FROM:<carl@example.org>").startswith("250")
    assert wire.say(f"RCPT TO:<{known}>") == NO_SUCH


@pytest.mark.parametrize("command", ["AUTH PLAIN AGEAYg==", "STARTTLS", "EXPN achat", "ETRN x", "VRFY achat"])
def test_nothing_else_is_offered(connect, command):
    answer = connect().say(command)

    assert answer[:3] in {"252", "454", "500", "502", "504", "538"}
