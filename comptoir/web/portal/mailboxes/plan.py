"""The plans of the lists of what was handed in: their filters, columns and orders."""

from dataclasses import replace

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from comptoir.firms.paging import Row
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.queries.handed_in import EURO, ORDERS, HandedFilter
from comptoir.kit.money import text_of
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Amount, Choice, Choices, Day, Filter, Text
from comptoir.web.portal.lists.plan import ListPlan
from comptoir.web.portal.mailboxes.waiting import stage_in_words
from comptoir.web.shared.templatetags.comptoir import count

WAITING = Choice(
    "waits",
    _("Waits for"),
    options=(
        ("reading", _("Not read yet")),
        ("scanner", _("Waits for the virus scanner")),
        ("unreadable", _("Cannot be opened")),
    ),
)
DIFFERING = Choice("differing", options=(("yes", _("PDF and e-invoice differ")),))
STATE = Choice("state", pgettext_lazy("document", "Status"), options=tuple(State.choices))
UNTYPED = Choice("untyped", options=(("yes", _("To be sorted")),))
FILTERS: tuple[Filter, ...] = (
    Text("q", _("Search"), _("Contains “%(text)s”"), main=True),
    Day("from", _("Arrived from"), _("Arrived from %(day)s")),
    Day("until", _("Arrived until"), _("Arrived until %(day)s"), end=True),
    Text("sender", _("Sender"), _("Sender “%(text)s”")),
    Amount("min", _("Amount from"), _("At least %(amount)s")),
    Amount("max", _("Amount up to"), _("At most %(amount)s")),
    Choices("source", _("Source"), options=tuple(Channel.choices)),
    WAITING,
    DIFFERING,
)

SORTS = (
    ("", _("Newest first")),
    ("arrived", _("Oldest first")),
    ("name", _("Name")),
    ("partner", _("Partner")),
    ("-amount", _("Largest amount")),
    ("amount", _("Smallest amount")),
    ("-date", _("Date of the document")),
)


def source_of(row: Row) -> str:
    """By which way it came, in a word."""
    return str(Channel(row["channel"]).label)


def status_of(row: Row) -> str:
    """Where it is on the platform; evidence on the card of another says so."""
    if row["evidence_of_id"] is not None:
        return gettext("Evidence for another document")
    return str(State(row["state"]).label)


def _foreign(row: Row) -> str:
    """The currency where it is another than the euro; the amounts of exports would mix them up."""
    return row["currency"] if row["total_cents"] is not None and row["currency"] != EURO else ""


def _cents(row: Row) -> int | None:
    return row["total_cents"] if row["currency"] in {EURO, ""} else None


def amount_of(row: Row) -> str:
    """The amount in a foreign currency, as exports write it."""
    return f"{text_of(row['total_cents'])} {row['currency']}" if _foreign(row) else ""


NAME = Column("name", _("Name"), _("What the document is called."), "grow", "name", always=True)
PARTNER = Column(
    "partner", _("Partner"), _("The other company, as it was read in the document."), "room-only", "partner"
)
NUMBER = Column("number", _("Number"), _("The number of the invoice, as it was read."), "wide-only")
DATED = Column(
    "date",
    _("Date"),
    _("The date of the invoice, as it was read."),
    "wide-only",
    "date",
    kind="day",
    of=lambda row: row["dated_on"],
)
AMOUNT = Column(
    "amount",
    _("Amount"),
    _("The amount with VAT, as it was read; the sum counts those in euro."),
    "amount at-amount",
    "amount",
    total="amount",
    kind="cents",
    of=_cents,
)
FOREIGN = Column("foreign", _("Amount in another currency"), listed=False, of=amount_of)
SOURCE = Column("source", _("Source"), _("By which way the document came."), "room-only", of=source_of)
SENDER = Column("sender", _("Sender"), _("Who handed it in."), "wide-only")
ARRIVED = Column(
    "arrived",
    _("Arrived"),
    _("When it was handed in."),
    "at-due",
    "arrived",
    kind="moment",
    of=lambda row: row["arrived_at"],
)
HANDED_IN = replace(ARRIVED, label=_("Handed in on"))
SENT = Column(
    "sent",
    _("Sent"),
    _("When it was sent to the accountant."),
    "at-due",
    "sent",
    kind="moment",
    of=lambda row: row["sent_at"],
)
MAILBOX = Column(
    "mailbox",
    _("Mailbox"),
    _("The mailbox from which it was sent."),
    "at-piece",
    of=lambda row: str(Mailbox(row["mailbox"]).label),
)
JOURNAL = Column(
    "journal", _("Journal"), _("The journal that was chosen; empty where the accountant chooses."), "wide-only"
)
STAGE = Column("stage", _("Waits for"), _("What it waits for, and since when."), "at-state", of=stage_in_words)
PAGES = Column("pages", _("Pages"), _("How many pages it has."), "wide-only amount")
COMMENT = Column("comment", _("Comment"), _("How it is to be booked, in your words."), "wide-only")
TAGS = Column("tags", _("Tags"), _("Words of your own."), "wide-only", of=lambda row: ", ".join(row["tags"]))
FILE = Column(
    "document", _("Document"), _("The document itself."), "at-file", icon="file", of=lambda _row: gettext("Yes")
)
STATUS = Column(
    "state", pgettext_lazy("document", "Status"), _("Where the document is on the platform."), "at-state", of=status_of
)
HANDLED = Column(
    "handled",
    _("Handled"),
    _("The tick of the invoice in the archive, where there is one."),
    "room-only",
    kind="moment",
    of=lambda row: row["handled_at"],
    needs="archive.view",
)
ACTS = Column("acts", _("Actions"), _("Open the document, download it, put it back."), "at-acts", exported=False)

