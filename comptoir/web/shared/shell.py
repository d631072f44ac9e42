"""The shell round every page: where one is and may go, the two dates, language and theme.

Each part is read when a template first asks for it, so that a part of a page (an htmx answer) costs none of it.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.firms.queries import Place, places_of
from comptoir.ledger.queries import BooksDates, dates_of

THEME_COOKIE = "comptoir_theme"
THEMES = (("auto", "contrast", _("Like this device")), ("light", "sun", _("Light")), ("dark", "moon", _("Dark")))

FINANCIAL = "portal:financial"
"""The room that a dossier has only where it is switched on."""

FIT = 5
"""Rooms that the menu of a phone has room for."""

Doors = tuple[tuple[str, str, str, str, str | Promise], ...]
"""Right, name of the address, part of the path that is the same for all its pages, icon, word."""

PORTAL_MENU: Doors = (
    ("portal.view", "portal:home", "", "home", _("Home")),
    ("mailbox.view", "portal:mailboxes", "mailboxes/", "inbox", _("Mailboxes")),
    ("mailbox.view", "portal:progress", "in-progress/", "send", _("In progress")),
    ("worklist.use", "portal:worklist_first", "worklist/", "check", _("Worklist")),
    ("archive.view", "portal:archive", "archive/", "archive", _("Archive")),
    ("financial.view", FINANCIAL, "financial/", "bank", _("Financial")),
    ("history.view", "portal:history", "history/", "history", _("History")),
    ("reports.view", "portal:reports", "reports/", "chart", _("Reports")),
    ("portal.view", "portal:help", "help/", "question", _("Help")),
)
PERSON_MENU = (
    ("public:account", "person", _("Your account")),
    ("public:sessions", "key", _("Your devices")),
)
OFFICE_MENU: Doors = (
    ("office.view", "office:dossiers", "dossiers/", "dossier", _("Dossiers")),
    ("office.people", "office:people", "people/", "people", _("People")),
    ("office.firm", "office:firm", "firm/", "office", _("Firm")),
    ("office.firm", "office:templates", "templates/", "mail", _("Mails")),
    ("office.firm", "office:categories", "categories/", "archive", _("Categories")),
    ("office.firm", "office:questions", "questions/", "question", _("Questions")),
)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One door of the menu."""

    label: str | Promise
    icon: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, and whether it is chosen."""

    value: str
    label: str | Promise
    icon: str
    chosen: bool


class Shell:
    """What the frame of a page shows; every attribute exists on every page, empty where it has no meaning."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        user = getattr(request, "user", None)
        self.person: Person | None = user if isinstance(user, Person) else None
        self.access: Access | None = getattr(request, "access", None)
        self.firm: Firm | None = getattr(request, "firm", None)
        self.dossier: Dossier | None = getattr(request, "dossier", None)
        self.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        self.path = request.path
        self.back = request.get_full_path()

    @cached_property
    def in_office(self) -> bool:
        """Whether this is a page of the firm's side."""
        return self.path.startswith("/office/")

    @cached_property
    def as_firm(self) -> bool:
        """Whether somebody of the firm looks at a client's portal."""
        return self.access is not None and self.access.of_firm and not self.in_office

    @cached_property
    def sees_payment(self) -> bool:
        """Whether this place tells what is paid; with limited reporting no portal does."""
        return self.in_office or (self.access is not None and self.access.may("payment.view"))

    @cached_property
    def home(self) -> str:
        """Where the firm's name leads: the beginning of this place."""
        if self.in_office and self.firm is not None:
            return f"/office/{self.firm.pk}/"
        return f"/d/{self.dossier.pk}/" if self.dossier is not None else "/"

    @cached_property
    def places(self) -> list[Place]:
        """Where else this person may go."""
        return places_of(self.person) if self.person is not None else []

    @cached_property
    def dates(self) -> BooksDates | None:
        """The two dates of the current dossier; None where there is none or its figures are not for this person."""
        if self.dossier is None or self.access is None:
            return None
        return dates_of(self.dossier) if self.access.may("archive.view") or self.in_office else None

    @cached_property
    def menu(self) -> list[MenuItem]:
        """The rooms that this person may enter here."""
        if self.access is None or self.firm is None:
            return []
        if self.in_office:
            table: Doors = OFFICE_MENU
            base, place = f"/office/{self.firm.pk}/", {"firm": self.firm.pk}
        elif self.dossier is not None:
            table = PORTAL_MENU
            base, place = f"/d/{self.dossier.pk}/", {"dossier": self.dossier.pk}
        else:
            return []
        items = []
        for right, name, under, icon, label in table:
            address = "" if self._switched_off(name) else address_of(name, **place)
            if address and self.access.may(right):
                within = bool(under) and self.path.startswith(base + under)
                items.append(MenuItem(label, icon, address, self.path == address or within))
        return items

    @property
    def near(self) -> list[MenuItem]:
        """The rooms that a phone's menu shows at once: all of them, or the first where they are too many."""
        return self.menu if len(self.menu) <= FIT else self.menu[: FIT - 1]

    @property
    def beyond(self) -> list[MenuItem]:
        """The rooms that a phone's menu has behind one more press."""
        return self.menu[len(self.near) :]

    def _switched_off(self, name: str) -> bool:
        return name == FINANCIAL and self.dossier is not None and not self.dossier.shows_financial

    @cached_property
    def languages(self) -> list[Choice]:
        """The languages to choose from, each in its own words."""
        return [Choice(code, name, "globe", code == self.language) for code, name in settings.LANGUAGES]

    @cached_property
    def language_address(self) -> str:
        """Where the choice of language is sent."""
        return address_of("public:language")

    @cached_property
    def theme_address(self) -> str:
        """Where the choice of theme is sent."""
        return address_of("shared:theme")

    @cached_property
    def logout_address(self) -> str:
        """Where logging out is sent."""
        return address_of("public:logout")

    @cached_property
    def person_menu(self) -> list[MenuItem]:
        """The pages about the person himself."""
        items = [(address_of(name), icon, label) for name, icon, label in PERSON_MENU]
        if (
            self.dossier is not None
            and not self.in_office
            and self.access is not None
            and self.access.may("mailbox.view")
        ):
            place = address_of("portal:handed_history", dossier=self.dossier.pk)
            items.insert(0, (place, "history", _("Document history")))
        return [MenuItem(label, icon, address, self.path == address) for address, icon, label in items if address]

    @cached_property
    def words_address(self) -> str:
        """Where it is sent whether figures are explained in words."""
        return address_of("public:words")

    @cached_property
    def theme(self) -> str:
        """Light, dark, or as the device says."""
        wanted = self._request.COOKIES.get(THEME_COOKIE, "auto")
        return wanted if wanted in {name for name, _icon, _label in THEMES} else "auto"

    @cached_property
    def themes(self) -> list[Choice]:
        """The themes to choose from."""
        return [Choice(name, label, icon, name == self.theme) for name, icon, label in THEMES]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}


def address_of(name: str, **place: int) -> str:
    """The address of that name, "" while no such room exists."""
    try:
        return reverse(name, kwargs=place)
    except NoReverseMatch:
        return ""
