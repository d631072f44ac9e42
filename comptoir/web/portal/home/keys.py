"""The key figures: three that are told large, all of them as a table, and in words what they count."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from comptoir.figures.choices import Kind
from comptoir.figures.results import Sums, YearFigures, added, compared
from comptoir.figures.schemes import Scheme
from comptoir.web.portal.home.chosen import Chosen
from comptoir.web.shared.templatetags.comptoir import dmy


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure: the key of its explanation, its word, its accounts, and the year before (None: not compared)."""

    key: str
    label: str
    accounts: str
    cents: int
    before: int | None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """The figures of what is counted; none of them where nothing can be counted, and `notes` say why."""

    figures: tuple[KeyFigure, ...]
    before_name: str
    notes: tuple[str, ...]

    @property
    def large(self) -> list[KeyFigure]:
        """The three that are told first."""
        wanted = ("operating_income", "operating_costs", "operating_result")
        return [figure for figure in self.figures if figure.key in wanted]


def keys_of(
    figures: YearFigures,
    before: YearFigures | None,
    chosen: Chosen,
    scheme: Scheme,
    *,
    only_processed: bool,
    accounts_until: date | None,
) -> Keys:
    """The key figures of the year or period that is chosen."""
    counted = figures.counted(chosen.span, only_processed=only_processed)
    notes = notes_of(figures, chosen, only_processed=only_processed, accounts_until=accounts_until)
    if not counted:
        return Keys((), "", notes)
    past = compared(figures, before, counted) if before is not None else None
    return Keys(
        _every(added(counted), past, scheme), before.year.name if before is not None and past is not None else "", notes
    )


def _every(sums: Sums, past: Sums | None, scheme: Scheme) -> tuple[KeyFigure, ...]:
    def of_kind(kind: Kind) -> KeyFigure:
        before = None if past is None else past.cents[kind]
        return KeyFigure(kind.value, str(kind.label), scheme.accounts[kind], sums.cents[kind], before)

    def total(key: str, label: str, name: str) -> KeyFigure:
        return KeyFigure(key, label, "", getattr(sums, name), None if past is None else getattr(past, name), True)

    return (
        of_kind(Kind.OPERATING_INCOME),
        of_kind(Kind.OTHER_INCOME),
        total("", gettext("Total income"), "total_income"),
        of_kind(Kind.OPERATING_COSTS),
        of_kind(Kind.OTHER_COSTS),
        total("", gettext("Total costs"), "total_costs"),
        total("operating_result", gettext("Operating result"), "operating_result"),
        total("result", gettext("Result before taxes"), "result"),
    )


def notes_of(
    figures: YearFigures, chosen: Chosen, *, only_processed: bool, accounts_until: date | None
) -> tuple[str, ...]:
    """Until when figures count and why, what is provisional, and that the books give no periods."""
    notes = [_counted_in_words(figures, only_processed=only_processed, accounts_until=accounts_until)]
    if only_processed and chosen.span is not None and not figures.counted(chosen.span, only_processed=True):
        notes.append(gettext("The period that is chosen is not processed yet, so it has no key figures."))
    if not figures.year.by_periods:
        notes.append(gettext("The books give no booking periods for this year; these are calendar months."))
    return tuple(notes)


def _counted_in_words(figures: YearFigures, *, only_processed: bool, accounts_until: date | None) -> str:
    until = figures.processed_until
    if only_processed and accounts_until is None:
        return gettext(
            "Key figures count processed periods only, and none is: your accountant has not said yet until when the "
            "accounts are up to date."
        )
    days = {"day": dmy(until), "accounts": dmy(accounts_until)}
    if only_processed and until is None:
        return (
            gettext(
                "Key figures count processed periods only, and none of this year is: the accounts are up to date until "
                "%(accounts)s."
            )
            % days
        )
    if only_processed and until is not None and until < figures.year.last:
        return (
            gettext(
                "Key figures count the periods until %(day)s, for the accounts are up to date until %(accounts)s. Later "
                "periods are drawn grey."
            )
            % days
        )
    if accounts_until is None and not figures.provisional:
        return gettext("Your accountant has not said yet until when the accounts are up to date.")
    if only_processed or not figures.provisional:
        return gettext("The accounts are up to date until %(day)s.") % {"day": dmy(accounts_until)}
    if until is None:
        return gettext(
            "All of these figures are provisional: your accountant has not finished any of these periods yet."
        )
    return (
        gettext("What is booked after %(day)s is provisional: your accountant may still add to it and correct it.")
        % days
    )
