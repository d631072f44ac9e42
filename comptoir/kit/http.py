"""The one HTTP client: asks only hosts that were named, only at addresses that such a host may have, within limits.

Whoever runs the server names the hosts ("books.example", or "books.example:8000"). A name is resolved here, once for each
connection, every address is looked at, and the connection goes to one of those: what the name means a moment later changes
nothing. Loopback, link-local and other addresses that mean this machine or its surroundings are refused unless
the host is named as just that ("localhost", "127.0.0.1"). Redirects are not followed, proxies of the environment not used.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpcore
import httpx

from comptoir.kit.hosts import HostNotNamed, Origin, checked_origin
from comptoir.kit.wire import Resolve, TookTooLong, Wire, resolve
from comptoir.kit.words import Refusal

__all__ = ["HostNotNamed", "Http", "NoAnswer", "Resolve", "Transport", "checked_origin", "resolve"]

Transport = httpx.BaseTransport
"""What carries requests; another one stands in for the network in tests."""

CONNECT, SILENCE = 10, 30
"""Seconds until a connection must stand, and between two pieces of an answer."""

LONGEST = 120
"""Seconds that one request may take in all."""

MOST_BYTES = 64 * 2**20

FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError, OSError)
SLOW = (TookTooLong, httpx.TimeoutException, httpcore.TimeoutException)


class NoAnswer(Refusal):
    """There was no whole answer this time: no connection, none in time, cut off, or too large."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, header fields (names in lower case), and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Http:
    """Requests to one origin, over connections that are kept. Not for two threads at once."""

    def __init__(
        self,
        origin: str,
        hosts: frozenset[str],
        *,
        most_bytes: int = MOST_BYTES,
        longest: int = LONGEST,
        resolver: Resolve = resolve,
        transport: Transport | None = None,
    ) -> None:
        """`origin` is like "https://books.example:8000". Raises HostNotNamed for any but those of `hosts`."""
        self.origin: Origin = checked_origin(origin, hosts)
        self.most_bytes, self.longest = most_bytes, longest
        self._wire = Wire(self.origin, resolver)
        limits = httpx.Timeout(SILENCE, connect=CONNECT)
        self._client = httpx.Client(
            transport=transport or self._wire, timeout=limits, trust_env=False, follow_redirects=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request and read its whole answer, whatever its status. Raises NoAnswer and HostNotNamed.

        `path` begins with a slash and may have a query.
        """
        until = time.monotonic_ns() + self.longest * 10**9
        self._wire.until = until
        try:
            request = self._client.build_request(
                method,
                f"{self.origin}/{path.removeprefix('/')}",
                content=body or None,
                headers={"Accept-Encoding": "gzip", **(headers or {})},
            )
            response = self._client.send(request, stream=True)
            try:
                return Answer(response.status_code, dict(response.headers), self._whole(response, until))
            finally:
                response.close()
        except SLOW as error:
            raise self._too_late() from error
        except FAILURES as error:
            why = str(error) or type(error).__name__
            raise NoAnswer("%(host)s gave no answer: %(why)s", host=self.origin.authority, why=why) from error

    def _whole(self, response: httpx.Response, until: int) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self.most_bytes:
                raise NoAnswer(
                    "%(host)s sent more than %(most)s bytes.", host=self.origin.authority, most=self.most_bytes
                )
            if time.monotonic_ns() > until:
                raise self._too_late()
            parts.append(part)
        return b"".join(parts)

    def _too_late(self) -> NoAnswer:
        return NoAnswer("%(host)s did not finish its answer in time.", host=self.origin.authority)
