"""A folder at a mail provider, opened by IMAP over TLS: what is in it, each e-mail byte for byte, put away afterwards.

Nothing of an e-mail is looked at here. Only hosts that whoever runs the server has named are asked, at addresses that such
a host may have.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.mailbox import MailBox

from comptoir.firms.sealing import CannotOpen, unseal
from comptoir.intake.models import MailAccount
from comptoir.kit.hosts import HostNotNamed, canonical, demand_named, may_have
from comptoir.kit.text import readable
from comptoir.kit.wire import resolve
from comptoir.kit.words import Refusal

KIND = "intake.mailaccount"
SECONDS = 30
MOST_FOLDERS = 20

_SIZE = re.compile(rb"UID (\d+)\b.*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?\bUID (\d+)", re.DOTALL)


class CannotFetch(Refusal):
    """The provider's mailbox cannot be read now; the sentence says why, to whoever typed its settings."""


class Folder:
    """An open folder."""

    def __init__(self, box: MailBox, name: str) -> None:
        self._box = box
        self._name = name

    @property
    def validity(self) -> int:
        """As long as this is the same, the numbers of its e-mails mean the same (RFC 9051, 2.3.1.1)."""
        return int(self._box.folder.status(self._name, ["UIDVALIDITY"])["UIDVALIDITY"])

    def sizes(self, after: int) -> dict[int, int]:
        """The e-mails with a number above that one, oldest first, and how many bytes each has."""
        _, lines = self._box.client.uid("FETCH", f"{after + 1}:*", "(UID RFC822.SIZE)")
        found = (_SIZE.search(line) for line in lines if isinstance(line, bytes))
        told = (tuple(int(each) for each in match.groups() if each is not None) for match in found if match)
        pairs = sorted(pair for pair in told if len(pair) == 2)
        return {uid: size for uid, size in pairs if uid > after}

    def raw(self, uid: int) -> bytes | None:
        """The e-mail as it is, not marked as read; None when it is gone."""
        _, parts = self._box.client.uid("FETCH", str(uid), "(BODY.PEEK[])")
        whole = [part[1] for part in parts if isinstance(part, tuple)]
        return bytes(whole[0]) if whole else None

    def put_away(self, uid: int, folder: str) -> None:
        """Move the e-mail to another folder, which is made when it is missing."""
        if not self._box.folder.exists(folder):
            self._box.folder.create(folder)
        self._box.move([str(uid)], folder)


@contextmanager
def opened(account: MailAccount) -> Iterator[Folder]:
    """The account's folder, for as long as this lasts. Refuses (CannotFetch) whatever goes wrong with the server."""
    try:
        password = unseal(account.sealed, kind=KIND, row=account.pk, name="password")
        demand_named(account.host, account.port, frozenset(settings.MAIL_HOSTS))
        with _Box(account.host, account.port, SECONDS, ssl_context=ssl.create_default_context()) as box:
            box.login_utf8(account.user, password, None)
            yield _selected(box, account.folder)
    except (CannotOpen, HostNotNamed) as refusal:
        raise CannotFetch(refusal.sentence.text, **refusal.sentence.facts) from None
    except ssl.SSLCertVerificationError as error:
        raise CannotFetch("The certificate of %(host)s is not valid: %(reason)s.", **_told(account, error)) from error
    except (MailboxLoginError, _Refused):
        raise CannotFetch("The mail server refuses the user name or the password.") from None
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise CannotFetch(
            "The mail server %(host)s cannot be reached, or breaks off: %(reason)s.", **_told(account, error)
        ) from error


class _Refused(Exception):
    """The server refuses who logs in."""


class _Client(imaplib.IMAP4_SSL):
    """Connects to an address that was looked at, and checks the certificate for the name."""

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        refused: OSError = ConnectionError("the host has no address")
        for address in _addresses(self.host, self.port):
            try:
                plain = socket.create_connection((address, self.port), timeout)
            except OSError as error:
                refused = error
            else:
                wrapped: ssl.SSLSocket = self.ssl_context.wrap_socket(plain, server_hostname=self.host)
                return wrapped
        raise refused


class _Box(MailBox):
    """The same for the library. A refused login is told from a connection that breaks off, and what the server can do is
    asked after it: many move e-mails only for whoever is logged in.
    """

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _Client(self._host, self._port, ssl_context=self._ssl_context, timeout=self._timeout)

    def login_utf8(self, username: str, password: str, initial_folder: str | None = "INBOX") -> "_Box":
        """Log in. Raises _Refused."""
        try:
            super().login_utf8(username, password, initial_folder)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            raise _Refused from None
        _, said = self.client.capability()
        self.client.capabilities = tuple(said[-1].decode("ascii", "replace").upper().split())
        return self


def _selected(box: MailBox, name: str) -> Folder:
    try:
        box.folder.set(name)
    except MailboxFolderSelectError:
        names: Sequence[str] = [each.name for each in box.folder.list()]
        there = ", ".join(names[:MOST_FOLDERS])
        raise CannotFetch("There is no folder %(folder)s; there are: %(there)s.", folder=name, there=there) from None
    return Folder(box, name)


def _addresses(host: str, port: int) -> list[str]:
    found = resolve(host, port)
    for address in found:
        if not may_have(canonical(host), address):
            raise HostNotNamed(
                "The host %(host)s has the address %(address)s, which is not asked.", host=host, address=address
            )
    return found


def _told(account: MailAccount, error: Exception) -> dict[str, str]:
    reason = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else str(error)
    return {"host": account.host, "reason": readable(reason)[:200] or type(error).__name__}
