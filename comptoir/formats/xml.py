"""Untrusted XML, read hard: no DOCTYPE, no entities, no network; every value or a sentence with its element and line.

Imports lxml: only the limited child process may import this module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from comptoir.formats.unreadable import Unreadable

MAX_BYTES = 35 * 2**20
"""Checked before parsing: with it, libxml2's own limits can be lifted for large embedded attachments."""

DEEPEST = 100
"""Levels of elements; an invoice has a dozen, a signed one some more."""

_TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")

ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"iso-8859-15", b"windows-1252"}
"""Encodings in which `<!DOCTYPE` looks as it does here; every other one is refused, whatever it says."""

_BEGUN = re.compile(rb"<\?xml[ \t\r\n]")
_DECLARATION = re.compile(rb"<\?xml[ \t\r\n][^>]*?\?>")
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BLANK = re.compile(rb"[ \t\r\n]*")
_ASIDES = ((b"<!--", b"-->"), (b"<?", b"?>"))
_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})", re.ASCII)
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Node:
    """An element, reached by local names: whichever version of a namespace a file uses, its words are the same."""

    element: etree._Element

    @property
    def name(self) -> str:
        """The local name."""
        return etree.QName(self.element).localname

    @property
    def namespace(self) -> str:
        """The namespace, "" for none."""
        return etree.QName(self.element).namespace or ""

    @property
    def line(self) -> int:
        """The line of the file on which the element begins."""
        return int(getattr(self.element, "sourceline", None) or 0)

    def attribute(self, name: str) -> str:
        """The attribute's text without white space around it, "" when absent."""
        return str(self.element.get(name, "")).strip()

    def each(self, *path: str) -> "Iterator[Node]":
        """All elements at the end of the path, in the order of the document."""
        if not path:
            yield self
            return
        for child in self.element.iterchildren(f"{{*}}{path[0]}"):
            yield from Node(child).each(*path[1:])

    def one(self, *path: str) -> "Node | None":
        """The only element at the end of the path, or None. Refuses a second one: which of the two would be meant?"""
        found = iter(self.each(*path))
        first, second = next(found, None), next(found, None)
        if second is not None:
            raise Unreadable(
                "The element %(element)s is there twice, the second time on line %(line)s.",
                element="/".join(path),
                line=second.line,
            )
        return first

    def has(self, *paths: tuple[str, ...]) -> bool:
        """Whether there is an element at the end of one of these paths, be it empty."""
        return any(next(self.each(*path), None) is not None for path in paths)

    def own_text(self) -> str:
        """This element's text, white space made single. Refuses elements where text belongs."""
        if len(self.element):
            raise Unreadable(
                "The element %(element)s on line %(line)s holds other elements instead of text.",
                element=self.name,
                line=self.line,
            )
        return " ".join((self.element.text or "").split())

    def text(self, *path: str) -> str:
        """The text at the end of the path, "" when absent."""
        node = self.one(*path)
        return node.own_text() if node else ""

    def texts(self, *path: str) -> tuple[str, ...]:
        """The texts at the end of the path, each once, empty ones left out."""
        found = (node.own_text() for node in self.each(*path))
        return tuple(dict.fromkeys(text for text in found if text))

    def amount(self, *path: str) -> Decimal | None:
        """The plain decimal at the end of the path, None when absent. Refuses exponents, NaN, grouping, no text."""
        node = self.one(*path)
        if node is None:
            return None
        text = node.own_text()
        if _AMOUNT.fullmatch(text) is None:
            raise Unreadable(
                "The element %(element)s on line %(line)s is not an amount: %(value)s", **_place(node, text)
            )
        return Decimal(text)

    def day(self, *path: str) -> date | None:
        """The date (xsd:date, its time zone ignored) at the end of the path, None when absent."""
        node = self.one(*path)
        if node is None:
            return None
        text = node.own_text()
        match = _DAY.fullmatch(text)
        try:
            return date.fromisoformat(match[1] if match else "")
        except ValueError:
            raise not_a_date(node) from None

    def truth(self, *path: str) -> bool:
        """The xsd:boolean at the end of the path. Refuses one that is absent or says neither true nor false."""
        node = self.demanded(*path)
        text = node.own_text()
        if text not in _TRUTH:
            raise Unreadable(
                "The element %(element)s on line %(line)s is neither true nor false: %(value)s", **_place(node, text)
            )
        return _TRUTH[text]

    def demanded(self, *path: str) -> "Node":
        """The only element at the end of the path. Refuses a document without it."""
        node = self.one(*path)
        if node is None:
            raise Unreadable("The document has no element %(element)s.", element="/".join(path))
        return node

    def demand(self, *paths: tuple[str, ...]) -> None:
        """Refuse a document in which one of these elements is absent or empty."""
        for path in paths:
            if not self.text(*path):
                raise Unreadable("The document has no element %(element)s.", element="/".join(path))


def not_a_date(node: Node) -> Unreadable:
    """The refusal of an element whose text is no day."""
    return Unreadable(
        "The element %(element)s on line %(line)s is not a date: %(value)s", **_place(node, node.own_text())
    )


def parse(content: bytes) -> Node:
    """The root of the document.

    Refuses what is too big, has a DOCTYPE, is in a rare encoding, is nested too deep or is not well-formed.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable("The file is larger than %(megabytes)s MB.", megabytes=MAX_BYTES // 2**20)
    _check_prolog(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise Unreadable(
            "The XML is broken on line %(line)s, column %(column)s.", line=error.lineno or 0, column=error.offset or 0
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()
    if _TOO_DEEP(root):
        raise Unreadable("The XML is nested more than %(most)s levels deep.", most=DEEPEST)
    return Node(root)


def _check_prolog(content: bytes) -> None:
    """Walk over the declaration, comments and instructions before the root; refuse anything else that stands there."""
    position = _after_declaration(content)
    while True:
        position = _BLANK.match(content, position).end()  # type: ignore[union-attr]  # matches nothing at least
        closing = next((end for start, end in _ASIDES if content.startswith(start, position)), None)
        if closing is None:
            break
        end = content.find(closing, position + 4)
        if end < 0:
            raise Unreadable("The file is not XML.")
        position = end + len(closing)
    if content.startswith(b"<!", position):
        raise _doctype()
    if not content.startswith(b"<", position):
        raise Unreadable("The file is not XML.")


def _after_declaration(content: bytes) -> int:
    """Where the XML declaration ends. Refuses rare encodings, which could hide a DOCTYPE from the search."""
    start = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    declaration = _DECLARATION.match(content, start, start + 1024)
    if b"\x00" in content[:4] or (declaration is None and _BEGUN.match(content, start)):
        raise Unreadable("The file is not XML.")
    if declaration is None:
        return start
    encoding = _ENCODING.search(declaration[0])
    if encoding and encoding[1].lower() not in ENCODINGS:
        raise Unreadable(
            "The XML is in the encoding %(encoding)s, which is not accepted.", encoding=encoding[1].decode("ascii")
        )
    return declaration.end()


def _doctype() -> Unreadable:
    return Unreadable("The XML has a document type definition (DOCTYPE), which is not accepted.")


def _place(node: Node, value: str) -> dict[str, str | int]:
    shown = value if len(value) <= 60 else f"{value[:59]}…"
    return {"element": node.name, "line": node.line, "value": shown or "-"}
