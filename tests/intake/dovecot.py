"""A real dovecot on loopback, in a folder of its own and by no privileged user, with TLS by a certificate made here."""

import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.foreign import MAIL_SERVER, serves_mail
from tests.kit.servers import certificate_for

USER, PASSWORD = "documents@firm.example.org", "corréct horse"

needs_dovecot = pytest.mark.skipif(
    not serves_mail() and not os.environ.get("CI"),
    reason=f"there is no dovecot here: apt-get install {' '.join(MAIL_SERVER)}",
)

CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{certificate}
ssl_key = <{certificate}
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
first_valid_uid = 1
first_valid_gid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """The server, and what lies in its folders."""

    port: int
    folder: Path
    certificate: Path

    @contextmanager
    def inside(self) -> Iterator[imaplib.IMAP4_SSL]:
        """A login of the mailbox's owner."""
        trusted = ssl.create_default_context(cafile=self.certificate)
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=trusted) as box:
            box.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            yield box

    def deliver(self, *letters: bytes, folder: str = "INBOX") -> None:
        """Put letters into a folder."""
        with self.inside() as box:
            box.create(folder)
            for letter in letters:
                assert box.append(folder, "", None, letter)[0] == "OK"

    def there(self, folder: str = "INBOX") -> list[bytes]:
        """The letters in a folder, none where there is no such folder."""
        with self.inside() as box:
            if box.select(folder, readonly=True)[0] != "OK":
                return []
            _, parts = box.uid("FETCH", "1:*", "(BODY.PEEK[])")
            return [part[1] for part in parts if isinstance(part, tuple)]

    def begin_anew(self) -> None:
        """The same folder with other numbers, as after a restore from a backup."""
        time.sleep(1.1)  # dovecot takes the second in which it begins
        for path in (self.folder / "mail" / USER).glob("dovecot*"):
            path.unlink()


@contextmanager
def running() -> Iterator[Dovecot]:
    """A server with one empty mailbox."""
    me = pwd.getpwnam("mail") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="comptoir-dovecot-"))
    certificate = certificate_for("localhost", folder)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    group = subprocess.run(["id", "-gn", me.pw_name], capture_output=True, text=True, check=True).stdout.strip()
    said = {"folder": folder, "certificate": certificate, "user": me.pw_name, "group": group, "port": port}
    (folder / "dovecot.conf").write_text(CONFIG.format(**said))
    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, me.pw_uid, me.pw_gid)
    command = [serves_mail(), "-F", "-c", str(folder / "dovecot.conf")]
    server = subprocess.Popen(command, user=me.pw_uid, group=me.pw_gid, extra_groups=[], cwd=folder)
    try:
        wait_for(port, folder)
        yield Dovecot(port, folder, certificate)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(port: int, folder: Path) -> None:
    """Until somebody answers there."""
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except OSError:
            log = folder / "log"
            assert time.monotonic() < deadline, log.read_text() if log.exists() else "no word from dovecot"
            time.sleep(0.1)
        else:
            return
