"""Where one document is to be seen: every list, count, search, file and sheet of a dossier's portal, room by room."""

import csv
import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote
from zipfile import ZipFile

from django.http import HttpResponse
from django.test import Client
from lxml import html
from openpyxl import load_workbook

from comptoir.documents.queries import kept_inside
from comptoir.firms.models import Dossier
from comptoir.intake.models import Submission
from comptoir.ledger.models import Partner
from tests.web.portal.page import rows, text_of

MAILBOX, PROGRESS, HISTORY, ARCHIVE = "mailbox", "in progress", "document history", "archive"
WORKLIST, TRANSFERRED = "worklist", "transferred"
OF_CLIENT = frozenset({MAILBOX, PROGRESS, ARCHIVE})
"""The rooms of which a document that is not deleted is in one."""

OF_FIRM = frozenset({WORKLIST, TRANSFERRED, ARCHIVE})
"""The rooms of which a document is in one from the moment on when it was sent and is read."""

LISTS = {
    MAILBOX: ("mailboxes/{tab}/", "mailboxes/picked/mailbox-{tab}/"),
    PROGRESS: ("in-progress/", "mailboxes/picked/in-progress/"),
    HISTORY: ("document-history/{tab}/", "mailboxes/picked/history-{tab}/"),
    ARCHIVE: ("archive/{tab}/", "archive/{tab}/picked/"),
}
"""By room its list, and where rows of it are picked."""

Look = Callable[[], int]


@dataclass(frozen=True)
class Paper:
    """What is walked: the name and bytes of the file, and what stands in it; `words` on its page alone.

    `number` is also in the title under which a miscellaneous document is filed.
    """

    name: str
    content: bytes
    number: str
    partner: str
    words: str
    tab: str = "purchases"


