"""What a page says, read the way a person reads it: its rows, chips and links."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from lxml import html

ROW = re.compile(r'<tr id="row-\d+".*?</tr>', re.DOTALL)
CELL = re.compile(r"<t[hd](?! class=\"at-pick\")[^>]*>(.*?)</t[hd]>", re.DOTALL)
CHIP = re.compile(r'<a class="chip[^"]*" href="([^"]*)">(.*?)</a>', re.DOTALL)
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"')


def text_of(markup: str) -> str:
    """The words without the tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


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


def without_tokens(markup: str) -> str:
    """The markup without its protection tokens, which differ on every page."""
    return TOKEN.sub(r"\1", markup)


def texts(response: HttpResponse, name: str) -> list[str]:
    """The words of each element of that class, in their order."""
    found = html.fromstring(response.content.decode())
    wanted = f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')][not(ancestor::template)]"
    return [" ".join(" ".join(each.itertext()).split()) for each in found.xpath(wanted)]


def form_of(response: HttpResponse, name: str, **typed: str) -> dict[str, Any]:
    """Where the form of that class is sent, and what it says: its hidden fields, and what was typed."""
    (form,) = html.fromstring(response.content.decode()).find_class(name)
    hidden = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    return {"path": form.get("action"), "data": hidden | typed}
