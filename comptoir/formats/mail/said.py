"""What the sender wrote himself: the text of an e-mail above his signature and above what he answers or forwards.

Only the limited child process may import this module.
"""

import re
from html import unescape
from unicodedata import category, normalize

from comptoir.kit.file_names import UNSEEN

LONGEST = 500
LOOKED_AT = 50_000
"""Characters: of the text that is told, and of the e-mail's text that is looked at for it."""

WIDEST = 300
HIDDEN = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("style", "script", "head", "title")}
BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote", "table", "hr"})
QUOTED = "blockquote"

_END = re.compile(
    r"--|_{5,}|-{5,}.*|>.*"
    r"|Sent from my .*|Get Outlook for .*|Envoyé (de|depuis|à partir) .*|Télécharger Outlook .*"
    r"|Verzonden (vanaf|met|via|van) .*|Outlook voor .*"
    r"|(On|Le|Op)\b.*\b(wrote|écrit|schreef)\b.{0,80}:"
    r"|(From|De|Van)\s?: .+",
    re.IGNORECASE,
)
_TAG = re.compile(r"/?([A-Za-z][A-Za-z0-9]*+)")


def said_in(text: str) -> str:
    """The text above the signature, 500 characters at most, without unseen characters; its lines kept."""
    lines = [_shown(line) for line in text[:LOOKED_AT].splitlines()]
    told: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        if _END.fullmatch(line[:WIDEST]) or _END.fullmatch(f"{line} {after}"[:WIDEST]):
            break
        if line or (told and told[-1]):
            told.append(line)
    words = "\n".join(told).strip()
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


def text_of_html(html: str) -> str:
    """The text of a page, line by line, as far as somebody reads it; read once, from left to right."""
    told, place = [], 0
    while (at := html.find("<", place)) >= 0:
        told.append(html[place:at])
        tag = _TAG.match(html, at + 1)
        name = tag[1].lower() if tag else ""
        if name == QUOTED and not html.startswith("/", at + 1):
            break
        if html.startswith("<!--", at):
            place = _after(html, "-->", at)
        elif name in HIDDEN and not html.startswith("/", at + 1):
            hidden = HIDDEN[name].search(html, at)
            place = hidden.start() if hidden else len(html)
        elif tag or html.startswith(("<!", "<?"), at):
            place = _after(html, ">", at)
            told.append("\n" if name in BREAKS else "")
        else:
            told.append("<")
            place = at + 1
    else:
        told.append(html[place:])
    return unescape("".join(told).replace("\r", " "))


def _after(text: str, what: str, place: int) -> int:
    found = text.find(what, place)
    return found + len(what) if found >= 0 else len(text)


def _shown(line: str) -> str:
    seen = (" " if char.isspace() else char for char in normalize("NFC", line) if _is_seen(char))
    return " ".join("".join(seen).split())


def _is_seen(char: str) -> bool:
    return char.isspace() or category(char) not in UNSEEN
