"""The wire: one conversation by SMTP or LMTP, with its limits. Letters go to the disk as they come, never into memory.

A letter ends with CRLF, dot, CRLF and nothing else (RFC 5321 4.1.1.4): lines that end in another way are its text, so that
no server before this one can be led to see another end.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO, TypeVar

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

from comptoir.commands.letterbox.taking import LATER, NO_ROOM, NO_SUCH, TOO_LARGE, Answer, keep_for, place_of
from comptoir.documents.store import INCOMING, MAX_BYTES, folder_in_store
from comptoir.intake.addresses import Place

LARGEST = MAX_BYTES - 1024
"""Bytes of a letter; what is kept begins with the address that it came from."""

PIECE = 64 * 2**10
SECONDS = 600.0
"""How long somebody may say nothing, and how long a letter may take to come."""

MOST_CONNECTIONS = 50
MOST_FROM_ONE = 25
"""Conversations at once, in all and with one address: the firm's own server comes from one alone."""

MOST_RECIPIENTS = 100
MOST_UNKNOWN = 10
MOST_COMMANDS = {
    "*": 1000,
    "NOOP": 50,
    "HELP": 10,
    "VRFY": 10,
    "EXPN": 10,
    "AUTH": 3,
    "HELO": 20,
    "EHLO": 20,
    "LHLO": 20,
}

Told = TypeVar("Told")


class Arrival(Envelope):
    """The letter that is being told of: the mailboxes that it is for, one for each address that was accepted."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []


@dataclass
class Letterbox:
    """What all conversations have together: who is connected, and the threads that speak with the database."""

    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "letterbox"))
    connected: Counter[str] = field(default_factory=Counter)
    asked: int = 0

    async def ask(self, what: Callable[..., Told], *arguments: Any) -> Told:
        """Have a thread do it."""
        self.asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, what, *arguments)
        finally:
            self.asked -= 1

    async def handle_RCPT(
        self, server: "Conversation", _session: Session, envelope: Arrival, address: str, _options: list[str]
    ) -> Answer:
        """Accept the addresses of mailboxes, whoever sends, and no others: nothing is ever sent on."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients, send the others apart."
        place = await self.ask(place_of, address)
        if isinstance(place, str):
            return place
        if place is None:
            return server.unknown()
        envelope.rcpt_tos.append(address)
        envelope.places.append(place)
        return "250 2.1.5 Yes."

    async def handle_exception(self, _error: Exception) -> Answer:
        """What nobody foresaw is logged by whoever asks this; the letter stays with its server."""
        return LATER


class Conversation(SMTP):
    """One connection. Whatever is refused for now is tried again by the other server, for days."""

    line_length_limit = PIECE

    def __init__(self, letterbox: Letterbox) -> None:
        super().__init__(
            letterbox,
            data_size_limit=LARGEST,
            ident="Comptoir",
            timeout=SECONDS,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            command_call_limit=MOST_COMMANDS,
            loop=asyncio.get_running_loop(),
        )
        self.letterbox = letterbox
        self.peer = ""
        self._unknown = 0

    def _create_envelope(self) -> Arrival:
        return Arrival()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Speak with it, unless too many are here already."""
        peer = str((transport.get_extra_info("peername") or ("",))[0])
        here = self.letterbox.connected
        if here.total() >= MOST_CONNECTIONS or here[peer] >= MOST_FROM_ONE:
            transport.write(b"421 4.3.2 Too many connections, try again later.\r\n")  # type: ignore[attr-defined]
            transport.close()
            return
        self.peer = peer
        here[peer] += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for another."""
        if self.peer:
            self.letterbox.connected[self.peer] -= 1
            super().connection_lost(error)

    def unknown(self) -> Answer:
        """The answer to an address of nobody; whoever tries many is sent away."""
        self._unknown += 1
        if self._unknown < MOST_UNKNOWN or self.transport is None:
            return NO_SUCH
        asyncio.get_running_loop().call_soon(self.transport.close)
        return "421 4.7.0 Too many addresses that are none."

    async def smtp_DATA(self, arg: str) -> None:
        """Take the letter to the disk as it comes, have it kept, and answer."""
        if await self.check_helo_needed():
            return
        arrival = self.envelope
        if not isinstance(arrival, Arrival) or not arrival.places:
            await self.push("503 5.5.1 Say first for whom it is.")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End with a dot alone on a line.")
        answers = await self._answers(arrival)
        self.envelope = self._create_envelope()
        await self.push("\r\n".join(answers))

    async def _answers(self, arrival: Arrival) -> list[Answer]:
        path = Path(settings.DOCUMENTS, INCOMING, f"letter-{token_hex(16)}")
        envelope, together = envelope_of(arrival), self._together(arrival)
        try:
            refusal = await self._to_disk(path, envelope)
            if refusal:
                return [refusal for _ in together]
            return [await self.letterbox.ask(keep_for, places, path, envelope) for places in together]
        finally:
            with suppress(OSError):
                path.unlink()

    def _together(self, arrival: Arrival) -> list[list[Place]]:
        """The mailboxes that are answered together: by SMTP all of them."""
        return [arrival.places]

    async def _to_disk(self, path: Path, envelope: str) -> Answer:
        """Write the letter behind the address that answers go to; "" or why it cannot be kept."""
        refusal, file = _opened(path)
        try:
            refusal = refusal or _written(file, f"Return-Path: <{envelope}>\r\n".encode())
            return await self._receive(file, refusal)
        finally:
            with suppress(OSError):
                file.close()

    async def _receive(self, file: BinaryIO, refusal: Answer) -> Answer:
        """Read to the end of the letter, whatever becomes of it; a dot that was put before a line's own is taken off."""
        size, begins = 0, True
        while True:
            try:
                line, ends = await self._reader.readuntil(b"\r\n"), True
            except asyncio.LimitOverrunError as over:
                line, ends = await self._reader.readexactly(over.consumed), False
            if begins and line == b".\r\n":
                break
            size += len(line)
            if size > LARGEST:
                refusal = refusal or TOO_LARGE
            if not refusal:
                refusal = _written(file, line[1:] if begins and line.startswith(b".") else line)
            begins = ends
        return refusal or _written(file, b"", flush=True)


class LocalConversation(Conversation, LMTP):
    """The same by LMTP (RFC 2033): each recipient has an answer of its own."""

    def _together(self, arrival: Arrival) -> list[list[Place]]:
        return [[place] for place in arrival.places]


def envelope_of(arrival: Arrival) -> str:
    """The address to which answers go, "" when there is none: bounces are sent so."""
    address = arrival.mail_from or ""
    return address if "@" in address and len(address) <= 254 and address.isascii() and address.isprintable() else ""


def _opened(path: Path) -> tuple[Answer, BinaryIO]:
    """A new file there; where that cannot be, what is answered, and a file that keeps nothing."""
    try:
        folder_in_store(INCOMING)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError:
        return NO_ROOM, Path(os.devnull).open("wb")
    return "", os.fdopen(descriptor, "wb", buffering=2**20)


def _written(file: BinaryIO, line: bytes, *, flush: bool = False) -> Answer:
    try:
        file.write(line)
        if flush:
            file.flush()
    except OSError:
        return NO_ROOM
    return ""
