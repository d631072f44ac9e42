"""A document of a dossier on its way: the client's owner and the accountant, what each does with it, and what both see."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.test import Client
from lxml import html

from comptoir.documents.models import Document
from comptoir.intake.models import Submission
from comptoir.worklist.models import Proposal
from comptoir.worklist.underway import looked_at
from tests.firms.people import seated
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import cells, rows
from tests.web.portal.worklist_pages import form_of
from tests.worklist.conftest import work
from tests.worklist.packages import Books
from tests.worklist.rooms import ARCHIVE, HISTORY, MAILBOX, OF_CLIENT, OF_FIRM, PROGRESS, Paper, Rooms


@dataclass(frozen=True)
class Where:
    """Where a document is: which room of the client's shows it and which of the firm's, what it is said to be wherever it
    is opened, and what its address in the worklist answers the accountant.
    """

    client: str
    firm: str
    opened: str
    worklist: int


class Walk:
    """A document that goes through the states of a table; `filed` is what the archive shall have of it."""

    filed: Sequence[bytes] = ()

    def __init__(self, books: Books, paper: Paper, table: Mapping[str, Where]) -> None:
        self.books, self.paper, self.dossier, self._table = books, paper, books.connected.dossier, table
        books.connected.run()
        self.owner = browser_of(seated("Dora", "administrator", self.dossier.firm, self.dossier))
        self.accountant = browser_of(seated("Anne", "administrator", self.dossier.firm))
        self._owners = Rooms(self.owner, self.dossier, paper)
        self._firms = Rooms(self.accountant, self.dossier, paper, of_firm=True)
        self._here = f"/d/{self.dossier.pk}/"
        self._worklist = f"{self._here}worklist/{paper.tab}/"

    @property
    def submission(self) -> Submission:
        return Submission.objects.get(dossier=self.dossier, name=self.paper.name)

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.get(dossier=self.dossier)

    def hand_in(self) -> None:
        file = io.BytesIO(self.paper.content)
        file.name = self.paper.name
        self.owner.post(f"{self._here}uploads/", {"file": file, "mailbox": self.paper.tab})
        work()

    def send(self) -> None:
        self.owner.post(f"{self._here}mailboxes/documents/{self.submission.pk}/sent")
        work()

    def check_and_transfer(self) -> None:
        """On the pages, nothing of what follows by itself."""
        address = f"{self._worklist}{self.proposal.pk}/"
        self.accountant.post(address, form_of(self.accountant.get(address)) | {"act": "check"})
        assert self.proposal.status == "checked", self.proposal.reasons
        self.accountant.post(f"{self._worklist}transfer/", {"ids": self.proposal.pk})

    def process(self, category: int) -> None:
        """File it under a title with its number."""
        said = {"act": "file", "title": f"Letter {self.paper.number}", "category": category, "dated_on": "15/04/2026"}
        answer = self.accountant.post(f"{self._worklist}{self.submission.pk}/", said)
        assert answer.status_code == 302

    def take_back(self) -> None:
        page = self.accountant.get(self._worklist).content.decode()
        (address,) = re.findall(r'action="([^"]*/back)"', page)
        self.accountant.post(address)

    def is_seen(self, state: str) -> None:
        """Compare what both see with the table."""
        where = self._table[state]
        owners, firms = self._owners.seen(), self._firms.seen()
        assert owners == {where.client, HISTORY}
        assert firms == {where.client, HISTORY} | ({where.firm} - {""})
        assert len(owners & OF_CLIENT) == 1
        assert len(firms & OF_FIRM) == (where.client != MAILBOX)
        for browser in (self.owner, self.accountant):
            assert self._opened(browser) == dict.fromkeys((MAILBOX, PROGRESS, HISTORY), where.opened)
        self._its_place_in_the_worklist(where)
        self._its_files(where)

    def waits(self) -> str:
        """What the client is told that it waits for."""
        (row,) = rows(self.owner.get(f"{self._here}in-progress/?q={self.paper.number}"))
        return next(words for words in cells(row) if words.startswith(("To be booked", "Waits")))

    def step(self) -> str:
        """How far it is on its way, as the firm is told."""
        (row,) = rows(self.accountant.get(f"{self._worklist}transferred/"))
        return cells(row)[-1]

    def _opened(self, browser: Client) -> dict[str, str]:
        """What the document says it is, opened at its address in each room."""
        tab, pk = self.paper.tab, self.submission.pk
        places = {
            MAILBOX: f"mailboxes/{tab}/{pk}/",
            PROGRESS: f"in-progress/{pk}/",
            HISTORY: f"document-history/{tab}/{pk}/",
        }
        told = {}
        for room, place in places.items():
            page = html.fromstring(browser.get(self._here + place).content.decode())
            (badge, *_) = page.xpath("//*[@id='pane-state']//*[contains(@class, 'badge')]")
            told[room] = " ".join("".join(badge.itertext()).split())
        return told

    def _its_place_in_the_worklist(self, where: Where) -> None:
        """A proposal has its own id; what is not booked that of what was handed in."""
        found = Proposal.objects.filter(dossier=self.dossier).first()
        address = f"{self._worklist}{(found or self.submission).pk}/"
        assert self.accountant.get(address).status_code == where.worklist
        assert self.owner.get(address).status_code == 403

    def _its_files(self, where: Where) -> None:
        """The original is what was handed in; the ZIP of its room has what is looked at now, and nothing else of it."""
        submission = self.submission
        original, now = (self._file(each) for each in (submission.original, submission.document))
        assert original == self.paper.content
        zipped = list(self._owners.zipped(where.client, q=self.paper.number).values())
        assert zipped == (self.filed if where.client == ARCHIVE else [now])
        if self.filed:
            assert [self._file(each) for each in looked_at(submission)] == self.filed
        if where.client == ARCHIVE:
            (row,) = rows(self.owner.get(f"{self._here}archive/{self.paper.tab}/?q={self.paper.number}"))
            (address,) = re.findall(r'href="([^"]*/file)"', row)
            assert b"".join(self.owner.get(address).streaming_content) == self.filed[-1]

    def _file(self, document: Document) -> bytes:
        answer = self.owner.get(f"{self._here}documents/{document.pk}/file")
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)
