"""The plans of the lists of filed documents: their filters, columns, orders and ready-made views."""

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from comptoir.archive.choices import FiledTab
from comptoir.archive.queries.filed import ORDERS, FiledFilter
from comptoir.firms.paging import Row
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Choice, Day, Filter, Known, Text
from comptoir.web.portal.lists.plan import ListPlan, Ready
from comptoir.web.shared.templatetags.comptoir import count

EXPIRY = Choice("expiry", _("Expiry"), options=(("soon", _("Expires soon")), ("expired", _("Expired"))))
FILTERS: tuple[Filter, ...] = (
    Text("q", _("Search"), _("Contains “%(text)s”"), main=True),
    Known("category", _("Category"), _("Category “%(name)s”"), by_id=True),
    Day("from", _("From"), _("From %(day)s")),
    Day("until", _("Until"), _("Until %(day)s"), end=True),
    EXPIRY,
    Choice("handled", _("Handled"), options=(("yes", _("Handled")), ("no", _("Not handled")))),
    Choice("taken", _("Taken out"), options=(("out", _("Taken out")),)),
)

SORTS = (("", _("Newest first")), ("date", _("Oldest first")), ("title", _("Title")))
BY_EXPIRY = ("expiry", _("Expires first"))

READY = {
    FiledTab.MISCELLANEOUS: (Ready("all", _("All")), Ready("to_do", _("Not handled"), (("handled", "no"),))),
    FiledTab.PERMANENT: (
        Ready("all", _("All")),
        Ready("soon", _("Expires soon"), (("expiry", "soon"),)),
        Ready("expired", _("Expired"), (("expiry", "expired"),)),
    ),
}


def category_name(row: Row) -> str:
    """What the row's category is called in the reader's language."""
    names = {language: row[f"category__name_{language}"] for language in ("fr", "nl", "en")}
    return str(names[(get_language() or "fr")[:2]] or next(filter(None, names.values()), ""))


def _day_of_filing(row: Row) -> object:
    return row["filed_at"]


def _has_document(row: Row) -> str:
    return gettext("Yes") if row["document_id"] is not None else ""


EXPIRES = Column(
    "expiry",
    _("Expires"),
    _("The day on which the document expires; people are reminded before."),
    "at-state",
    "expiry",
    kind="day",
    of=lambda row: row["expires_on"],
)
COLUMNS = (
    Column("title", _("Title"), _("What the document is called."), "grow", "title", always=True),
    Column(
        "date", _("Date"), _("The document’s own date."), "at-due", "date", kind="day", of=lambda row: row["dated_on"]
    ),
    Column("category", _("Category"), _("Under what the document is filed."), "at-piece", of=category_name),
    Column("comment", _("Comment"), _("What was said of it when it was filed."), "wide-only"),
    EXPIRES,
    Column(
        "filed",
        _("Filed by"),
        _("Who put the document here, and when."),
        "wide-only",
        of=lambda row: row["filed_name"],
    ),
    Column("filed_at", _("Filed at"), listed=False, kind="moment", of=_day_of_filing),
    Column(
        "handled",
        _("Handled"),
        _("Your own tick; it changes nothing in the books."),
        "at-acts",
        kind="moment",
        of=lambda row: row["handled_at"],
    ),
    Column("document", _("Document"), _("The document itself."), "at-file", icon="file", of=_has_document),
)


def wanted_of(asked: Asked) -> FiledFilter:
    """What the address asks for, as the queries take it."""
    return FiledFilter(
        text=asked.text("q"),
        category_id=asked.number("category"),
        from_on=asked.day("from"),
        until_on=asked.day("until"),
        expiry=asked.text("expiry"),
        handled={"yes": True, "no": False}.get(asked.text("handled")),
        removed=asked.text("taken") == "out",
    )


def _counted(number: int) -> str:
    return ngettext("%(number)s document", "%(number)s documents", number) % {"number": count(number)}


def _plan(tab: FiledTab) -> ListPlan:
    expires = tab == FiledTab.PERMANENT
    return ListPlan(
        name=tab.value,
        right="archive.view",
        title=tab.label,
        filters=tuple(each for each in FILTERS if expires or each is not EXPIRY),
        columns=tuple(each for each in COLUMNS if expires or each is not EXPIRES),
        orders=ORDERS if expires else {name: order for name, order in ORDERS.items() if name != "expiry"},
        sort="-date",
        sorts=(*SORTS, BY_EXPIRY) if expires else SORTS,
        row="portal/filed/row.html",
        counted=_counted,
        ready=READY[tab],
        placeholder=_("Title, comment, words in the document…"),
    )


PLANS = {tab: _plan(tab) for tab in FiledTab}
