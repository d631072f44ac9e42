"""The virus scanner's own protocol: a file goes to clamd in pieces (INSTREAM), and one line comes back."""

import socket
from contextlib import closing
from pathlib import Path

from comptoir.kit.words import Refusal

PIECE = 2**16
LONGEST = 1000
"""Bytes of an answer."""

SECONDS = 120
FOUND, CLEAN = " FOUND", ": OK"


class NoScanner(Refusal):
    """The scanner gives no verdict now: it is not there, or refuses this file."""


def ask(address: str, path: Path) -> str:
    """What the scanner found in the file, "" for nothing. `address` is "unix:/path" or "host:port".

    Raises NoScanner when it cannot be asked, breaks off, or answers with an error; OSError when the file cannot be read.
    """
    with path.open("rb") as file:
        try:
            with closing(_connected(address)) as line:
                line.sendall(b"zINSTREAM\0")
                while piece := file.read(PIECE):
                    line.sendall(len(piece).to_bytes(4, "big") + piece)
                line.sendall(bytes(4))
                return _verdict(_answer(line))
        except OSError as error:
            raise NoScanner("The virus scanner does not answer: %(reason)s", reason=str(error)[:200]) from error


def _connected(address: str) -> socket.socket:
    kind, _, rest = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(rest)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _answer(line: socket.socket) -> str:
    told = b""
    while len(told) < LONGEST and b"\0" not in told:
        more = line.recv(LONGEST)
        if not more:
            break
        told += more
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(answer: str) -> str:
    if answer.endswith(FOUND):
        return answer.removesuffix(FOUND).partition(": ")[2] or "?"
    if answer.endswith(CLEAN):
        return ""
    raise NoScanner("The virus scanner gave no verdict: %(answer)s", answer=answer[:200])
