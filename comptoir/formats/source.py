"""An XML file as text that a person can read: indented, without the files inside it, up to a limit.

Imports lxml: only the limited child process may import this module.
"""

from lxml import etree

from comptoir.formats.xml import parse

LONGEST = 300_000
"""Characters of the text."""

LONG = 2000
"""An element's text beyond this is no text: it is a file, told by its length."""


def read_source(content: bytes) -> dict[str, str | bool]:
    """`text`, and whether it is `cut` at the limit. Refuses (Unreadable) what `xml.parse` refuses."""
    root = parse(content)
    for element in root.element.iter():
        _shorten(element)
    etree.indent(root.element, space="  ")
    text = etree.tostring(root.element, encoding="unicode")
    return {"text": text[:LONGEST], "cut": len(text) > LONGEST}


def _shorten(element: etree._Element) -> None:
    text = (element.text or "").strip()
    if len(text) > LONG:
        element.text = f"{text[:60]} […{len(text) - 60}]"
    else:
        element.text = text or None
