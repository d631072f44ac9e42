"""Bodies that lie about their length, sent to the real server byte by byte: nothing of them is kept, and it serves on."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest

from tests.config.installation import Installation
from tests.config.test_serve import answers

VISITOR = Path(__file__).parent / "visitor.py"
MB = 2**20
TUS = {"Tus-Resumable": "1.0.0"}
IN_CHUNKS = {"Transfer-Encoding": "chunked"}
FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
MAILBOX = b'--x\r\nContent-Disposition: form-data; name="mailbox"\r\n\r\npurchases\r\n'


class Served:
    """A running server, and Carl's browser as bytes."""

    def __init__(self, comptoir: Installation, port: int, told: dict[str, str]) -> None:
        self.comptoir, self.port = comptoir, port
        self.uploads = f"/d/{told['dossier']}/uploads/"
        cookies = f"comptoir_session={told['session']}; comptoir_csrf={'c' * 32}"
        self.of_carl = {"Cookie": cookies, "X-CSRFToken": "c" * 32, "Connection": "close"}
        self.token = told["token"]

    def ask(self, method: str, address: str, headers: dict[str, str], *pieces: bytes) -> list[bytes]:
        """Send the head, then the pieces while the server takes them; the status lines of what it answers."""
        head = {"Host": f"localhost:{self.port}"} | self.of_carl | headers
        lines = [f"{method} {address} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        with socket.create_connection(("localhost", self.port), timeout=60) as line:
            with suppress(ConnectionError):
                line.sendall("\r\n".join(lines).encode())
                for piece in pieces:
                    line.sendall(piece)
            got = bytearray()
            with suppress(ConnectionError):
                while some := line.recv(65536):
                    got += some
        return [bytes(each) for each in got.split(b"\r\n") if each.startswith(b"HTTP/1.1 ")]

    @property
    def files(self) -> list[Path]:
        """The files that lie in the store, unfinished ones too."""
        return [path for path in (self.comptoir.data / "documents").rglob("*") if path.is_file()]

    @property
    def there(self) -> tuple[int, int]:
        """How many files lie in the store, and how many documents there are."""
        return len(self.files), self.comptoir.rows("SELECT count(*) FROM documents_document")[0][0]

    @property
    def left(self) -> list[Path]:
        """What lies where the server writes down what comes."""
        return list((self.comptoir.data / "tmp").iterdir())


@pytest.fixture
def served(comptoir: Installation, port: int) -> Iterator[Served]:
    """Until the end of the test; a dossier has room for two MB a day."""
    comptoir.run("backup")
    told = json.loads(comptoir.python(str(VISITOR)).communicate(timeout=60)[0])
    (comptoir.data / "tmp").mkdir()
    limits = {"COMPTOIR_QUOTA_MB_A_DAY": "2", "TMPDIR": str(comptoir.data / "tmp")}
    process = comptoir.start("serve", "--no-worker", "--port", str(port), **limits)
    answers(port)
    yield Served(comptoir, port, told)
    process.terminate()
    process.communicate(timeout=40)


def chunked(*pieces: bytes) -> list[bytes]:
    """The pieces as HTTP sends a body without saying how long it is."""
    return [*(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces), b"0\r\n\r\n"]


def test_no_body_that_lies_about_its_length_leaves_anything(served: Served) -> None:
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    much = b"%PDF-1.7\n" + b"%" * (48 * MB)
    whole = MAILBOX + FORM + much + b"\r\n--x--\r\n"

    statuses = {
        "longer than it says": served.ask("POST", served.uploads, multipart | {"Content-Length": "200"}, whole),
        "in chunks": served.ask("POST", served.uploads, multipart | IN_CHUNKS, *chunked(MAILBOX + FORM, much)),
        "too large": served.ask("POST", served.uploads, multipart | {"Content-Length": str(len(whole))}, whole),
    }

    assert list(statuses.values()) == [[b"HTTP/1.1 302 Found"]] * 3
    assert (served.there, served.left) == ((0, 0), [])
    assert answers(served.port)


def test_no_piece_of_an_upload_that_lies_about_its_length_counts_beyond_it(served: Served) -> None:
    begun = served.ask("POST", served.uploads, TUS | {"Upload-Length": str(MB)})
    ((token,),) = served.comptoir.rows("SELECT token FROM intake_upload")
    address = f"{served.uploads}{UUID(str(token))}/"
    piece = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

    statuses = {
        "beyond the day": served.ask("POST", served.uploads, TUS | {"Upload-Length": str(2 * MB)}),
        "in chunks": served.ask("PATCH", address, piece | IN_CHUNKS, *chunked(b"%" * (4 * MB))),
        "more than was said": served.ask("PATCH", address, piece | {"Content-Length": str(4 * MB)}, b"%" * (4 * MB)),
        "longer than it says": served.ask("PATCH", address, piece | {"Content-Length": "100"}, b"%" * (4 * MB)),
    }

    assert begun == [b"HTTP/1.1 201 Created"]
    assert statuses == {
        "beyond the day": [b"HTTP/1.1 413 Payload Too Large"],
        "in chunks": [b"HTTP/1.1 411 Length Required"],
        "more than was said": [b"HTTP/1.1 413 Payload Too Large"],
        "longer than it says": [b"HTTP/1.1 204 No Content"],
    }
    assert served.comptoir.rows("SELECT received FROM intake_upload") == [(100,)]
    assert [path.stat().st_size for path in served.files] == [100]
    assert answers(served.port)