class Rooms:
    """What somebody sees of that document of a dossier; made before it is there, for counts are told beside those."""

    def __init__(self, browser: Client, dossier: Dossier, paper: Paper, *, of_firm: bool = False) -> None:
        self._browser, self._dossier, self._paper, self._of_firm = browser, dossier, paper, of_firm
        self._home = f"/d/{dossier.pk}/"
        self._pages: dict[str, HttpResponse] = {}
        self._before: Mapping[str, Mapping[str, int]] = {}
        self._before = self.told()

    def told(self) -> dict[str, dict[str, int]]:
        """By room, how often each way to look at it shows the document; each page is asked for once."""
        self._pages.clear()
        looks = {room: self._list_looks(room) | more for room, more in self._more().items()}
        if self._of_firm:
            looks |= self._worklist_looks()
        return {
            room: {name: look() - self._before.get(room, {}).get(name, 0) for name, look in found.items()}
            for room, found in looks.items()
        }

    def seen(self) -> set[str]:
        """The rooms that show it. A room that shows it in one way and not in another, or twice, is an AssertionError."""
        found = self.told()
        assert {room: looks for room, looks in found.items() if set(looks.values()) not in ({0}, {1})} == {}
        return {room for room, looks in found.items() if set(looks.values()) == {1}}

    def _get(self, place: str) -> HttpResponse:
        """The page at that place of the dossier."""
        if place not in self._pages:
            self._pages[place] = self._browser.get(self._home + place)
        return self._pages[place]

    def zipped(self, room: str, **filters: str) -> dict[str, bytes]:
        """The files of the ZIP of all rows of that room, or of what those filters leave; its index aside."""
        answer = self._browser.post(f"{self._home}{self._place(room, 1)}documents.zip", {"all": "1", **filters})
        if answer["Content-Type"] != "application/zip":
            assert answer.status_code == 422, answer.status_code
            return {}
        with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            return {name: archive.read(name) for name in archive.namelist() if not name.startswith("index.")}

    def _place(self, room: str, which: int = 0) -> str:
        return LISTS[room][which].format(tab=self._paper.tab)

    def _list_looks(self, room: str) -> dict[str, Look]:
        """What every list has: rows, a foot, a search; files, for which the client asks."""
        number, words, place = self._paper.number, quote(self._paper.words), self._place(room)
        return {
            "list": lambda: self._rows(place),
            "foot": lambda: self._number(place, "//tfoot//th"),
            "search by number": lambda: self._rows(f"{place}?q={number}"),
            "search by what its page says": lambda: self._rows(f"{place}?q={words}"),
        } | ({} if self._of_firm else self._files(room, place))

    def _files(self, room: str, place: str) -> dict[str, Look]:
        """The list taken along, and its documents."""
        return {
            "csv": lambda: self._lines(place, "csv"),
            "xlsx": lambda: self._lines(place, "xlsx"),
            "print": lambda: self._words(f"{place}?as=print").count(self._marker(place)),
            "zip": lambda: int(not self._hashes().isdisjoint(_hashes(self.zipped(room).values()))),
        }

    def _more(self) -> dict[str, dict[str, Look]]:
        """What each room has besides, and what other pages tell of it."""
        tab, partner = self._paper.tab, self._paper.partner
        boxes, archive = self._place(MAILBOX), self._place(ARCHIVE)
        return {
            MAILBOX: {
                "tab": lambda: self._number(boxes, f"//nav[@id='boxes']/a[contains(@href, '/{tab}/')]"),
                "all mailboxes": lambda: self._number("mailboxes/", f"//h2[@id='box-{tab}']"),
                "home": lambda: self._number("", "//a[contains(@class, 'first-item')][contains(@href, 'mailboxes/')]"),
                "search by partner": lambda: self._rows(f"{boxes}?q={partner}"),
            },
            PROGRESS: {
                "all mailboxes": lambda: self._number("mailboxes/", "//main//a[contains(@href, 'in-progress/')]"),
                "home": lambda: self._number("", "//a[contains(@class, 'first-item')][contains(@href, 'progress/')]"),
                "search by partner": lambda: self._rows(f"in-progress/?q={partner}"),
            },
            HISTORY: {"filter by source": lambda: self._rows(f"{self._place(HISTORY)}?source=upload")},
            ARCHIVE: {"not handled": lambda: self._rows(f"{archive}?handled=no")} | self._books(archive),
        }

    def _books(self, archive: str) -> dict[str, Look]:
        """What tells of the booking; of what is only filed, nothing does."""
        tab, partner = self._paper.tab, self._paper.partner
        if tab == "miscellaneous":
            return {}
        return {
            "search by partner": lambda: self._rows(f"{archive}?partner={partner}"),
            "unpaid": lambda: self._rows(f"{archive}?payment=unpaid"),
            "views": lambda: self._number(archive, "//nav[@class='views']/a[contains(@href, 'handled=no')]"),
            "home": lambda: self._number("", f"//a[contains(@href, 'archive/{tab}/?handled=no')]"),
            "history of the partner": self._account_rows,
            "open items": self._due,
        }

    def _worklist_looks(self) -> dict[str, dict[str, Look]]:
        here = f"worklist/{self._paper.tab}/"
        listed: dict[str, Look] = {
            "list": lambda: self._rows(here),
            "count": lambda: self._number(here, f"//nav[@class='views']/a[contains(@href, '/{here}')]"),
        }
        if self._paper.tab == "miscellaneous":
            return {WORKLIST: listed}
        return {
            WORKLIST: listed
            | {
                "transfer": lambda: self._words(f"{here}transfer/").count(self._paper.partner),
            },
            TRANSFERRED: {
                "list": lambda: self._rows(f"{here}transferred/"),
                "count": lambda: int("Waiting for the books (1)" in self._words(here)),
            },
        }

    def _words(self, place: str) -> str:
        return text_of(self._get(place).content.decode())

    def _marker(self, place: str) -> str:
        """By what its row is known there: lists of files have its name, lists of bookings its number."""
        booked = place.startswith(("archive/", "worklist/")) and "worklist/misc" not in place
        return self._paper.number if booked else self._paper.name

    def _rows(self, place: str) -> int:
        return sum(self._marker(place) in text_of(row) for row in rows(self._get(place)))

    def _lines(self, place: str, kind: str) -> int:
        """The lines of a file that tell it."""
        content = b"".join(self._get(f"{place}?as={kind}").streaming_content)
        if kind == "csv":
            lines = [" ".join(line) for line in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
        else:
            sheet = load_workbook(io.BytesIO(content)).worksheets[0]
            lines = [" ".join(map(str, line)) for line in sheet.iter_rows(values_only=True)]
        return sum(self._marker(place) in line for line in lines)

    def _number(self, place: str, xpath: str) -> int:
        """The number in the words of that element; 0 where it is not there, or has none."""
        found = html.fromstring(self._get(place).content.decode()).xpath(xpath)
        words = " ".join(found[0].itertext()).replace("\u202f", "").split() if found else []
        return next((int(word) for word in words if word.isdecimal()), 0)

    def _account_rows(self) -> int:
        """The lines of its partner's account, in every role."""
        role = "customers" if self._paper.tab == "sales" else "suppliers"
        found = Partner.objects.filter(dossier=self._dossier, name__startswith=self._paper.partner)
        return sum(len(rows(self._get(f"history/{role}/{each.pk}/"))) for each in found)

    def _due(self) -> int:
        """The open items in the balance by due date."""
        role = "customers" if self._paper.tab == "sales" else "suppliers"
        return self._words(f"reports/due/{role}/?items=yes").count(self._paper.number)

    def _hashes(self) -> set[str]:
        """What its files are, as they were handed in and as they are now."""
        found: set[str] = set()
        for each in Submission.objects.filter(dossier=self._dossier, name=self._paper.name):
            documents = [each.original, each.document, *kept_inside(each.original)]
            found |= {document.sha256 for document in documents}
        return found


def _hashes(contents: Collection[bytes]) -> set[str]:
    return {sha256(content).hexdigest() for content in contents}
