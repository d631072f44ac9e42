"""A quick look through the exports: journals and what they move, accounts, auxiliary codes; nothing is typed or checked.

Reading the entries checks every line; this only has to know, before that, what they will name.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from comptoir.connectors.telling import THIRD, JournalLook, Masks
from comptoir.formats.fec.columns import SIDES, UnreadableFec
from comptoir.formats.fec.lines import refuse
from comptoir.formats.fec.rows import FecRows, open_rows
from comptoir.formats.seen import SeenPieces

PEEK = 20_000
"""So many lines of the newest export tell the country."""

BELGIAN, FRENCH = ("400", "440", "451", "55"), ("401", "411", "445", "512")
"""Accounts that companies of the one country move all the time, and those of the other hardly ever."""


@dataclass(slots=True)
class Look:
    """What the exports name. `auxiliaries`: name by account and auxiliary code, the code "" for lines of third-party
    accounts that have none. Later names win over earlier ones.
    """

    journals: dict[str, JournalLook] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    auxiliaries: dict[tuple[str, str], str] = field(default_factory=dict)
    scattered: set[Path] = field(default_factory=set)
    first_days: dict[Path, str] = field(default_factory=dict)


def country_of(path: Path) -> str:
    """BE or FR, by the accounts that the first lines move; BE where they do not say."""
    score = seen = 0
    with open_rows(path) as rows:
        for _, lines in rows.blocks():
            for text in lines:
                account = text.split(rows.separator, 5)[4:5]
                score += bool(account) and account[0].startswith(FRENCH)
                score -= bool(account) and account[0].startswith(BELGIAN)
            seen += len(lines)
            if seen >= PEEK:
                break
    return "FR" if score > 0 else "BE"


def look_through(path: Path, look: Look, masks: Masks) -> None:
    """Add what this export names to the look. Raises UnreadableFec at a line without 18 columns, and OSError."""
    with open_rows(path) as rows:
        looking = _Looking(rows, look, masks)
        for first, lines in rows.blocks():
            looking.take(first, lines)
        looking.close()
        if looking.scattered:
            look.scattered.add(path)
        look.first_days[path] = looking.first_day


class _Looking:
    """Where the look through one export stands: the piece it is in, and what that moves."""

    def __init__(self, rows: FecRows, look: Look, masks: Masks) -> None:
        self.rows, self.look, self.masks = rows, look, masks
        self.seen = SeenPieces()
        self.scattered = False
        self.journal = self.number = ""
        self.moved = 0
        self.first_day = "99999999"

    def take(self, first: int, lines: list[str]) -> None:
        """Look at these lines."""
        accounts, auxiliaries, masks, separator = (
            self.look.accounts,
            self.look.auxiliaries,
            self.masks,
            self.rows.separator,
        )
        for at, text in enumerate(lines, first):
            try:
                j, jl, n, d, a, al, x, xl, _, _, _, one, two, _ = text.split(separator, 13)
            except ValueError:
                refuse(self.rows, at, text)
            if n != self.number or j != self.journal:
                self._begin(j, n)
                self._name(jl, d, at, text)
            if " " in a or " " in x:
                a, x = a.strip(" "), x.strip(" ")
            mask = masks[a]
            third = mask & THIRD
            self.moved |= mask << 1 if third and self._is_credit(one, two) else mask
            if al or a not in accounts:
                accounts[a] = al
            if (x or third) and (xl or (a, x) not in auxiliaries):
                auxiliaries[a, x] = xl

    def _begin(self, journal: str, number: str) -> None:
        self.close()
        self.journal, self.number, self.moved = journal, number, 0
        self.scattered = self.seen.add(journal.strip(" "), number.strip(" ")) or self.scattered

    def _name(self, name: str, day: str, at: int, text: str) -> None:
        if day < self.first_day:
            self.first_day = day
        code = self.journal.strip(" ")
        found = self.look.journals.get(code)
        if found is None:
            if "|" in code:
                self._refuse_bar(code, at, text)
            found = self.look.journals[code] = JournalLook(code)
        if name:
            found.name = name

    def _refuse_bar(self, code: str, at: int, text: str) -> NoReturn:
        """A bar in a code: two columns with the wrong sign between them, or a code that no piece could be named by."""
        if text.count(self.rows.separator) != len(self.rows.columns) - 1:
            refuse(self.rows, at, text)
        raise UnreadableFec(
            "The code of journal %(journal)s has a bar in it, which none may have.", at, "JournalCode", journal=code
        )

    def _is_credit(self, one: str, two: str) -> bool:
        """Whether the line credits its account, as far as the texts of its two columns tell."""
        if self.rows.sided:
            return (SIDES.get(two, 1) < 0) is not one.startswith("-")
        credit = two if two.strip("-0,.") else ""
        return not credit.startswith("-") if credit else one.startswith("-")

    def close(self) -> None:
        """Count what the piece moved."""
        if self.journal:
            self.look.journals[self.journal.strip(" ")].pieces[self.moved] += 1
