"""A real SMTP server on loopback whose answers the test chooses."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings


@dataclass
class Post:
    """What the server says to recipients and to mails, in turn (then 250 for ever), and what it took."""

    port: int
    to_recipients: list[str] = field(default_factory=list)
    to_mails: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    senders: list[str | None] = field(default_factory=list)
    running: Controller | None = None

    def open(self) -> None:
        """Begin to answer."""
        self.running = Controller(self, hostname="127.0.0.1", port=self.port)
        self.running.start()

    def close(self) -> None:
        """Be away."""
        if self.running:
            self.running.stop()
            self.running = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """The next answer to a recipient."""
        answer = self.to_recipients.pop(0) if self.to_recipients else "250 yes"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the mail, or not; "drop" takes it and hangs up without a word."""
        answer = self.to_mails.pop(0) if self.to_mails else "250 taken"
        if answer == "drop" or answer.startswith("250"):
            mail = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
            self.taken.append(cast("EmailMessage", mail))
            self.senders.append(envelope.mail_from)
        if answer == "drop":
            assert server.transport is not None
            server.transport.close()
        return answer


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    """The mail server that the settings name; closed until the test opens it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        server = Post(port=free.getsockname()[1])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    yield server
    server.close()
