"""Which hosts may be asked: by name, however it is written, and by what their addresses mean."""

import pytest

from comptoir.kit.hosts import HostNotNamed, checked_origin, may_have


@pytest.mark.parametrize(
    ("typed", "named", "authority"),
    [
        ("https://books.example", "books.example", "books.example"),
        ("https://books.example:8443", "books.example", "books.example:8443"),
        ("https://books.example:8443/", "books.example:8443", "books.example:8443"),
        ("https://BOOKS.Example.", "Books.example", "books.example"),
        ("https://books.example", "books.example.", "books.example"),
        (" https://books.example ", "books.example:443", "books.example"),
        ("http://books.example", "books.example:80", "books.example"),
        ("https://bücher.example", "xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example", "Bücher.example", "xn--bcher-kva.example"),
        ("http://localhost:8000", "localhost", "localhost:8000"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://[::1]:8000", "[::1]:8000", "[::1]:8000"),
        ("http://[0:0:0:0:0:0:0:1]", "::1", "[::1]"),
        ("http://[::1]", "[::1]", "[::1]"),
    ],
)
def test_a_host_that_is_named_may_be_asked_however_it_is_written(typed, named, authority):
    assert checked_origin(typed, frozenset({named})).authority == authority


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "books.example",
        "//books.example",
        "ftp://books.example",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://books.example@evil.example",
        "https://evil.example@books.example",
        "https://@books.example",
        "https://:secret@books.example",
        "https://books.example\\@evil.example",
        "https://evil.example\\.books.example",
        "https://books.example#@evil.example",
        "https://evil.example#books.example",
        "https://books.example?x",
        "https://books.example/path",
        "https://books.example:0",
        "https://books.example:99999",
        "https://books.example:8o",
        "https://books.example..",
        "https://.books.example",
        "https://sub.books.example",
        "https://books.example.evil.example",
        "https://books.example%2eevil.example",
        "https://books.example%00.evil.example",
        "https://books example",
        "https://evil.example",
        "https://ⓔvil.example",
        "https://127.0.0.1",
        "https://127.1",
        "https://2130706433",
        "https://0x7f000001",
        "https://0177.0.0.1",
        "https://[::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[::1",
        "https://localhost",
    ],
)
def test_what_is_no_server_or_not_named_is_refused(typed):
    with pytest.raises(HostNotNamed):
        checked_origin(typed, frozenset({"books.example"}))


def test_a_port_that_is_not_named_is_refused():
    with pytest.raises(HostNotNamed, match=r"^The host books\.example:443 may not be asked\."):
        checked_origin("https://books.example", frozenset({"books.example:8000"}))


@pytest.mark.parametrize("named", ["", "*", ":", "books.example:x", "a b"])
def test_a_name_that_is_none_allows_nothing(named):
    for typed in ("https://books.example", "https://[::1]", "https://x"):
        with pytest.raises(HostNotNamed):
            checked_origin(typed, frozenset({named}))


@pytest.mark.parametrize(
    "address", ["203.0.113.7", "10.1.2.3", "192.168.1.9", "2606:4700::1", "fd00::5", "64:ff9b::808:808"]
)
def test_a_host_may_have_an_address_outside_or_behind_the_firms_walls(address):
    assert may_have("books.example", address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",  # noqa: S104, nothing is bound
        "0.1.2.3",
        "169.254.169.254",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0.0.0.0",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:7f00:1::",
        "127.1",
        "2130706433",
        "not an address",
    ],
)
def test_a_host_may_not_have_an_address_that_means_this_machine_or_its_surroundings(address):
    assert not may_have("books.example", address)


def test_only_the_name_of_this_machine_may_mean_it():
    assert may_have("localhost", "127.0.0.1")
    assert may_have("localhost", "::1")
    assert may_have("localhost", "::ffff:127.0.0.1")
    assert may_have("127.0.0.1", "127.0.0.1")
    assert not may_have("localhost", "10.0.0.1")
    assert not may_have("localhost", "64:ff9b::7f00:1")
    assert not may_have("127.1", "127.0.0.1")
    assert not may_have("2130706433", "127.0.0.1")
