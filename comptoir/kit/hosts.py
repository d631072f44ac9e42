"""Which hosts may be asked, and which addresses such a host may have."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from comptoir.kit.words import Refusal

USUAL = {"http": 80, "https": 443}
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
THIS_NETWORK = ipaddress.IPv4Network("0.0.0.0/8")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class HostNotNamed(Refusal):
    """This host is none of those that may be asked, or it has an address that no host may have."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A server that may be asked; the host as names are compared (see `canonical`)."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Host and port as the header Host has them: the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


def checked_origin(origin: str, hosts: frozenset[str]) -> Origin:
    """The origin that was typed. Raises HostNotNamed for what is none, or none of those hosts."""
    try:
        parts = urlsplit(origin.strip())
        host, port = canonical(parts.hostname or ""), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    beside = parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment
    if parts.scheme not in USUAL or not host or beside or port == 0:
        raise HostNotNamed("%(origin)s is no address of a server, like https://books.example.", origin=origin)
    found = Origin(parts.scheme, host, port or USUAL[parts.scheme])
    demand_named(host, found.port, hosts)
    return found


def demand_named(host: str, port: int, hosts: frozenset[str]) -> None:
    """Refuse (HostNotNamed) a host, as `canonical` has it, and a port that are none of those."""
    named = {_named(each) for each in hosts}
    if (host, None) not in named and (host, port) not in named:
        raise HostNotNamed(
            "The host %(host)s may not be asked. Whoever runs the server can allow it.",
            host=f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        )


def canonical(host: str) -> str:
    """The host as names are compared: lower case, without a dot at the end, in ASCII; addresses in their short form.

    Raises ValueError for what can be no host.
    """
    host = host.lower().removesuffix(".")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        named = host if host.isascii() else host.encode("idna").decode()
    if not named.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise ValueError(host)
    return named


def may_have(host: str, address: str) -> bool:
    """Whether a host of that name may have that address: the outside world, or a network behind the firm's own walls."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if host == "localhost":
        return (getattr(found, "ipv4_mapped", None) or found).is_loopback
    if host == str(found):
        return True
    if isinstance(found, ipaddress.IPv6Address) and found in NAT64:
        return all(map(_is_asked, _inside(found)))
    return _is_asked(found) and all(map(_is_asked, _inside(found)))


def _is_asked(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return True
    if isinstance(address, ipaddress.IPv4Address) and address in THIS_NETWORK:
        return False
    return not (
        address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or address.is_reserved
    )


def _inside(address: Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address carries: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried: list[ipaddress.IPv4Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in carried if each is not None]


def _named(entry: str) -> tuple[str, int | None]:
    """Host and port of a name in the list; one that can be no host is nobody's."""
    host, port = entry.strip(), ""
    if host.startswith("["):
        host, _, port = host.removeprefix("[").partition("]")
    elif host.count(":") == 1:
        host, _, port = host.partition(":")
    try:
        return canonical(host), int(port.removeprefix(":")) if port.removeprefix(":") else None
    except ValueError:
        return "", 0
