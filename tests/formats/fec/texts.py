"""FEC files the way a bookkeeper would write them down: one short row per line, the other columns filled in."""

from pathlib import Path

from comptoir.formats.fec.columns import COLUMNS, SIDED

HEADER = "\t".join(COLUMNS)
SIDED_HEADER = "\t".join(SIDED)
NAMES = {"ACH": "Achats", "VEN": "Ventes", "BNK": "Banque", "OD": "Opérations diverses", "AN": "À-nouveaux"}
ACCOUNTS = {"400": "Clients", "440": "Fournisseurs", "610": "Loyers", "411": "TVA", "550": "Banque", "700": "Ventes"}


def row(short: str, **columns: str) -> str:
    """ "ACH 7 20260103 440000 F206 -750,20 A" as a line: journal, piece, date, account, auxiliary or ".", amount, letter."""
    journal, number, day, account, auxiliary, amount, letter = [*short.split(), ""][:7]
    debit, credit = ("0,00", amount[1:]) if amount.startswith("-") else (amount, "0,00")
    auxiliary = "" if auxiliary == "." else auxiliary
    values = {
        "JournalCode": journal,
        "JournalLib": NAMES.get(journal, journal),
        "EcritureNum": number,
        "EcritureDate": day,
        "CompteNum": account,
        "CompteLib": ACCOUNTS.get(account[:3], account),
        "CompAuxNum": auxiliary,
        "CompAuxLib": f"Name of {auxiliary}" if auxiliary else "",
        "PieceRef": number,
        "PieceDate": day,
        "EcritureLib": f"Text of {journal} {number}",
        "Debit": debit,
        "Credit": credit,
        "EcritureLet": letter,
        "DateLet": day if letter else "",
        "ValidDate": day,
        "Montantdevise": "",
        "Idevise": "",
    } | columns
    return "\t".join(values[name] for name in COLUMNS)


def fec(text: str) -> str:
    """A whole file of such rows under the header."""
    rows = [row(line) for line in text.splitlines() if line.strip()]
    return "\r\n".join([HEADER, *rows, ""])


PURCHASE = """
    ACH 7 20260103 610000 .    620,00
    ACH 7 20260103 411000 .    130,20
    ACH 7 20260103 440000 F206 -750,20 A
"""
PAYMENT = """
    BNK 4 20260120 440000 F206 750,20 A
    BNK 4 20260120 550000 .    -750,20
"""
BOOKS = fec(PURCHASE + PAYMENT)


def write_file(
    folder: Path, content: str | bytes, name: str = "FEC20261231.txt", encoding: str = "iso-8859-15"
) -> Path:
    """The content as a file in the folder."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
