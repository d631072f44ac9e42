"""Connections that break, bodies that end early, many at once, floods of headers, byte by byte against the real server:
what is answered as received is there, once, and half a file never has a final name.
"""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from tests.config.installation import Installation
from tests.config.test_bodies import IN_CHUNKS, MB, TUS, Served, chunked
from tests.config.test_bodies import served as served
from tests.config.test_serve import answers
from tests.formats.pdf.make import pdf

BIG = pdf(1) + b"%" * (MB - len(pdf(1)) - 6) + b"%%EOF\n"
HALF = len(BIG) // 2
TYPE = {"Content-Type": "multipart/form-data; boundary=x"}
BODY = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + BIG + b"\r\n--x--\r\n"
FORM = b'--x\r\nContent-Disposition: form-data; name="mailbox"\r\n\r\nsales\r\n' + BODY
PIECE = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}


@pytest.fixture
def uploads(served: Served) -> Served:
    """The server, with an upload of the big file begun."""
    served.ask("POST", served.uploads, TUS | {"Upload-Length": str(len(BIG))})
    return served


def address_of(served: Served) -> str:
    ((token,),) = served.comptoir.rows("SELECT token FROM intake_upload")
    return f"{served.uploads}{UUID(str(token))}/"


def programs(served: Served) -> dict[str, str]:
    """The head of a request of a program."""
    return {"Authorization": f"Bearer {served.token}"}


