"""E-mails made to do harm: each is refused in words, or read harmlessly, within a second."""

import json
import time
from email import policy
from email.message import EmailMessage
from pathlib import Path
from string import ascii_letters, digits, punctuation

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.formats.mail.read import files_of, read_mail, to_json
from comptoir.formats.sandbox import read_in_child
from comptoir.formats.unreadable import Unreadable
from tests.formats.mail.make import deep, letter, raw_part, wide, within
from tests.formats.pdf.make import pdf

SOUND = letter(("a.pdf", pdf()), ("b.pdf", pdf(2)), html="<p>words <img src='cid:x'></p>")


def outcome(content: bytes, tmp_path: Path) -> tuple[str, float]:
    """What the limited child says of it, and in how many seconds."""
    path, inside = tmp_path / "mail", tmp_path / "inside"
    path.write_bytes(content)
    inside.mkdir()
    began = time.monotonic()
    try:
        said = f"{len(read_in_child('mail', path, files=inside)['attachments'])} attachments"
    except Unreadable as refusal:
        said = str(refusal)
    return said, time.monotonic() - began


def nested_messages(levels: int) -> bytes:
    return b"From: a@example.org\r\nContent-Type: message/rfc822\r\n\r\n" * levels + SOUND


DEEP, MANY = "The e-mail is nested more than 10 levels deep.", "The e-mail has more than 10000 parts."
LONG = "The e-mail's header lines have more than 1 MB."

