"""The viewer of documents, for every room of the portal: pages as pictures, an invoice rendered, its XML as text.

A room puts `viewer_context(request, documents)` into its context and includes "portal/documents/viewer.html". The tabs
are links to the room's own address with `show=`; where htmx asks for the part `viewer` alone, a room may answer with that
template alone (`asks_for_viewer`), and need not: the part is cut out of the whole page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from comptoir.documents.actions import ask_to_prepare_first
from comptoir.documents.models import Document, Pages
from comptoir.documents.queries import facts_are_whole, is_electronic, preparing_was_given_up, served
from comptoir.documents.shown import SOURCE, is_made, read_json
from comptoir.documents.store import NotReleased, demand_release
from comptoir.formats.media import XML
from comptoir.kit.file_names import label
from comptoir.kit.words import Sentence
from comptoir.web.portal.documents.layer import layer_of
from comptoir.web.portal.documents.marks import Mark, Marks
from comptoir.web.portal.documents.paper import Paper, paper_of
from comptoir.web.shared.guard import PortalRequest

MAIN, ASKED = "viewer", "show"
DRAWN, RENDERED, SOURCE_TEXT = "pages", "rendering", "xml"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to look at one of the documents: a tab."""

    kind: str
    document: Document
    label: str
    address: str = ""
    current: bool = False

    @property
    def key(self) -> str:
        """As the address asks for it."""
        return f"{self.kind}-{self.document.pk}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its picture, and its words, or where they are to be had; and marks over it."""

    number: int
    width: int
    height: int
    layer: SafeString | None
    marks: Sequence[Mark] = ()


@dataclass(slots=True)
class Viewer:
    """What the template shows: the tabs, and of the current one its state and what there is to see."""

    ways: list[Way]
    document: Document
    kind: str
    here: str
    file: str
    waiting: bool = False
    refusal: Sentence | None = None
    sheets: list[Sheet] = field(default_factory=list)
    marks: Marks = field(default_factory=dict)
    box: str = MAIN
    left_out: str = ""
    paper: Paper | None = None
    source: str = ""
    cut: bool = False

    @property
    def downloads(self) -> bool:
        """Whether the browser saves the original instead of showing it."""
        return not served(self.document).inline


def asks_for_viewer(request: PortalRequest) -> bool:
    """Whether htmx asks for the viewer alone: another tab, or pages that were being prepared."""
    return bool(request.htmx.target == "viewer")


def viewer_context(
    request: PortalRequest, documents: Sequence[Document], marks: Mapping[int, Marks] | None = None, box: str = MAIN
) -> dict[str, Any]:
    """`viewer`, what "portal/documents/viewer.html" needs to show these documents; None without any.

    `marks`: by a document's id what is marked on its pages. `box`: the name of another viewer on the same page; the tools
    of the first one enlarge the pages of both.
    """
    ways = _ways(documents)
    if not ways:
        return {"viewer": None}
    asked = ASKED if box == MAIN else box
    wanted = request.GET.get(asked, "")
    current = next((way for way in ways if way.key == wanted), ways[0])
    viewer = Viewer(
        ways=[_placed(request, way, asked, way is current) for way in ways],
        document=current.document,
        kind=current.kind,
        here=_address(request, asked, current.key if wanted else ""),
        file=f"/d/{request.dossier.pk}/documents/{current.document.pk}/",
        marks=(marks or {}).get(current.document.pk, {}),
        box=box,
    )
    try:
        demand_release(current.document)
        LOOKS[current.kind](viewer, request)
    except NotReleased as held:
        viewer.refusal = held.sentence
    return {"viewer": viewer}


def _ways(documents: Sequence[Document]) -> list[Way]:
    """Papers first, then what came inside of an electronic invoice alone, then that itself; a Factur-X is both."""
    inside = {(part["sha256"], label(part["name"])) for each in documents for part in each.facts.get("attachments", ())}
    drawn = [each for each in documents if each.media_type != XML]
    told = [each for each in documents if each.media_type == XML or is_electronic(each)]
    return [
        *_numbered(DRAWN, [each for each in drawn if (each.sha256, each.name) not in inside], gettext("Document")),
        *_numbered(DRAWN, [each for each in drawn if (each.sha256, each.name) in inside], gettext("Embedded PDF")),
        *_numbered(RENDERED, told, gettext("Rendering")),
        *_numbered(SOURCE_TEXT, [each for each in told if "unreadable" not in each.facts], "XML"),
    ]


def _numbered(kind: str, documents: list[Document], word: str) -> list[Way]:
    alone = len(documents) == 1
    return [Way(kind, each, word if alone else f"{word} {number}") for number, each in enumerate(documents, start=1)]


def _placed(request: PortalRequest, way: Way, asked: str, current: bool) -> Way:
    return Way(way.kind, way.document, way.label, _address(request, asked, way.key), current)


def _address(request: PortalRequest, asked: str, key: str) -> str:
    """The page that is being looked at, with another tab."""
    said = request.GET.copy()
    said.pop(asked, None)
    if key:
        said[asked] = key
    query = said.urlencode()
    return f"{request.path}?{query}" if query else request.path


def _look_at_pages(viewer: Viewer, request: PortalRequest) -> None:
    document = viewer.document
    pages = Pages.objects.visible_to(request.access).select_related("document").filter(document=document).first()
    if pages is not None and pages.refusal:
        viewer.refusal = Sentence.from_json(pages.refusal)
    elif pages is None or not is_made(document.sha256):
        _wait(viewer)
    else:
        viewer.sheets = [
            Sheet(number, width, height, layer_of(pages, number) if number == 1 else None, viewer.marks.get(number, ()))
            for number, (width, height) in enumerate(pages.sizes, start=1)
        ]
        viewer.left_out = _left_out(len(pages.sizes), document.facts.get("pages", 1))


def _look_at_invoice(viewer: Viewer, _request: PortalRequest) -> None:
    facts = viewer.document.facts
    if "unreadable" in facts:
        viewer.refusal = Sentence.from_json(facts["unreadable"])
    elif not facts_are_whole(viewer.document):
        _wait(viewer)
    else:
        viewer.paper = paper_of(facts)


def _look_at_source(viewer: Viewer, _request: PortalRequest) -> None:
    try:
        told = read_json(viewer.document.sha256, SOURCE)
    except FileNotFoundError:
        _wait(viewer)
    else:
        viewer.source, viewer.cut = told["text"], told["cut"]


LOOKS = {DRAWN: _look_at_pages, RENDERED: _look_at_invoice, SOURCE_TEXT: _look_at_source}


def _wait(viewer: Viewer) -> None:
    """What is not made yet is made next; what could not be made, though nothing is wrong with it, is said to be so."""
    if preparing_was_given_up(viewer.document):
        viewer.refusal = Sentence("It could not be prepared; the log of the server says why.")
    else:
        ask_to_prepare_first(viewer.document, at=timezone.now())
        viewer.waiting = True


def _left_out(shown: int, count: int) -> str:
    if count <= shown:
        return ""
    return ngettext(
        "Only the first page of %(count)s is shown here; the original has them all.",
        "Only the first %(shown)s pages of %(count)s are shown here; the original has them all.",
        shown,
    ) % {"shown": shown, "count": count}
