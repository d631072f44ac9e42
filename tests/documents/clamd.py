"""A virus scanner on loopback that speaks clamd's protocol, as its manual tells it, and knows one signature."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The text that scanners take for a virus by agreement, in two parts, so that this file is none."""


@contextmanager
def scanner(*, limit: int = 25 * 2**20) -> Iterator[str]:
    """Its address while it answers; a stream longer than `limit` bytes is refused as clamd refuses it."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    over = threading.Event()
    thread = threading.Thread(target=_serve, args=(server, over, limit))
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        over.set()
        thread.join()
        server.close()


def _serve(server: socket.socket, over: threading.Event, limit: int) -> None:
    while not over.is_set():
        try:
            line, _ = server.accept()
        except TimeoutError:
            continue
        with line:
            line.settimeout(5)
            line.sendall(_answer(line.makefile("rb"), limit) + b"\0")


def _answer(stream, limit: int) -> bytes:
    command = b""
    while not command.endswith(b"\0"):
        command += stream.read(1)
    if command != b"zINSTREAM\0":
        return b"UNKNOWN COMMAND"
    content = b""
    while size := int.from_bytes(stream.read(4), "big"):
        content += stream.read(size)
        if len(content) > limit:
            return b"INSTREAM size limit exceeded. ERROR"
    return b"stream: Eicar-Signature FOUND" if EICAR in content else b"stream: OK"
