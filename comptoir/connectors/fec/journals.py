"""What a journal is for, told from its label, its code and what its pieces move; careful when these do not say."""

import re
from collections.abc import Callable

from comptoir.connectors.fec.scan import JournalLook, Moves
from comptoir.kit.text import plain
from comptoir.records.books import JournalType

T = JournalType
NEARLY_ALL, MOST = 80, 60
"""Per cent of a journal's pieces."""

CODES = {
    T.OPENING: "AN ANO ANOUV RAN OUV OUVERT OUVERTURE OPEN OPENING BEGIN NOUV ANX",
    T.CLOSING: "CLO CLOT CLOTURE CLOSE CLOSING AFS AFSL",
    T.PURCHASE_CREDIT: "NCA NCF NCAC CNA ACN AVF AVA AVFO AKC AKCN CNF",
    T.SALE_CREDIT: "NCV NCC NCVE CNV VCN AVC AVV AVCL VKC VKCN CNS",
    T.PURCHASE: "ACH AC ACHAT ACHATS ACHA HA HAC AK AKO AAN AANK INK FF FOU FOUR PUR PURCH",
    T.SALE: "VEN VE VT VTE VK VERK VENTE VENTES SALE SALES FC CLI FV",
    T.BANK: "BNK BQ BQE BAN BANK BANQ BANQUE BK BKS FIN FINAN CBC KBC ING BNP FORTIS FOR BEL BELF BELFIUS ARG ARGENTA "
    "CRELAN AXA TRIODOS BPO LBP SG LCL CIC BRED BPOST CCP BP CRE QONTO KNAB HSBC REVOLUT",
    T.CASH: "CAI CAIS CAISSE KAS CS CSH CASH",
    T.MISCELLANEOUS: "OD ODI ODS ODP DIV DIVERS DIVERSE MEM MEMO MISC GEN VARIA OPD OPDIV DIVOP PAIE LOON PAY TVA BTW "
    "VAT AMO",
}
"""Usual codes of journals, Belgian and French; digits at the end are left aside."""

TYPE_OF_CODE = {code: kind for kind, codes in CODES.items() for code in codes.split()}

WORDS: tuple[tuple[JournalType, str], ...] = (
    (T.OPENING, r"a[ -]?nouveaux?|ouverture|reouverture|report des soldes|opening|heropening|beginbalans|beginsaldo"),
    (T.CLOSING, r"cloture|closing|afsluit\w*"),
    (T.BANK, r"caisse d.?epargne|caisse des depots"),
    (T.CASH, r"caisses?|kas|kasboek|cash|petty cash"),
    (T.MISCELLANEOUS, r"operations? diverses?|od|diverse verrichtingen|memoriaal|miscellaneous|general journal"),
    (T.PURCHASE, r"achats?|fournisseurs?|aankoop|aankopen|inkoop|inkopen|leveranciers?|purchases?|suppliers?"),
    (T.SALE, r"ventes?|clients?|facturations?|verkoop|verkopen|klanten|klant|sales?|customers?"),
    (
        T.BANK,
        r"banques?|bank|banken|banks|financiers?|financieel|financiele|financial|compte courant|compte d.?epargne|"
        r"zichtrekening|spaarrekening|credit agricole|credit mutuel|kbc|cbc|ing|belfius|bnp|fortis|argenta|crelan|triodos|"
        r"societe generale|banque populaire|bpost|qonto|hsbc|lcl",
    ),
    (
        T.MISCELLANEOUS,
        r"divers|diverses?|diversen|salaires?|paies?|remunerations?|lonen|loon|payroll|tva|btw|vat|amortissements?|afschrijvingen",
    ),
)
PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in WORDS)
CREDIT_NOTE = re.compile(
    r"\b(?:notes? de credit|nc|avoirs?|credit ?notes?|creditnotas?|kredietnotas?|kredietnota.?s)\b"
)
CREDIT_CODE = re.compile(r"(?:NC|CN)[A-Z]?|[A-Z]{2}(?:CN|NC)")

OF_CREDIT = {T.PURCHASE: T.PURCHASE_CREDIT, T.SALE: T.SALE_CREDIT}
PLAIN = {credit: kind for kind, credit in OF_CREDIT.items()}


def told_type(journal: JournalLook) -> JournalType | None:
    """What the journal is for; None when it cannot be told."""
    label, code = plain(journal.name.replace("_", " ")), re.sub(r"[^A-Z]", "", plain(journal.code).upper())
    by_label, by_code, by_moves = type_of_label(label), TYPE_OF_CODE.get(code), type_of_moves(journal)
    kind = by_label or by_code or by_moves
    if kind is T.MISCELLANEOUS and by_label is None and by_moves in (T.BANK, T.CASH):
        kind = by_moves
    credit = CREDIT_NOTE.search(label) or CREDIT_CODE.fullmatch(code) or kind in PLAIN
    if not credit:
        return kind
    side = _side_of_credit(kind, by_code, by_moves)
    if side is None:
        return kind
    return OF_CREDIT[side] if _signs_agree(journal, side) else side


def type_of_label(label: str) -> JournalType | None:
    """What the words of the label say, in French, Dutch or English; None for none, or for purchases and sales at once."""
    found = [kind for kind, pattern in PATTERNS if pattern.search(label)]
    if T.PURCHASE in found and T.SALE in found:
        return None
    return found[0] if found else None


def type_of_moves(journal: JournalLook) -> JournalType | None:
    """What the accounts say that the journal's pieces move."""
    third = {
        T.PURCHASE: Moves.SUPPLIER_DEBIT | Moves.SUPPLIER_CREDIT,
        T.SALE: Moves.CUSTOMER_DEBIT | Moves.CUSTOMER_CREDIT,
    }
    if _share(journal, lambda moves: bool(moves & Moves.BANK)) >= NEARLY_ALL:
        return T.BANK
    if _share(journal, lambda moves: bool(moves & Moves.CASH)) >= NEARLY_ALL:
        return T.CASH
    if _share(journal, lambda moves: bool(moves & third[T.PURCHASE] and moves & Moves.COST)) >= MOST:
        return T.PURCHASE
    if _share(journal, lambda moves: bool(moves & third[T.SALE] and moves & Moves.INCOME)) >= MOST:
        return T.SALE
    return None


def _side_of_credit(
    kind: JournalType | None, by_code: JournalType | None, by_moves: JournalType | None
) -> JournalType | None:
    """Whether credit notes are those of purchases or of sales."""
    for told in (kind, by_code, by_moves):
        if told in OF_CREDIT or told in PLAIN:
            return PLAIN.get(told, told)
    return None


def _signs_agree(journal: JournalLook, side: JournalType) -> bool:
    """Whether the third party stands where credit notes put it; where no piece has one, nothing speaks against it."""
    if side is T.PURCHASE:
        credit, invoice = Moves.SUPPLIER_DEBIT, Moves.SUPPLIER_CREDIT
    else:
        credit, invoice = Moves.CUSTOMER_CREDIT, Moves.CUSTOMER_DEBIT
    credits = sum(count for moves, count in journal.pieces.items() if moves & credit and not moves & invoice)
    invoices = sum(count for moves, count in journal.pieces.items() if moves & invoice and not moves & credit)
    return credits >= invoices


def _share(journal: JournalLook, test: Callable[[int], bool]) -> int:
    """Per cent of the pieces for which that is so."""
    total = sum(journal.pieces.values())
    return sum(count for moves, count in journal.pieces.items() if test(moves)) * 100 // total if total else 0
