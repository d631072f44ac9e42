"""The connections of the HTTP client: to an address that was looked at, for a limited time, unpacked piece by piece."""

import socket
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from comptoir.kit.hosts import HostNotNamed, Origin, may_have

PIECE = 1 << 16
GZIP = 31
"""What zlib calls a stream with the header of gzip."""

KEPT = 20
"""Seconds that a connection is kept without a request."""

Seconds = Any
"""A length of time as sockets take it; whole numbers are kept everywhere else."""

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host and port. Raises OSError."""


class TookTooLong(Exception):
    """The time that a request may take in all is over."""


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Wire(httpx.BaseTransport):
    """Connections to one origin. `until`: when (monotonic clock, nanoseconds) the request under way must have ended."""

    def __init__(self, origin: Origin, resolver: Resolve) -> None:
        self.until = 0
        self._pool = httpcore.ConnectionPool(
            network_backend=_Network(origin, resolver, self.left), max_connections=1, keepalive_expiry=KEPT
        )

    def left(self, limit: Seconds | None) -> Seconds:
        """The seconds that a step may take which has a limit of its own. Raises TookTooLong."""
        seconds = (self.until - time.monotonic_ns()) / 10**9
        if seconds <= 0:
            raise TookTooLong
        return min(seconds, limit) if limit is not None else seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; the body comes piece by piece, unpacked. Raises what httpcore raises, and TookTooLong."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        sent = httpcore.Request(
            request.method, url, headers=request.headers.raw, content=request.read(), extensions=request.extensions
        )
        response = self._pool.handle_request(sent)
        packing = b",".join(value for name, value in response.headers if name.lower() == b"content-encoding").lower()
        if packing not in (b"", b"identity", b"gzip"):
            response.close()
            raise httpcore.RemoteProtocolError("The answer is packed in a way that was not asked for.")
        headers = [(name, value) for name, value in response.headers if name.lower() != b"content-encoding"]
        return httpx.Response(response.status, headers=headers, stream=_Pieces(response, packed=packing == b"gzip"))

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Pieces(httpx.SyncByteStream):
    """The body, unpacked, never more than a little of it at once."""

    def __init__(self, response: httpcore.Response, *, packed: bool) -> None:
        self._response, self._packed = response, packed

    def __iter__(self) -> Iterator[bytes]:
        with closing(self._response):
            parts = self._response.iter_stream()
            yield from _unpacked(parts) if self._packed else parts

    def close(self) -> None:
        self._response.close()


def _unpacked(parts: Iterable[bytes]) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(GZIP)
    for part in parts:
        while part:
            try:
                yield unpacking.decompress(part, PIECE)
            except zlib.error as error:
                raise httpcore.RemoteProtocolError("The packed answer is damaged.") from error
            if unpacking.eof and unpacking.unused_data:
                raise httpcore.RemoteProtocolError("The packed answer is damaged.")
            part = unpacking.unconsumed_tail
    if not unpacking.eof:
        raise httpcore.RemoteProtocolError("The packed answer was cut off.")


class _Network(httpcore.NetworkBackend):
    """Resolves the one host, looks at its addresses, connects to them in their order."""

    def __init__(self, origin: Origin, resolver: Resolve, left: Callable[[Seconds | None], Seconds]) -> None:
        self._origin, self._resolver, self._left = origin, resolver, left
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Seconds | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers. Raises HostNotNamed when one of them is not asked."""
        if (host, port) != (self._origin.host, self._origin.port):
            raise HostNotNamed("The host %(host)s may not be asked. Whoever runs the server can allow it.", host=host)
        refused: Exception = httpcore.ConnectError("The host has no address.")
        for address in self._addresses():
            try:
                stream = self._real.connect_tcp(address, port, self._left(timeout), local_address, socket_options)
                return _Stream(stream, self._left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
        raise refused

    def _addresses(self) -> list[str]:
        host, port = self._origin.host, self._origin.port
        try:
            found = self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"The host is not known: {error}") from error
        for address in found:
            if not may_have(host, address):
                raise HostNotNamed(
                    "The host %(host)s has the address %(address)s, which is not asked.", host=host, address=address
                )
        return found


class _Stream(httpcore.NetworkStream):
    """A connection of which no step goes on when the time is over."""

    def __init__(self, real: httpcore.NetworkStream, left: Callable[[Seconds | None], Seconds]) -> None:
        self._real, self._left = real, left

    def read(self, max_bytes: int, timeout: Seconds | None = None) -> bytes:
        return self._real.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: Seconds | None = None) -> None:
        self._real.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._real.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: Seconds | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._real.start_tls(ssl_context, server_hostname, self._left(timeout)), self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._real.get_extra_info(info)
