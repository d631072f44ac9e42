"""A real mail server on loopback, in this process, and whoever speaks with it."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections

from comptoir.commands.letterbox.server import Conversation, Letterbox, LocalConversation
from comptoir.firms.models import Dossier
from comptoir.intake.addresses import addresses_of
from tests.firms.people import new_dossier, new_firm

KINDS = {"smtp": Conversation, "lmtp": LocalConversation}


@contextmanager
def listening(protocol: str) -> Iterator[int]:
    """A server for as long as this lasts, its loop in a thread of its own: a browser keeps one in this; tells its port."""
    loop, letterbox = asyncio.new_event_loop(), Letterbox()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opening = loop.create_server(lambda: KINDS[protocol](letterbox), "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(opening, loop).result(10)
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(server.close)
    asyncio.run_coroutine_threadsafe(cancel_all(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
    used = len(letterbox.threads._threads)
    together = threading.Barrier(max(used, 1))
    for _ in range(used):
        letterbox.threads.submit(lambda: (together.wait(10), connections.close_all()))
    letterbox.threads.shutdown()


async def cancel_all() -> None:
    """End every conversation."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)


@dataclass
class Wire:
    """A connection on which every byte is the test's own."""

    socket: socket.socket

    def say(self, *lines: str | bytes) -> str:
        """Send the lines, each with its end, and hear the answer."""
        raw = b"".join(line.encode() if isinstance(line, str) else line for line in lines)
        self.socket.sendall(raw if raw.endswith(b"\n") else raw + b"\r\n")
        return self.hear()

    def hear(self) -> str:
        """The next answer, all of its lines; "" when the server has hung up."""
        told = b""
        while True:
            line = b""
            while not line.endswith(b"\n"):
                try:
                    byte = self.socket.recv(1)
                except ConnectionResetError:
                    byte = b""
                if not byte:
                    return ""
                line += byte
            told += line
            if line[3:4] != b"-":
                return told.decode().strip()

    def is_silent(self) -> bool:
        """Whether nothing is answered now."""
        self.socket.settimeout(0.3)
        try:
            return self.socket.recv(1) == b"never"
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(20)


@pytest.fixture
def store(tmp_path, settings) -> Path:
    """The empty folder of documents."""
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def dossier(transactional_db, store, settings) -> Dossier:
    """A dossier whose mailboxes have addresses."""
    settings.INTAKE_DOMAIN = "in.example.org"
    return new_dossier(new_firm())


@pytest.fixture
def address(dossier) -> Callable[[str], str]:
    """The address of a mailbox, in French."""
    return lambda mailbox="purchases": next(each.text for each in addresses_of(dossier) if each.mailbox == mailbox)


@pytest.fixture
def connect(dossier) -> Iterator[Callable[..., Wire]]:
    """Connects to a server of that protocol, greeted already; one server for the test."""
    with ExitStack() as opened:
        ports: dict[str, int] = {}

        def connected(protocol: str = "smtp", hello: str = "EHLO client.example.org") -> Wire:
            if protocol not in ports:
                ports[protocol] = opened.enter_context(listening(protocol))
            wire = Wire(opened.enter_context(socket.create_connection(("127.0.0.1", ports[protocol]), 20)))
            assert wire.hear().startswith("220")
            if hello:
                assert wire.say(hello).startswith("250")
            return wire

        yield connected


@pytest.fixture
def told_of(connect, address) -> Callable[..., Wire]:
    """A connection on which the server waits for the text of a letter for the purchases."""

    def begun(sender: str = "<carl@example.org>") -> Wire:
        wire = connect()
        assert wire.say(f"MAIL FROM:{sender}").startswith("250")
        assert wire.say(f"RCPT TO:<{address('purchases')}>").startswith("250")
        assert wire.say("DATA").startswith("354")
        return wire

    return begun
