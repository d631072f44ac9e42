"""What a page says, read the way a person reads it: its rows, chips and links."""

import re
from html import unescape

from django.http import HttpResponse

ROW = re.compile(r'<tr id="row-\d+".*?</tr>', re.DOTALL)
CELL = re.compile(r"<t[hd](?! class=\"at-pick\")[^>]*>(.*?)</t[hd]>", re.DOTALL)
CHIP = re.compile(r'<a class="chip[^"]*" href="([^"]*)">(.*?)</a>', re.DOTALL)
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"')


def text_of(html: str) -> str:
    """The words without the tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(response: HttpResponse) -> list[str]:
    """Each row of the list as markup."""
    return ROW.findall(response.content.decode())


def cells(row: str) -> list[str]:
    """The words of each cell of a row."""
    return [text_of(cell) for cell in CELL.findall(row)]


def pieces(response: HttpResponse) -> list[str]:
    """Journal and number of each row."""
    return [cells(row)[0] for row in rows(response)]


def chips(response: HttpResponse) -> dict[str, str]:
    """The active filters in words, each with the address that removes it."""
    found = CHIP.findall(response.content.decode())
    return {text_of(label).partition(" – ")[0]: unescape(address) for address, label in found}


def links(response: HttpResponse) -> dict[str, str]:
    """The addresses by the words of their links."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.DOTALL)
    return {text_of(label): unescape(address) for address, label in found}


def without_tokens(html: str) -> str:
    """The markup without its protection tokens, which differ on every page."""
    return TOKEN.sub(r"\1", html)