HARMFUL = {
    "a thousand levels": (deep(1000), DEEP),
    "eleven levels": (deep(11), DEEP),
    "ten levels": (deep(10), "1 attachments"),
    "a thousand messages": (nested_messages(1000), DEEP),
    "ten thousand parts": (wide(10_000), MANY),
    "as many as may be": (wide(9_999), "0 attachments"),
    "a million boundaries": (wide(1_000_000, b""), MANY),
    "51 attachments": (
        letter(*[(f"{number}.pdf", b"%%PDF-1.7 %d" % number) for number in range(51)]),
        "The e-mail has more than 50 attachments.",
    ),
    "50 attachments": (
        letter(*[(f"{number}.pdf", b"%%PDF-1.7 %d" % number) for number in range(50)]),
        "50 attachments",
    ),
    "a header without end": (b"From: a@example.org\r\nX: " + b"y" * 2**20, LONG),
    "a million header lines": (b"From: a@example.org\r\n" + b"X:y\r\n" * 50_000 + b"\r\nx", "0 attachments"),
    "brackets": (b"From: " + b"(" * 100_000 + b"\r\nTo: " + b"<" * 100_000 + b"\r\n\r\nx", "0 attachments"),
    "quotes": (raw_part("Content-Type: application/pdf; name=" + '";' * 50_000), "1 attachments"),
    "semicolons": (raw_part("Content-Type: application/pdf" + "; " * 100_000), "1 attachments"),
    "encoded words": (b"From: a@example.org\r\nSubject: " + b"=?a?q?" * 40_000 + b"\r\n\r\nx", "0 attachments"),
    "many such parts": (
        wide(9_000, b"Content-Type: text/plain; a=" + b'";' * 1_500 + b"\r\n\r\nx\r\n"),
        LONG,
    ),
    "an unknown character set": (
        raw_part("Content-Type: text/plain; charset=klingon") + b"\r\nSubject: =?klingon?q?x?=",
        "0 attachments",
    ),
    "character sets that are none": (
        b"From: a@example.org\r\nSubject: =?zlib?b?eJw=?= =?idna?q?" + b"x" * 1900 + b"?=\r\n\r\nx",
        "0 attachments",
    ),
    "a page of brackets": (
        b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + b"<style" * 500_000,
        "0 attachments",
    ),
    "a page of nothing": (
        b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + b"<" * 3_000_000,
        "0 attachments",
    ),
    "broken base64": (
        raw_part("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64", b"=A=B=C" * 10_000),
        "1 attachments",
    ),
    "no boundary": (
        b"From: a@example.org\r\nContent-Type: multipart/mixed\r\n\r\n--\r\n\r\nx\r\n----\r\n",
        "0 attachments",
    ),
    "a boundary inside itself": (deep(3).replace(b"b1", b"b0").replace(b"b2", b"b0"), "1 attachments"),
    "nothing": (b"From: ", "0 attachments"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_it_is_answered_in_words_within_a_second(name, tmp_path):
    content, said = HARMFUL[name]

    told, seconds = outcome(content, tmp_path)

    assert told == said
    assert seconds < 3  # one on a quiet machine


@pytest.mark.parametrize(
    "subject",
    [
        b"=?utf-8?q?a=0D=0ABcc:_all@example.org?=",
        b"=?utf-8?b?YQ0KQmNjOiBhbGxAZXhhbXBsZS5vcmc=?=",
        b"a\rBcc: all@example.org",
        b"a\r\n Bcc: all@example.org",
    ],
)
def test_a_line_break_in_a_header_becomes_a_space(subject):
    told = to_json(read_mail(b"From: a@example.org\r\nSubject: " + subject + b"\r\n\r\nx"))

    assert told["subject"] == "a Bcc: all@example.org"


def test_no_header_of_an_inner_message_speaks_for_the_outer_one():
    inner = letter(Return_Path="<inner@example.org>", Auto_Submitted="auto-replied", sender="inner@example.org")

    told = to_json(read_mail(within(inner, letter())))

    assert (told["from"], told["return_path"], told["robot"]) == ("carl@example.org", None, "")


def is_harmless(content: bytes) -> None:
    """Read, or refused by the reader's own words; what is told can be stored."""
    try:
        letter = read_mail(content)
        told = json.dumps(to_json(letter), ensure_ascii=False).encode()
        assert len(list(files_of(letter))) == len(letter.attachments) <= 50
    except Unreadable:
        return
    assert b"\\u0000" not in told


def tree(children: st.SearchStrategy[EmailMessage]) -> st.SearchStrategy[EmailMessage]:
    """Parts in a part, or a message in one."""
    several = st.tuples(
        st.sampled_from(["mixed", "alternative", "related", "digest", "report"]), st.lists(children, max_size=4)
    )
    return several.map(multipart) | children.map(forwarded)


def multipart(drawn: tuple[str, list[EmailMessage]]) -> EmailMessage:
    mail = EmailMessage(policy=policy.compat32.clone(linesep="\r\n"))
    mail["Content-Type"] = f'multipart/{drawn[0]}; boundary="b{id(mail)}"'
    mail.set_payload(drawn[1])
    return mail


def forwarded(inner: EmailMessage) -> EmailMessage:
    mail = EmailMessage(policy=policy.compat32.clone(linesep="\r\n"))
    mail["Content-Type"] = "message/rfc822"
    mail.set_payload([inner])
    return mail


@st.composite
def leaf(draw: st.DrawFn) -> EmailMessage:
    mail = EmailMessage(policy=policy.compat32.clone(linesep="\r\n"))
    mail["Content-Type"] = draw(
        st.sampled_from(["text/plain", "text/html; charset=utf-7", "image/png", "application/pdf", "x"])
    )
    mail["Content-Disposition"] = "attachment; " + draw(
        st.text(digits + ascii_letters + punctuation + " ", max_size=40)
    )
    mail["Content-Transfer-Encoding"] = draw(st.sampled_from(["base64", "quoted-printable", "8bit", "x-uuencode"]))
    mail.set_payload(draw(st.text(st.characters(codec="ascii"), max_size=60)))
    return mail


@settings(max_examples=100, deadline=None)
@given(st.recursive(leaf(), tree, max_leaves=25))
def test_no_tree_of_parts_leaves_anything_but_a_refusal(mail):
    is_harmless(b"From: a@example.org\r\n" + mail.as_bytes())


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_an_e_mail_with_changed_bytes_leaves_nothing_but_a_refusal(data):
    content = bytearray(within(SOUND, letter(subject="=?utf-8?q?=C3=A9?=")))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(30, len(content) - 1))] = data.draw(st.integers(0, 255))

    is_harmless(bytes(content))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_leave_nothing_but_a_refusal(content):
    is_harmless(b"Subject: " + content)
