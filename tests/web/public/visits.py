"""What a person does in a browser: open a page, fill in its form, send it."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.firms.people import PASSWORD

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def send(visitor: Client, address: str, to: str = "", **fields: Any) -> HttpResponse:
    """Open the page and send a form of it, with its protection token."""
    token = _TOKEN.search(visitor.get(address).content.decode())
    assert token is not None, f"{address} has no form"
    return visitor.post(to or address, {**fields, "csrfmiddlewaretoken": token[1]})


def log_in(visitor: Client, name: str, password: str = PASSWORD, address: str = "/login/") -> HttpResponse:
    """Log in as name@example.org."""
    return send(visitor, address, "/login/", email=f"{name.lower()}@example.org", password=password)


def same_for_all(response: HttpResponse) -> str:
    """The text of a page without its protection tokens, which differ on every page."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", response.content.decode())
    return re.sub(r"(X-CSRFToken&quot;:|X-CSRFToken\": )\S+", r"\1", text)
