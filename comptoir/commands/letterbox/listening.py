"""Listening until the process is asked to end."""

import asyncio
import signal
import sys

from comptoir.commands.letterbox.door import Door
from comptoir.commands.letterbox.server import Conversation, Letterbox, LocalConversation

PATIENCE = 15.0
"""Seconds that a letter which is being kept gets to be answered when the process has to end."""


def listen(door: Door) -> None:
    """Take letters in until SIGTERM or SIGINT. A letter that is being kept then is kept, or not answered with 250."""
    asyncio.run(_listen(door))


async def _listen(door: Door) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, ended.set)
    letterbox, kind = Letterbox(), LocalConversation if door.protocol == "lmtp" else Conversation
    server = await loop.create_server(lambda: kind(letterbox), door.host, door.port)
    sys.stderr.write(f"Comptoir takes e-mails in on {door}\n")
    await ended.wait()
    server.close()
    deadline = loop.time() + PATIENCE
    while letterbox.asked and loop.time() < deadline:
        await asyncio.sleep(0.05)
    letterbox.threads.shutdown()
