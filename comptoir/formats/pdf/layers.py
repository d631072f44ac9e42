"""Layers of a PDF (optional content): which of them are not shown goes with the pages that are taken out of it.

Imports qpdf: only the limited child process may import this module.
"""

from pikepdf import Array, Dictionary, Name, Object, Pdf


class Layers:
    """The layers of all the files from which pages were taken, and those of them that are not shown."""

    def __init__(self) -> None:
        self.read: set[int] = set()
        self.all: list[Object] = []
        self.hidden: list[Object] = []

    def take(self, out: Pdf, source: Pdf) -> None:
        """Note the layers of a file from which a page came; once for each file."""
        if id(source) in self.read:
            return
        self.read.add(id(source))
        told = source.Root.get("/OCProperties")
        if not isinstance(told, Dictionary):
            return
        known = _groups(told.get("/OCGs"))
        shown_as = told.get("/D", Dictionary())
        if not isinstance(shown_as, Dictionary):
            shown_as = Dictionary()
        shown = {group.objgen for group in _groups(shown_as.get("/ON"))}
        hidden = {group.objgen for group in _groups(shown_as.get("/OFF"))}
        if shown_as.get("/BaseState") == Name.OFF:
            hidden |= {group.objgen for group in known} - shown
        for group in known:
            copy = out.copy_foreign(group)
            self.all.append(copy)
            if group.objgen in hidden:
                self.hidden.append(copy)

    def write(self, out: Pdf) -> None:
        """Have the new file show and hide them as the old ones did."""
        if self.all:
            shown_as = Dictionary(OFF=Array(self.hidden), Order=Array([]))
            out.Root.OCProperties = Dictionary(OCGs=Array(self.all), D=shown_as)


def _groups(found: Object | None) -> list[Object]:
    if not isinstance(found, Array):
        return []
    return [each for each in found if isinstance(each, Dictionary) and each.is_indirect]
