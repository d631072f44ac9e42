"""Changes to the tree of an XML document: what programs that write invoices get wrong, and worse."""

from copy import deepcopy

from lxml import etree

KINDS = ("value", "attribute", "drop", "double", "move", "empty", "shuffle")

WORDS = (
    *("", "-", "0", "-0.00", "1e9", "NaN", "Infinity", "9" * 15, "9" * 16, "0." + "1" * 20, ".5", "+1", "1,00"),
    *("true", "false", "1", "20260303", "2026-03-03", "99999999", "S", "AE", "O", "K", "VAT", "EUR", "381"),
    *("+++000/0000/00000+++", "BE0466279295", "BE", "١٢٣", "%s %(x)s", "x" * 5000),
)
"""Texts that a reader may stumble over."""


def done(root: etree._Element, deed: tuple[str, int, int, str]) -> None:
    """One change: its kind, the number of the element, that of another one, and a text."""
    what, first, second, value = deed
    elements = list(root.iter("{*}*"))
    element, other = elements[first % len(elements)], elements[second % len(elements)]
    if what == "value":
        element.text = value
    elif what == "attribute":
        for name in element.attrib:
            element.set(name, value)
    elif what == "empty":
        element.clear()
    elif what == "shuffle":
        element[:] = sorted(element, key=lambda child: (hash(child.tag) ^ second) % 17)
    elif element is not root:
        parent = element.getparent()
        if what == "drop":
            parent.remove(element)
        elif what == "double":
            element.addnext(deepcopy(element))
        elif other not in element.iter():
            other.append(element)