IN_MAILBOX = (NAME, PARTNER, NUMBER, DATED, AMOUNT, FOREIGN, SOURCE, SENDER, ARRIVED, PAGES, COMMENT, TAGS, FILE)
ON_ITS_WAY = (
    NAME,
    PARTNER,
    NUMBER,
    DATED,
    AMOUNT,
    FOREIGN,
    MAILBOX,
    JOURNAL,
    STAGE,
    SENT,
    SOURCE,
    SENDER,
    COMMENT,
    TAGS,
    FILE,
)
EVER = (NAME, SOURCE, STATUS, HANDLED, HANDED_IN, SENDER, COMMENT, ACTS)


def wanted_of(asked: Asked) -> HandedFilter:
    """What the address asks for, as the queries take it."""
    return HandedFilter(
        text=asked.text("q"),
        state=asked.text("state"),
        channels=asked.several("source"),
        sender=asked.text("sender"),
        from_on=asked.day("from"),
        until_on=asked.day("until"),
        at_least=asked.number("min"),
        at_most=asked.number("max"),
        waits=asked.text("waits"),
        untyped=asked.text("untyped") == "yes",
        differing=asked.text("differing") == "yes",
    )


def _counted(number: int) -> str:
    return ngettext("%(number)s document", "%(number)s documents", number) % {"number": count(number)}


def mailbox_plan(mailbox: Mailbox) -> ListPlan:
    """The list of what waits in a mailbox."""
    return ListPlan(
        name=f"mailbox-{mailbox}",
        right="mailbox.view",
        title=mailbox.label,
        filters=FILTERS,
        columns=IN_MAILBOX,
        orders={name: order for name, order in ORDERS.items() if name != "sent"},
        sort="-arrived",
        sorts=SORTS,
        row="portal/mailboxes/row.html",
        counted=_counted,
        placeholder=_("Name, partner, number, amount…"),
        put_away=("sender", "pages"),
    )


def progress_plan() -> ListPlan:
    """The list of what was sent and is not booked yet."""
    return ListPlan(
        name="in-progress",
        right="mailbox.view",
        title=_("In progress"),
        filters=FILTERS,
        columns=ON_ITS_WAY,
        orders={name: order for name, order in ORDERS.items() if name != "arrived"},
        sort="-sent",
        sorts=(("", _("Latest sent first")), ("sent", _("Earliest sent first")), *SORTS[2:]),
        row="portal/mailboxes/row.html",
        counted=_counted,
        placeholder=_("Name, partner, number, amount…"),
        put_away=("source", "sender", "tags"),
    )


def history_plan(tab: Mailbox) -> ListPlan:
    """The list of everything that was ever handed in to a mailbox; newest first, or the other way round."""
    untyped = (UNTYPED,) if tab == Mailbox.MISCELLANEOUS else ()
    return ListPlan(
        name=f"history-{tab}",
        right="mailbox.view",
        title=_("Document history"),
        filters=(FILTERS[0], STATE, *untyped, *FILTERS[1:]),
        columns=EVER,
        orders={"arrived": ORDERS["arrived"]},
        sort="-arrived",
        sorts=SORTS[:2],
        row="portal/mailboxes/past_row.html",
        counted=_counted,
        placeholder=_("Name, partner, number, amount…"),
    )
