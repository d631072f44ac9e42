"""The one HTTP client against real servers: whom it reaches, and what it does not put up with."""

import gzip
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from comptoir.kit.http import HostNotNamed, Http, NoAnswer
from tests.kit.servers import body, certificate_for, serving, speaking

LOCAL = frozenset({"localhost", "127.0.0.1"})


def ask(port: int, path: str = "/", **limits: int) -> bytes:
    with Http(f"http://localhost:{port}", LOCAL, **limits) as http:
        return http.ask("GET", path).body


def test_a_request_is_sent_as_it_is_and_its_answer_read_whole():
    seen = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        sent = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
        seen.append((handler.command, handler.path, handler.headers["Host"], handler.headers["X-Sent"], sent))
        body(b"well", X_Said="Yes")(handler)

    with serving(answer) as port, Http(f"http://localhost:{port}", LOCAL) as http:
        first = http.ask("POST", "/rpc?a=1", body=b"asked", headers={"X-Sent": "one"})
        http.ask("GET", "/two", headers={"X-Sent": "two"})

    assert (first.status, first.headers["x-said"], first.body) == (200, "Yes", b"well")
    assert seen == [
        ("POST", "/rpc?a=1", f"localhost:{port}", "one", b"asked"),
        ("GET", "/two", f"localhost:{port}", "two", b""),
    ]


def test_every_status_is_an_answer():
    with serving(lambda handler: handler.send_error(503)) as port, Http(f"http://localhost:{port}", LOCAL) as http:
        assert http.ask("GET", "/").status == 503


def test_a_path_cannot_lead_to_another_host():
    paths = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        paths.append(handler.path)
        body(b"")(handler)

    with serving(answer) as port:
        for path in ("@evil.example/", "/@evil.example/", ".evil.example/"):
            ask(port, path)

    assert paths == ["/@evil.example/", "/@evil.example/", "/.evil.example/"]


