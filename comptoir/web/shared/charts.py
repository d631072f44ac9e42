"""Charts drawn on the server: bars by period, a curve over time, one bar in parts, a ranking; each with its table behind.

Drawn as SVG with positions in per cent, so that words keep their size on every screen; no script, no inline style.
Amounts are whole cents, and so is the arithmetic: positions are whole ten-thousandths of the width, and whole pixels of
the height.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

HEIGHT = 200
"""Of what is drawn, in pixels, without the words below it."""

WIDTH = 10_000
"""All of the width, in ten-thousandths."""

TONES = ("one", "two", "three", "four", "five", "six")
"""The colours of series, in order; light and dark, each four and a half to one on its ground."""

STEPS = 4
"""About so many lines across a chart."""

MOST_LABELS = 12
"""Under a chart there is room for so many words; of more, every second, third, ... is written."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures: its word, its tone (of TONES), and an amount in cents for each label; None where there is none."""

    name: str
    tone: str
    cents: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: its word, cents, tone, and where a click leads ("" for nowhere)."""

    name: str
    cents: int
    tone: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """From which amount to which a chart goes, and in which steps; always with zero in it."""

    low: int
    high: int
    step: int

    def y(self, cents: int) -> int:
        """How far from the top, in pixels."""
        return (self.high - cents) * HEIGHT // (self.high - self.low)

    @property
    def lines(self) -> list[tuple[int, int]]:
        """The lines across: pixels from the top, and cents."""
        return [(self.y(cents), cents) for cents in range(self.low, self.high + 1, self.step)]


def scale_of(amounts: Iterable[int | None]) -> Scale:
    """A scale with round steps (1, 2 or 5 and zeros) on which all amounts have room."""
    known = [cents for cents in amounts if cents is not None]
    low, high = min([0, *known]), max([0, *known])
    wanted = max((high - low) // STEPS, 100)
    size = 10 ** (len(str(wanted)) - 1)
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= wanted)
    bottom, top = low // step * step, -(-high // step) * step
    return Scale(bottom, top if top > bottom else step, step)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or, on a curve, the field around one point: where it is, and what it says."""

    left: str
    width: str
    top: int
    height: int
    css: str
    says: str
    cents: int


@dataclass(frozen=True, slots=True)
class Label:
    """A word under the chart, in the middle of what it names; `thin` when a narrow screen leaves it out."""

    at: str
    text: str
    thin: bool


