"""Something done with many rows at once: which rows are meant, whether it was asked, and in words what became of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext

from comptoir.archive.actions.handling import ListChanged
from comptoir.archive.queries.picked import NotThere, named
from comptoir.firms.access import Access, NotAllowed
from comptoir.kit.words import Refusal
from comptoir.web.portal.lists.asked import Asked, read_asked, written
from comptoir.web.portal.lists.plan import Pairs
from comptoir.web.portal.lists.table import said
from comptoir.web.portal.picking.asked import Picked, read_picked
from comptoir.web.portal.picking.kind import Kind
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import money, say


class Outcome(Protocol):
    """How many rows there were, how many of them changed, and the mark by which that is undone."""

    @property
    def count(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def mark(self) -> str: ...


class Act(Protocol):
    """An action on many rows."""

    def __call__(self, rows: QuerySet[Any], *, by: Access, at: datetime, seen: int | None = None) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done with the rows; `told` says it with %(rows)s, `question` and `button` ask before all are meant.

    `pairs` are what its form says besides the rows.
    """

    act: Act
    told: str
    question: str
    button: str
    pairs: Pairs = ()


def chosen(request: PortalRequest, kind: Kind, picked: Picked) -> tuple[Asked, QuerySet[Any]]:
    """What was asked of the list, and the rows that are meant, in its order; an id that is none of them is a 404."""
    asked = read_asked(request.POST, kind.plan, request.access)
    if picked.every:
        rows = kind.wanted(request.access, asked)
    else:
        try:
            rows = named(kind.rows(request.access), picked.ids)
        except NotThere:
            raise Http404 from None
    column, pk = F(asked.order.column), F("pk")
    if asked.order.descending:
        return asked, rows.order_by(column.desc(nulls_last=True), pk.desc())
    return asked, rows.order_by(column.asc(nulls_last=True), pk.asc())


def nothing_picked(request: PortalRequest, kind: Kind) -> HttpResponse:
    """Back to the list, which says that nothing was picked."""
    messages.warning(request, gettext("Nothing is selected: tick the rows first."))
    return redirect(back_to(request, kind))


def refused(request: PortalRequest, kind: Kind, refusal: Refusal) -> HttpResponse:
    """The page that says why nothing was done."""
    context = {"title": kind.plan.title, "sentence": say(refusal.sentence), "back": back_to(request, kind)}
    return render(request, "portal/picking/refused.html", context, status=422)


def done_together(request: PortalRequest, kind: Kind, deed: Deed) -> HttpResponse:
    """Do it with the rows that are meant, and go back to the list; where all of it are meant, ask first."""
    picked = read_picked(request.POST)
    if picked.nothing:
        return nothing_picked(request, kind)
    asked, rows = chosen(request, kind, picked)
    sums = kind.sums(request.access, rows)
    asking = {
        "title": deed.question,
        "button": deed.button,
        "pairs": (*asked.pairs, *deed.pairs),
        "asked": asked,
        "sums": sums,
        "back": back_to(request, kind),
    }
    if picked.every and not picked.sure:
        return _asks(request, kind, asking)
    try:
        done = deed.act(rows, by=request.access, at=timezone.now(), seen=picked.seen)
    except ListChanged as changed:
        return _asks(request, kind, asking | {"sentence": say(changed.sentence)}, status=422)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return refused(request, kind, refusal)
    tell(request, kind, done, deed.told, sums)
    return redirect(back_to(request, kind))


def undone(request: PortalRequest, kind: Kind, undo: Callable[[str], Outcome]) -> HttpResponse:
    """Undo what was done to many rows, by the mark that its notice had, and go back to the list."""
    mark = request.GET.get("mark", "")
    if not mark:
        return nothing_picked(request, kind)
    messages.success(request, " ".join(_outcome(kind, undo(mark), gettext("Undone: %(rows)s."))))
    return redirect(back_to(request, kind))


def tell(request: PortalRequest, kind: Kind, done: Outcome, told: str, sums: Mapping[str, int]) -> None:
    """The notice of what became of the rows, with the button that undoes it."""
    said = _outcome(kind, done, told)
    if "open" in sums:
        amounts = {"amount": money(sums["amount"]), "open": money(sums["open"])}
        said.append(gettext("Selected in all: %(amount)s, of which %(open)s open.") % amounts)
    elif "amount" in sums:
        said.append(gettext("Selected in all: %(amount)s.") % {"amount": money(sums["amount"])})
    if not done.mark:
        messages.info(request, " ".join(said))
        return
    button = format_html(
        '<button class="btn btn-sm btn-secondary" form="undo" formaction="{}" name="next" value="{}">{}</button>',
        f"/d/{request.dossier.pk}/{kind.acts}undo{written((('mark', done.mark),))}",
        back_to(request, kind),
        gettext("Undo"),
    )
    messages.success(request, format_html("{} {}", " ".join(said), button))


def back_to(request: PortalRequest, kind: Kind) -> str:
    """The list from which it was asked."""
    return safe_back(request.POST.get("next", ""), otherwise=f"/d/{request.dossier.pk}/{kind.place}")


def _asks(request: PortalRequest, kind: Kind, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The page that names what is going to change, and asks."""
    asked: Asked = context["asked"]
    names = kind.names(request.access, asked)
    shown = {
        **context,
        "counted": kind.plan.counted(context["sums"]["count"]),
        "filter": " · ".join(said(asked, name, typed, names).label for name, typed in asked.filters),
        "address": request.path,
    }
    return render(request, "portal/picking/sure.html", shown, status=status)


def _outcome(kind: Kind, done: Outcome, told: str) -> list[str]:
    """In sentences: what changed, and what did not."""
    counted: Callable[[int], str] = kind.plan.counted
    said = [told % {"rows": counted(done.changed)}] if done.changed else []
    if done.count > done.changed:
        said.append(gettext("Unchanged: %(rows)s.") % {"rows": counted(done.count - done.changed)})
    return said