def test_a_redirect_is_an_answer_and_is_not_followed():
    asked = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        handler.send_response(302)
        handler.send_header("Location", "/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with serving(answer) as port, Http(f"http://localhost:{port}", LOCAL) as http:
        found = http.ask("GET", "/here")

    assert (found.status, found.headers["location"], asked) == (302, "/elsewhere", ["/here"])


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    with serving(body(b"direct")) as port:
        assert ask(port) == b"direct"


class Resolver:
    """Gives these answers, one after another; the last stays."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["203.0.113.7", "127.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"]],
)
def test_a_name_with_one_address_that_is_not_asked_is_asked_nowhere(addresses):
    reached = []

    with serving(lambda handler: reached.append(handler.path)) as port:
        http = Http(f"http://books.example:{port}", frozenset({"books.example"}), resolver=Resolver(addresses))
        with http, pytest.raises(HostNotNamed, match="which is not asked"):
            http.ask("GET", "/")

    assert reached == []


def test_the_connection_goes_to_the_address_that_was_looked_at():
    """A name that means something else at every look is asked about once for one connection."""
    resolver = Resolver(["127.0.0.1"], ["203.0.113.7"])
    with serving(body(b"here")) as port, Http(f"http://localhost:{port}", LOCAL, resolver=resolver) as http:
        assert [http.ask("GET", "/").body for _ in range(3)] == [b"here"] * 3

    assert resolver.asked == 1


def test_a_name_that_turns_to_this_machine_later_is_refused_then():
    with serving(lambda handler: body(b"x", Connection="close")(handler)) as port:
        resolver = Resolver(["127.0.0.1"], ["203.0.113.7"])
        with Http(f"http://localhost:{port}", LOCAL, resolver=resolver) as http:
            http.ask("GET", "/")
            with pytest.raises(HostNotNamed):
                http.ask("GET", "/")


def test_the_next_address_is_tried_when_one_refuses():
    with serving(body(b"second")) as port:
        resolver = Resolver(["::1", "127.0.0.1"])
        with Http(f"http://localhost:{port}", LOCAL, resolver=resolver) as http:
            assert http.ask("GET", "/").body == b"second"


def test_a_connection_that_is_refused_and_a_host_that_is_not_known_are_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NoAnswer, match=rf"^localhost:{port} gave no answer: .*refused"):
        ask(port)

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    for resolver, why in ((unknown, "The host is not known"), (Resolver([]), "The host has no address")):
        http = Http("https://books.example", frozenset({"books.example"}), resolver=resolver)
        with http, pytest.raises(NoAnswer, match=f"^books.example gave no answer: {why}"):
            http.ask("GET", "/")


def test_a_server_is_believed_with_a_certificate_that_is_trusted_and_of_its_name(tmp_path, monkeypatch):
    good, other = certificate_for("localhost", tmp_path), certificate_for("other.example", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(good))

    with serving(body(b"safe"), certificate=good) as port, Http(f"https://localhost:{port}", LOCAL) as http:
        assert http.ask("GET", "/").body == b"safe"

    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    for shown in (good, other):
        with (
            serving(body(b"safe"), certificate=shown) as port,
            pytest.raises(NoAnswer, match="CERTIFICATE_VERIFY_FAILED"),
        ):
            Http(f"https://localhost:{port}", LOCAL).ask("GET", "/")


def test_an_answer_that_is_too_large_is_not_read_to_its_end():
    with serving(body(bytes(5000))) as port:
        assert len(ask(port, most_bytes=5000)) == 5000
        with pytest.raises(NoAnswer, match=rf"^localhost:{port} sent more than 4999 bytes\."):
            ask(port, most_bytes=4999)


def test_a_packed_answer_is_measured_as_it_is_unpacked():
    packed = gzip.compress(bytes(50_000_000))
    whole = serving(body(packed, Content_Encoding="gzip"))
    with whole as port, pytest.raises(NoAnswer, match="sent more than 1000000 bytes"):
        ask(port, most_bytes=1_000_000)
    with serving(body(gzip.compress(b"packed"), Content_Encoding="GZIP")) as port:
        assert ask(port) == b"packed"


@pytest.mark.parametrize("said", ["gzip, gzip", "br", "deflate", "zstd"])
def test_a_packing_that_was_not_asked_for_is_refused(said):
    twice = serving(body(gzip.compress(gzip.compress(b"x")), Content_Encoding=said))
    with twice as port, pytest.raises(NoAnswer, match="packed in a way that was not asked for"):
        ask(port)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (gzip.compress(b"whole", mtime=0)[:-3], "was cut off"),
        (b"plain", "is damaged"),
        (gzip.compress(b"a", mtime=0) + b"more", "is damaged"),
        (b"", "was cut off"),
    ],
)
def test_a_packed_answer_that_is_damaged_is_none(content, why):
    with serving(body(content, Content_Encoding="gzip")) as port, pytest.raises(NoAnswer, match=why):
        ask(port)


def slowly(begin: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def speak(connection: socket.socket) -> None:
        connection.sendall(begin)
        for _ in range(200):
            time.sleep(0.02)
            connection.sendall(piece)

    return speak


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nX-A: ", b"b"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
def test_an_answer_that_drips_ends_when_the_time_for_all_of_it_is_over(begin, piece):
    with speaking(slowly(begin, piece)) as port, pytest.raises(NoAnswer, match="did not finish its answer in time"):
        ask(port, longest=1)


def test_a_handshake_that_drips_ends_too():
    mute = speaking(lambda connection: time.sleep(3))
    with mute as port, pytest.raises(NoAnswer, match="did not finish its answer in time"):
        Http(f"https://localhost:{port}", LOCAL, longest=1).ask("GET", "/")


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 1_000_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x00\x00",
    ],
)
def test_an_answer_that_is_cut_off_or_none_is_told_as_no_answer(said):
    with speaking(lambda connection: connection.sendall(said)) as port, pytest.raises(NoAnswer, match="gave no answer"):
        ask(port)


def test_a_request_that_can_be_none_is_not_sent():
    seen = []
    with serving(lambda handler: seen.append(handler.path)) as port, Http(f"http://localhost:{port}", LOCAL) as http:
        with pytest.raises(NoAnswer):
            http.ask("GET", "/", headers={"X-A": "b\r\nX-C: d"})
        with pytest.raises(NoAnswer):
            http.ask("GET /evil HTTP/1.1\r\nX: y", "/")

    assert seen == []


def test_after_an_answer_that_failed_the_next_one_is_read():
    answers = [b"x" * 100, b"fine"]

    with serving(lambda handler: body(answers.pop(0))(handler)) as port:
        http = Http(f"http://localhost:{port}", LOCAL, most_bytes=10)
        with pytest.raises(NoAnswer):
            http.ask("GET", "/")
        assert http.ask("GET", "/").body == b"fine"