@dataclass(frozen=True)
class Bars:
    """Bars side by side for each label. `grey`: the places of labels whose figures are provisional."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    grey: frozenset[int] = frozenset()
    note: str = ""

    template = "shared/charts/bars.html"

    @cached_property
    def scale(self) -> Scale:
        """On which all bars have room."""
        return scale_of(cents for series in self.series for cents in series.cents)

    @property
    def bars(self) -> list[Bar]:
        """Every bar there is."""
        return [
            self._bar(place, number, series, cents)
            for number, series in enumerate(self.series)
            for place, cents in enumerate(series.cents)
            if cents is not None
        ]

    @property
    def words(self) -> list[Label]:
        """The words under the bars."""
        return words_of(self.labels)

    @property
    def rows(self) -> list[tuple[str, list[int | None], bool]]:
        """For the table: label, amounts, whether they are provisional."""
        return [
            (label, [series.cents[place] for series in self.series], place in self.grey)
            for place, label in enumerate(self.labels)
        ]

    def _bar(self, place: int, number: int, series: Series, cents: int) -> Bar:
        room = WIDTH // len(self.labels)
        width = room * 7 // 10 // len(self.series)
        left = WIDTH * place // len(self.labels) + room * 15 // 100 + width * number
        top, bottom = sorted((self.scale.y(cents), self.scale.y(0)))
        css = f"tone-{series.tone} grey" if place in self.grey else f"tone-{series.tone}"
        return Bar(
            per_cent(left), per_cent(width), top, bottom - top, css, f"{self.labels[place]} · {series.name}", cents
        )


@dataclass(frozen=True)
class Curve:
    """Amounts over time, one point for each label that has an amount; the line goes from one to the next."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    note: str = ""

    template = "shared/charts/curve.html"

    @cached_property
    def scale(self) -> Scale:
        """On which all points have room."""
        return scale_of(cents for series in self.series for cents in series.cents)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Tone and points of each series, in a box of WIDTH by HEIGHT."""
        return [(series.tone, self._points(series.cents)) for series in self.series]

    @property
    def fields(self) -> list[Bar]:
        """The fields that tell their figure when pointed at."""
        return [
            Bar(*_place(place, len(self.labels)), 0, HEIGHT, f"tone-{series.tone}", self._says(place, series), cents)
            for series in self.series[:1]
            for place, cents in enumerate(series.cents)
            if cents is not None
        ]

    @property
    def words(self) -> list[Label]:
        """The words under the curve."""
        return words_of(self.labels)

    @property
    def rows(self) -> list[tuple[str, list[int | None], bool]]:
        """For the table: label, amounts, and nothing provisional."""
        return [
            (label, [series.cents[place] for series in self.series], False) for place, label in enumerate(self.labels)
        ]

    def _points(self, cents: Sequence[int | None]) -> str:
        """From the middle of one place to the next; an amount that stands alone is a line across its place."""
        known = [(place, amount) for place, amount in enumerate(cents) if amount is not None]
        if len(known) == 1:
            known_at = [(2 * known[0][0] + side, known[0][1]) for side in (0, 2)]
        else:
            known_at = [(2 * place + 1, amount) for place, amount in known]
        return " ".join(f"{WIDTH * at // (2 * len(self.labels))},{self.scale.y(amount)}" for at, amount in known_at)

    def _says(self, place: int, series: Series) -> str:
        return f"{self.labels[place]} · {series.name}"


@dataclass(frozen=True)
class Parts:
    """One bar in parts, such as what is open by age; parts of nothing are left out of the bar and stay in the list."""

    title: str
    parts: tuple[Part, ...]
    note: str = ""

    template = "shared/charts/parts.html"

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(part.cents for part in self.parts)

    @property
    def bars(self) -> list[Bar]:
        """The parts that take room, one after another; a negative part takes none."""
        whole = sum(max(part.cents, 0) for part in self.parts)
        done, found = 0, []
        for part in self.parts:
            if part.cents <= 0:
                continue
            left, right = WIDTH * done // whole, WIDTH * (done + part.cents) // whole
            found.append(Bar(per_cent(left), per_cent(right - left), 0, 0, f"tone-{part.tone}", part.name, part.cents))
            done += part.cents
        return found


@dataclass(frozen=True, slots=True)
class Rank:
    """One row of a ranking: its part, how long its bar is, and its share of the whole ("" where there is none)."""

    part: Part
    width: str
    share: str


@dataclass(frozen=True)
class Ranking:
    """Parts of a whole under one another, each with a bar, as costs by category; a negative part has no bar."""

    title: str
    parts: tuple[Part, ...]
    note: str = ""

    template = "shared/charts/ranking.html"

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(part.cents for part in self.parts)

    @property
    def rows(self) -> list[Rank]:
        """The parts in their order, the longest bar as wide as the room there is."""
        most = max((part.cents for part in self.parts), default=0)
        return [Rank(part, self._width(part, most), self._share(part)) for part in self.parts]

    def _width(self, part: Part, most: int) -> str:
        return per_cent(WIDTH * part.cents // most) if part.cents > 0 else ""

    def _share(self, part: Part) -> str:
        """In whole per cent, half a one up; nothing where the whole is nothing or parts take off."""
        if self.total <= 0 or part.cents < 0:
            return ""
        return f"{(200 * part.cents + self.total) // (2 * self.total)}\u202f%"


Chart = Bars | Curve | Parts | Ranking


def words_of(labels: Sequence[str]) -> list[Label]:
    """The words that have room under the chart, in the middle of their places; every other one is thin."""
    every = -(-len(labels) // MOST_LABELS) or 1
    shown = range(0, len(labels), every)
    return [
        Label(per_cent(WIDTH * (2 * place + 1) // (2 * len(labels))), labels[place], bool(number % 3))
        for number, place in enumerate(shown)
    ]


def per_cent(ten_thousandths: int) -> str:
    """As an SVG length."""
    return f"{ten_thousandths // 100}.{ten_thousandths % 100:02d}%"


def short(cents: int, point: str) -> str:
    """An amount in few signs, for the scale of a chart: 950, 12 k, 1,5 M; cents are left out."""
    sign, whole = "\u2212" if cents < 0 else "", abs(cents) // 100
    for size, letter in ((1_000_000, gettext("M")), (1_000, gettext("k"))):
        if whole >= size:
            rest = whole % size * 10 // size
            return f"{sign}{whole // size}{f'{point}{rest}' if rest else ''}\u202f{letter}"
    return f"{sign}{whole}"


def _place(place: int, count: int) -> tuple[str, str]:
    return per_cent(WIDTH * place // count), per_cent(WIDTH // count)
