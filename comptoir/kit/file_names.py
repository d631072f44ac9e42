"""Names of files as labels: what a person sees, never a path and never a trick."""

import re
from unicodedata import category, normalize

LONGEST = 200
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Control characters, marks that change the direction of writing, halves of characters, line separators."""

FORBIDDEN = set('<>:"/\\|?*;')
"""What a system takes for something else in a name; and what stands between names in a list of them."""

STEM_BYTES = 120
_DEVICE = re.compile(r"CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]", re.IGNORECASE)


def label(name: str) -> str:
    """The last part of the name, composed (NFC), without unseen characters, at most 200 long; "document" for nothing.

    A name that is too long loses its middle, so that its ending stays.
    """
    plain = "".join(char for char in normalize("NFC", name) if category(char) not in UNSEEN)
    last = re.split(r"[/\\]", plain)[-1]
    text = " ".join(last.split()).strip(". ")
    if len(text) > LONGEST:
        text = f"{text[:150]}…{text[-49:]}"
    return text or "document"


def with_ending(name: str, ending: str) -> str:
    """The name with that ending (".pdf"), put after whatever other one it has."""
    return name if name.lower().endswith(ending) else f"{name}{ending}"


def file_stem(*parts: str) -> str:
    """The parts joined by "-" as a name that every system takes for a file, without its ending; the empty ones left out.

    Nothing that means something to a system stays in it (slashes, colons, quotes, wildcards, unseen characters, a device's
    name), and it is at most 120 bytes long, with room for a number and an ending.
    """
    text = "-".join(filter(None, (" ".join(_plain(part).split()).strip(". ") for part in parts)))
    while len(text.encode()) > STEM_BYTES:
        text = text[:-1]
    text = text.strip(". ") or "document"
    return f"_{text}" if _DEVICE.fullmatch(text.split(".")[0].strip()) else text


class FileNames:
    """Names of files in one folder, each given once: two that differ only in case are the same to many systems."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.casefold(): 1 for name in taken}

    def unique(self, stem: str, ending: str) -> str:
        """The stem with the ending, and with a number in brackets where that name is taken."""
        name = first = f"{stem}{ending}"
        while name.casefold() in self._taken:
            self._taken[first.casefold()] += 1
            name = f"{stem} ({self._taken[first.casefold()]}){ending}"
        self._taken[name.casefold()] = 1
        return name


def _plain(text: str) -> str:
    composed = normalize("NFC", text)
    return "".join(" " if char in FORBIDDEN or char.isspace() else char for char in composed if _seen(char))


def _seen(char: str) -> bool:
    return char.isspace() or category(char) not in UNSEEN
