"""The tables of a WinBooks dossier: their columns in the documented order, and how long a text in each may be."""

from comptoir.formats.dbf.write import Column


def _columns(text: str) -> tuple[Column, ...]:
    """Columns written as "NAME:C8" or "AMOUNT:N17.3"."""
    found = []
    for word in text.split():
        name, _, form = word.partition(":")
        length, _, decimals = form[1:].partition(".")
        found.append(Column(name, form[0], int(length), int(decimals or 0)))
    return tuple(found)


ACT = _columns(
    "DOCTYPE:C1 DBKCODE:C6 DBKTYPE:C1 DOCNUMBER:C8 DOCORDER:C3 OPCODE:C5 ACCOUNTGL:C8 ACCOUNTRP:C10 BOOKYEAR:C1 PERIOD:C2 "
    "DATE:D8 DATEDOC:D8 DUEDATE:D8 COMMENT:C40 COMMENTEXT:C35 AMOUNT:N17.3 AMOUNTEUR:N17.3 VATBASE:N17.3 VATCODE:C6 "
    "CURRAMOUNT:N17.3 CURRCODE:C3 CUREURBASE:N17.3 VATTAX:N17.3 VATIMPUT:C6 CURRATE:N12.5 REMINDLEV:N1 MATCHNO:C8 "
    "OLDDATE:D8 ISMATCHED:L1 ISLOCKED:L1 ISIMPORTED:L1 ISPOSITIVE:L1 ISTEMP:L1 MEMOTYPE:C1 ISDOC:L1 DOCSTATUS:C1 "
    "DICFROM:C16 CODAKEY:C32"
)
"""The lines of the entries."""

CSF = _columns(
    "NUMBER:C10 TYPE:C1 NAME1:C40 NAME2:C40 CIVNAME1:C10 CIVNAME2:C10 ADRESS1:C40 ADRESS2:C40 VATCAT:C1 COUNTRY:C2 "
    "VATNUMBER:C20 PAYCODE:C5 TELNUMBER:C25 FAXNUMBER:C25 BNKACCNT:C34 ZIPCODE:C10 CITY:C30 DEFLTPOST:C8 LANG:C1 "
    "CATEGORY:C5 CENTRAL:C8 VATCODE:C6 CURRENCY:C3 LASTREMLEV:C1 LASTREMDAT:D8"
)
"""The cards of customers and suppliers."""

ACF = _columns("NUMBER:C8 TYPE:C1 NAME11:C40 NAME12:C40 NAME21:C40 NAME22:C40 CATEGORY:C5 ISTOMATCH:L1")
"""The general accounts; NAME11 and NAME12 are in the dossier's first language."""

DBK = _columns("DBKID:C6 DBKTYPE:C1 HEADING1:C40 HEADING2:C40")
"""The journals."""

PARAM = _columns("ID:C40 VALUE:C254")
"""What the dossier is set to: the company, and of each book year its names and the days on which its periods begin."""

SLBKY = _columns("BOOKYEAR:C1 YEAR_SHORT:C12 YEAR_CPT:C40 BKY_START:D8 BKY_END:D8 PERIODS:N2")
"""The book years, where PARAM does not tell them."""

SLPRD = _columns("BOOKYEAR:C1 PERIOD:C2 PRD_START:D8 PRD_END:D8")
"""The periods of those book years; without it they are groups of whole months."""

TABLES = {"ACT": ACT, "CSF": CSF, "ACF": ACF, "DBK": DBK, "PARAM": PARAM, "SLBKY": SLBKY, "SLPRD": SLPRD}

PROFILES = {
    "ACT": frozenset({19, 27, 36, 38}),
    "CSF": frozenset(range(21, 80)),
}
"""How many columns an exported text without a header may have: they are the first ones of the documented order, and of
cards those that follow are not read."""

OTHER_NAMES = {
    "DBK": {"CODE": "DBKID", "DBKCODE": "DBKID", "NAME": "HEADING1", "NAME1": "HEADING1", "TYPE": "DBKTYPE"},
    "CSF": {"EMAIL1": "EMAIL", "IBANAUTO": "IBAN"},
}
"""What columns are called in other versions."""

NEEDED = {
    "ACT": ("DOCTYPE", "DBKCODE", "DOCNUMBER", "ACCOUNTGL", "BOOKYEAR", "PERIOD", "AMOUNTEUR"),
    "CSF": ("NUMBER", "TYPE", "NAME1"),
    "ACF": ("NUMBER", "NAME11"),
    "DBK": ("DBKID", "DBKTYPE"),
    "PARAM": ("ID", "VALUE"),
    "SLBKY": ("BOOKYEAR", "BKY_START", "BKY_END"),
    "SLPRD": ("BOOKYEAR", "PERIOD", "PRD_START"),
}
"""The columns without which a table says nothing."""

PURCHASES, SALES, FINANCIAL, VARIOUS = ("0", "1"), ("2", "3"), "4", "5"
"""What DBKTYPE says of a journal: purchases and their credit notes, sales and theirs, bank or cash, various."""

CUSTOMER, SUPPLIER, GENERAL, ZERO_VAT = "1", "2", "3", "4"
"""What DOCTYPE says of a line; TYPE of a card says the first two alike."""

DOCTYPES = (CUSTOMER, SUPPLIER, GENERAL, ZERO_VAT)

OPENING, CLOSING = "00", "99"
"""The periods before the first and after the last one of a book year."""

CENTRAL = ("998", "999")
"""DOCORDER of the lines on the bank's or the cash desk's own account: what the document's other lines move there."""

YEARS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The book years as BOOKYEAR says them, in their order."""