def break_off(served: Served, method: str, address: str, headers: dict[str, str], sent: bytes, whole: int) -> None:
    """Send the beginning of a body that is said to be longer, and be gone."""
    head = {"Host": f"localhost:{served.port}", "Content-Length": str(whole)} | served.of_carl | headers
    lines = [f"{method} {address} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    with socket.create_connection(("localhost", served.port), timeout=60) as line:
        line.sendall("\r\n".join(lines).encode() + sent)


def settled(served: Served, seconds: float = 20) -> tuple[int, int]:
    """Files in the store and documents, once nothing that the server wrote down on the way is left."""
    deadline = time.monotonic() + seconds
    while served.left and time.monotonic() < deadline:
        time.sleep(0.1)
    assert served.left == []
    return served.there


def finals(comptoir: Installation) -> list[Path]:
    """The files under a final name."""
    return [path for path in (comptoir.data / "documents").glob("[0-9a-f][0-9a-f]/*") if path.is_file()]


def test_an_upload_that_breaks_off_counts_what_came_and_goes_on(uploads: Served) -> None:
    address = address_of(uploads)
    break_off(uploads, "PATCH", address, PIECE, BIG[:HALF], len(BIG))
    deadline = time.monotonic() + 20
    while uploads.comptoir.rows("SELECT received FROM intake_upload") != [(HALF,)]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert finals(uploads.comptoir) == []

    rest = PIECE | {"Upload-Offset": str(HALF), "Content-Length": str(len(BIG) - HALF)}
    assert uploads.ask("PATCH", address, rest, BIG[HALF:]) == [b"HTTP/1.1 204 No Content"]
    assert [path.read_bytes() for path in finals(uploads.comptoir)] == [BIG]
    assert uploads.comptoir.rows("SELECT size FROM documents_document") == [(len(BIG),)]


@pytest.mark.parametrize("door", ["form", "program"])
def test_a_request_that_breaks_off_leaves_nothing(served: Served, door: str) -> None:
    address, headers, body = {
        "form": (served.uploads, TYPE, FORM),
        "program": ("/api/documents", TYPE | programs(served), BODY),
    }[door]
    for sent in (len(body) // 2, len(body) - 20, 60):
        break_off(served, "POST", address, headers, body[:sent], len(body))

    assert settled(served) == (0, 0)
    assert served.ask("POST", address, headers | {"Content-Length": str(len(body))}, body)[0].split()[1] in {
        b"302",
        b"201",
    }
    assert settled(served) == (1, 1)
    assert [path.read_bytes() for path in finals(served.comptoir)] == [BIG]


def test_a_body_without_its_end_is_no_document(served: Served) -> None:
    cut = BODY[: len(BODY) // 2]
    program, form = TYPE | programs(served), TYPE
    mailbox = FORM[: len(FORM) - len(BODY)]

    statuses = {
        "program": served.ask("POST", "/api/documents", program | {"Content-Length": str(len(cut))}, cut),
        "form": served.ask("POST", served.uploads, form | {"Content-Length": str(len(mailbox + cut))}, mailbox + cut),
    }

    assert statuses == {"program": [b"HTTP/1.1 422 Unprocessable Entity"], "form": [b"HTTP/1.1 302 Found"]}
    assert settled(served) == (0, 0)


def test_a_program_that_lies_about_its_length_leaves_nothing(served: Served) -> None:
    head = TYPE | programs(served)
    much = BODY[:100] + b"%" * (48 * MB)

    statuses = {
        "longer than it says": served.ask("POST", "/api/documents", head | {"Content-Length": "200"}, BODY),
        "in chunks": served.ask("POST", "/api/documents", head | IN_CHUNKS, *chunked(BODY)),
        "too large": served.ask("POST", "/api/documents", head | {"Content-Length": str(len(much))}, much),
        "no number": served.ask("POST", "/api/documents", head | {"Content-Length": "many"}, BODY),
    }

    assert statuses["longer than it says"] == [b"HTTP/1.1 422 Unprocessable Entity"]
    assert statuses["in chunks"] == [b"HTTP/1.1 411 Length Required"]
    assert statuses["too large"] in ([b"HTTP/1.1 413 Payload Too Large"], [])
    assert all(b" 400 " in status for status in statuses["no number"])
    assert settled(served) == (0, 0)
    assert answers(served.port)


def test_two_at_once_on_one_upload_hand_it_in_once(uploads: Served) -> None:
    address, headers = address_of(uploads), PIECE | {"Content-Length": str(len(BIG))}
    with ThreadPoolExecutor(4) as senders:
        told = list(senders.map(lambda _: uploads.ask("PATCH", address, headers, BIG), range(4)))

    assert {status for (status,) in told} <= {b"HTTP/1.1 204 No Content", b"HTTP/1.1 409 Conflict"}
    assert (b"HTTP/1.1 204 No Content",) in {tuple(each) for each in told}
    assert uploads.comptoir.rows("SELECT count(*) FROM intake_submission") == [(1,)]
    assert [path.read_bytes() for path in finals(uploads.comptoir)] == [BIG]


def test_the_same_file_from_eight_programs_at_once_is_one_document(served: Served) -> None:
    headers = TYPE | programs(served) | {"Content-Length": str(len(BODY))}
    with ThreadPoolExecutor(8) as senders:
        told = list(senders.map(lambda _: served.ask("POST", "/api/documents", headers, BODY), range(8)))

    assert sorted(status for (status,) in told) == [b"HTTP/1.1 200 OK"] * 7 + [b"HTTP/1.1 201 Created"]
    assert settled(served) == (1, 1)
    rows = "SELECT count(*) FROM audit_event WHERE action = 'intake.{}'"
    assert [served.comptoir.rows(rows.format(action)) for action in ("arrived", "seen_again")] == [[(1,)], [(7,)]]


@pytest.mark.parametrize(
    "flood", [{f"X-{number}": "x" for number in range(5000)}, {"X-Long": "x" * (4 * MB)}], ids=["many", "long"]
)
def test_a_flood_of_headers_is_turned_away(served: Served, flood: dict[str, str]) -> None:
    head = TYPE | programs(served) | {"Content-Length": str(len(BODY))} | flood

    told = served.ask("POST", "/api/documents", head, BODY)

    assert all(status.split()[1].startswith(b"4") for status in told)
    assert settled(served) == (0, 0)
    assert answers(served.port)
