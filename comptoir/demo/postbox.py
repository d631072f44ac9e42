"""The demo's mail server: takes every mail on this machine's own address and keeps it as a file. It sends nothing on."""

import asyncio
import os
import signal
import sys
from itertools import count
from pathlib import Path
from time import time_ns
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Postbox:
    """Keeps each mail as one file, whole or not at all, before it is said to be taken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take the mail."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        final = self._folder / f"{time_ns()}-{next(self._numbers)}.eml"
        unfinished = final.with_suffix(".part")
        unfinished.write_bytes(content)
        os.replace(unfinished, final)
        return f"250 kept as {final.name}"


async def receive(port: int, folder: Path) -> None:
    """Take mails until the process is asked to end."""
    folder.mkdir(parents=True, exist_ok=True)
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, ended.set)
    postbox: Any = Postbox(folder)
    server = await loop.create_server(lambda: SMTP(postbox, hostname="localhost"), HOST, port)
    async with server:
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(receive(int(sys.argv[1]), Path(sys.argv[2])))
