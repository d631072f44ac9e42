"""Taking e-mails in: the command, and the mail server beside the pages."""

import signal
import socket
import time
from smtplib import LMTP

import pytest

from tests.config.installation import Installation

DOMAIN = {"COMPTOIR_INTAKE_DOMAIN": "in.example.org"}


def speaking(port: int) -> LMTP:
    """A conversation, once the server is there."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return LMTP("127.0.0.1", port, timeout=20)
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.mark.parametrize("way", ["listen", "serve"])
def test_e_mails_are_taken_in_where_the_settings_say(comptoir: Installation, port: int, way: str) -> None:
    door = free_port()
    more = ("--port", str(port)) if way == "serve" else ()
    process = comptoir.start(way, *more, **DOMAIN, COMPTOIR_LISTEN=f"lmtp://127.0.0.1:{door}")
    try:
        sender = speaking(door)
        sender.ehlo_or_helo_if_needed()
        sender.mail("carl@example.org")
        assert sender.rcpt("achat-0123456749.abcdefghjkmn@in.example.org")[0] == 550
        sender.quit()
        process.send_signal(signal.SIGTERM)
        errors = process.communicate(timeout=60)[1]
    finally:
        process.kill()

    assert process.returncode == 0
    assert f"Comptoir takes e-mails in on lmtp://127.0.0.1:{door}\n" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("address", "domain", "why"),
    [
        ("", DOMAIN, "Say where e-mails are taken in, in COMPTOIR_LISTEN"),
        ("http://127.0.0.1:8024", DOMAIN, "Say where e-mails are taken in, in COMPTOIR_LISTEN"),
        ("smtp://127.0.0.1:none", DOMAIN, "Say where e-mails are taken in, in COMPTOIR_LISTEN"),
        ("smtp://127.0.0.1:8025", {}, "Say in COMPTOIR_INTAKE_DOMAIN for which domain e-mails are taken in."),
    ],
    ids=["nothing", "another protocol", "no port", "no domain"],
)
def test_what_the_settings_do_not_say_is_a_sentence(
    comptoir: Installation, address: str, domain: dict[str, str], why: str
) -> None:
    answer = comptoir.run("listen", **domain, COMPTOIR_LISTEN=address)

    assert (answer.returncode, "Traceback" in answer.stderr) == (1, False)
    assert why in answer.stderr
