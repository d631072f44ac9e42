"""The viewer of a document whose pages are not drawn yet, kept as it is for as long as it is looked at."""

import re

from django.template.loader import render_to_string
from playwright.sync_api import Page, Route

from comptoir.documents.models import Document
from comptoir.web.portal.documents.viewer import Viewer

VIEWER = re.compile(r'<section id="viewer".*?</section>', re.DOTALL)


def not_prepared(page: Page) -> None:
    """A document whose pictures are not made yet: what the page then asks is never answered, so that it stays so."""

    def answer(route: Route) -> None:
        if "hx-request" not in route.request.headers:
            found = route.fetch()
            viewer = render_to_string("portal/documents/viewer.html", {"viewer": waiting(), "request": None})
            route.fulfill(response=found, body=VIEWER.sub(lambda _: viewer, found.text()))

    page.route("**/archive/purchases/**", answer)
    page.reload()


def waiting() -> Viewer:
    """A viewer that waits."""
    document = Document(pk=1, name="a.pdf", media_type="application/pdf", facts={"pages": 1})
    return Viewer(ways=[], document=document, kind="pages", here="?", file="/documents/1/", waiting=True)
