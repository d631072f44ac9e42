"""The one HTTP client: asks only hosts that were named, only at addresses that such a host may have, within limits.

Whoever runs the server names the hosts ("books.example", or "books.example:8000"). A name is resolved here, once for each
request, every address is looked at, and the connection goes to the address that was looked at: what the name means a moment
later changes nothing. Loopback, link-local and other addresses that mean this machine or its surroundings are refused unless
the host is named as just that ("localhost", "127.0.0.1"). Redirects are not followed, proxies of the environment not used.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from comptoir.kit.words import Refusal

CONNECT, SILENCE = 10, 30
"""Seconds until a connection must stand, and between two pieces of an answer."""

LONGEST = 120
"""Seconds that one request may take in all."""

MOST_BYTES = 64 * 2**20

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host and port. Raises OSError."""


class HostNotNamed(Refusal):
    """This host is none of those that may be asked, or it has an address that no host may have."""


class NoAnswer(Refusal):
    """There was no whole answer this time: no connection, none in time, cut off, or too large."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, header fields (names in lower case), and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Http:
    """Requests to one origin, over connections that are kept."""

    def __init__(
        self,
        origin: str,
        hosts: frozenset[str],
        *,
        most_bytes: int = MOST_BYTES,
        longest: int = LONGEST,
        resolver: Resolve = resolve,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`origin` is like "https://books.example:8000". Raises HostNotNamed for any but those of `hosts`."""
        self.host, self.port, self.scheme = checked_origin(origin, hosts)
        self.most_bytes, self.longest, self._resolver = most_bytes, longest, resolver
        limits = httpx.Timeout(SILENCE, connect=CONNECT)
        self._client = httpx.Client(transport=transport, timeout=limits, trust_env=False, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request and read its whole answer, whatever its status. Raises NoAnswer and HostNotNamed."""
        began = time.monotonic_ns()
        address = self._address()
        literal = f"[{address}]" if ":" in address else address
        request = self._client.build_request(
            method,
            f"{self.scheme}://{literal}:{self.port}{path}",
            content=body or None,
            headers={"Host": self._named(), "Accept-Encoding": "gzip", **(headers or {})},
            extensions={"sni_hostname": self.host},
        )
        try:
            response = self._client.send(request, stream=True)
            try:
                return Answer(response.status_code, dict(response.headers), self._whole(response, began))
            finally:
                response.close()
        except (httpx.HTTPError, OSError) as error:
            raise NoAnswer(
                "%(host)s gave no answer: %(why)s", host=self._named(), why=str(error) or type(error).__name__
            ) from error

    def _whole(self, response: httpx.Response, began: int) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self.most_bytes:
                raise NoAnswer("%(host)s sent more than %(most)s bytes.", host=self._named(), most=self.most_bytes)
            if time.monotonic_ns() - began > self.longest * 10**9:
                raise NoAnswer("%(host)s did not finish its answer in time.", host=self._named())
            parts.append(part)
        return b"".join(parts)

    def _address(self) -> str:
        try:
            found = self._resolver(self.host, self.port)
        except OSError as error:
            raise NoAnswer("The host %(host)s is not known: %(why)s", host=self.host, why=str(error)) from error
        for address in found:
            if not _may_have(self.host, address):
                raise HostNotNamed(
                    "The host %(host)s has the address %(address)s, which is not asked.",
                    host=self.host,
                    address=address,
                )
        if not found:
            raise NoAnswer("The host %(host)s has no address.", host=self.host)
        return found[0]

    def _named(self) -> str:
        usual = {"http": 80, "https": 443}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == usual else f"{host}:{self.port}"


def checked_origin(origin: str, hosts: frozenset[str]) -> tuple[str, int, str]:
    """Host, port and scheme of an origin. Raises HostNotNamed for what is none, or none of those hosts."""
    try:
        parts = urlsplit(origin.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or parts.query or parts.fragment:
        raise HostNotNamed("%(origin)s is no address of a server, like https://books.example.", origin=origin)
    port = port or (443 if parts.scheme == "https" else 80)
    if host not in hosts and f"{host}:{port}" not in hosts:
        raise HostNotNamed(
            "The host %(host)s may not be asked. Whoever runs the server can allow it.", host=f"{host}:{port}"
        )
    return host, port, parts.scheme


def _may_have(host: str, address: str) -> bool:
    """Whether a host of that name may have that address: the outside world, or a network behind the firm's own walls."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    if host == "localhost":
        return found.is_loopback
    if host == address:
        return True
    return not (
        found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved
    )
