"""What the journals of a dossier are for: DBKTYPE says it, and the periods tell those of opening and closing."""

from collections.abc import Iterable, Iterator, Mapping

from comptoir.connectors.telling import JournalLook, told_type
from comptoir.connectors.winbooks.settings import WinBooksSettings
from comptoir.formats.winbooks.cards import DbkRow
from comptoir.formats.winbooks.columns import CLOSING, FINANCIAL, OPENING, VARIOUS
from comptoir.formats.winbooks.pieces import JournalSeen
from comptoir.records.books import Journal, JournalType

T = JournalType
INVOICES = {"0": T.PURCHASE, "1": T.PURCHASE_CREDIT, "2": T.SALE, "3": T.SALE_CREDIT}
CASH = "57"


def told_journals(
    rows: Iterable[DbkRow], seen: Mapping[str, JournalSeen], settings: WinBooksSettings
) -> Iterator[Journal]:
    """The journals by code: those of the table DBK, and those that only lines name.

    Of the type that the settings give, else of the one that DBKTYPE tells, else miscellaneous and not told.
    """
    known = {row.code: row for row in rows}
    for code in sorted(known.keys() | seen.keys()):
        row = known.get(code) or DbkRow(code, code, "")
        used = seen.get(code, JournalSeen())
        told = _told(row, used)
        if code in settings.journals:
            yield Journal(code, row.name, settings.journals[code], code not in settings.untold)
        else:
            yield Journal(code, row.name, told or T.MISCELLANEOUS, told is not None)


def _told(row: DbkRow, used: JournalSeen) -> JournalType | None:
    kind = row.type or max(used.types, key=lambda each: used.types[each], default="")
    if kind in INVOICES:
        return INVOICES[kind]
    by_words = told_type(JournalLook(row.code, row.name))
    if kind == FINANCIAL:
        central = max(used.centrals, key=lambda account: used.centrals[account], default="")
        is_cash = central.startswith(CASH) if central else by_words is T.CASH
        return T.CASH if is_cash else T.BANK
    if kind == VARIOUS:
        if used.periods == {OPENING} or (not used.periods and by_words is T.OPENING):
            return T.OPENING
        if used.periods == {CLOSING} or (not used.periods and by_words is T.CLOSING):
            return T.CLOSING
        return T.MISCELLANEOUS
    return by_words
