"""The mails of a served demo, which its own mail server keeps as files in the data folder."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default

from tests.e2e.serving import Demo

PATIENCE = 120.0
"""Seconds within which the worker has sent a mail, whatever else it has to do."""
LINK = re.compile(r"https?://\S+")


def link_mailed_to(demo: Demo, recipient: str) -> str:
    """The link of the newest mail to that address, once the worker has sent it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        links = [LINK.search(text_of(mail)) for mail in _mails(demo) if mail["To"] == recipient]
        if links and links[-1]:
            return links[-1].group()
        time.sleep(0.2)
    raise AssertionError(f"No mail with a link came to {recipient} within {PATIENCE:.0f} seconds")


def mails_to(demo: Demo, recipient: str, *, about: str = "") -> list[EmailMessage]:
    """All mails to that address with these words in the subject, oldest first, once there is one."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = [mail for mail in _mails(demo) if mail["To"] == recipient and about in str(mail["Subject"])]
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"No mail came to {recipient} within {PATIENCE:.0f} seconds")


def text_of(mail: EmailMessage) -> str:
    """What the mail says."""
    body = mail.get_body()
    return str(body.get_content()) if body is not None else ""


def _mails(demo: Demo) -> list[EmailMessage]:
    """All mails that the demo's mail server has taken, oldest first."""
    files = sorted((demo.data / "mail").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in files]
