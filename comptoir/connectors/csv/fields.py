"""What a column of the table can be, and the words of headers by which it is proposed, in French, Dutch and English."""

import re
from dataclasses import dataclass
from enum import StrEnum

from comptoir.kit.text import plain


class Part(StrEnum):
    """What a field says something about."""

    ENTRY = "entry"
    LINE = "line"
    AMOUNT = "amount"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a column can say. `longest`: so many characters at most, as the records of the books have it."""

    name: str
    part: Part
    longest: int
    words: tuple[str, ...]


def _field(name: str, part: Part, longest: int, words: str) -> Field:
    return Field(name, part, longest, tuple(word.strip() for word in words.split(";")))


FIELDS = (
    _field(
        "journal", Part.ENTRY, 20,
        "journal; code journal; journal code; journalcode; jnl; dagboek; dagboekcode; jrn",
    ),
    _field(
        "journal_name", Part.ENTRY, 120,
        "libelle journal; nom journal; nom du journal; journallib; journal name; dagboeknaam; naam "
        "dagboek; omschrijving dagboek",
    ),
    _field(
        "number", Part.ENTRY, 60,
        "piece; numero de piece; n° piece; no piece; num piece; numero piece; ecriturenum; numero "
        "ecriture; numero; document interne; piece number; entry number; entry; number; voucher; "
        "stuknummer; stuk; boekstuk; boekstuknummer; nummer; boekingsnummer; docnumber",
    ),
    _field(
        "fiscal_year", Part.ENTRY, 20,
        "exercice; annee comptable; fiscal year; year; boekjaar; bookyear; annee",
    ),
    _field(
        "booked_on", Part.ENTRY, 0,
        "date; date comptable; date ecriture; date d'ecriture; ecrituredate; date piece; booking date; "
        "posting date; entry date; datum; boekdatum; boekingsdatum; journaaldatum",
    ),
    _field(
        "document_on", Part.ENTRY, 0,
        "date document; date du document; date facture; date de facture; piecedate; document date; "
        "invoice date; documentdatum; factuurdatum",
    ),
    _field(
        "document_number", Part.ENTRY, 80,
        "numero de facture; n° facture; no facture; numero facture; facture; numero document; numero du "
        "document; pieceref; invoice number; invoice; document number; factuurnummer; factuur; "
        "documentnummer",
    ),
    _field(
        "entry_text", Part.ENTRY, 300,
        "libelle piece; libelle ecriture; libelle de l'ecriture; entry text; header text",
    ),
    _field(
        "account", Part.LINE, 20,
        "compte; compte general; numero de compte; n° compte; no compte; comptenum; num compte; account; "
        "account code; account number; general account; gl account; rekening; grootboekrekening; "
        "algemene rekening; rekeningnummer",
    ),
    _field(
        "account_name", Part.LINE, 200,
        "libelle compte; libelle du compte; intitule; intitule compte; intitule du compte; nom du "
        "compte; comptelib; account name; account description; naam rekening; rekeningnaam; omschrijving "
        "rekening",
    ),
    _field(
        "text", Part.LINE, 300,
        "libelle; libelle ligne; description; commentaire; communication interne; ecriturelib; text; "
        "line text; comment; omschrijving; tekst; commentaar; memo",
    ),
    _field(
        "due_on", Part.LINE, 0,
        "echeance; date echeance; date d'echeance; due; due date; vervaldatum; vervaldag",
    ),
    _field(
        "reference", Part.LINE, 80,
        "reference; ref; referentie; kenmerk; votre reference; your reference",
    ),
    _field(
        "communication", Part.LINE, 40,
        "communication; communication structuree; vcs; ogm; structured communication; payment reference; "
        "mededeling; gestructureerde mededeling",
    ),
    _field(
        "vat_code", Part.LINE, 20,
        "code tva; tva; vat code; vat; btw code; btwcode; btw; code taxe; tax code",
    ),
    _field(
        "lettering", Part.LINE, 80,
        "lettrage; let; lettre; code lettrage; ecriturelet; lettering; matching; match; reconciliation; "
        "afpunting; afpuntingscode; lettering code; aflettering; puntcode",
    ),
    _field(
        "lettering_scope", Part.LINE, 20,
        "exercice lettrage; lettering year; lettering scope; afpuntingsjaar",
    ),
    _field(
        "debit", Part.AMOUNT, 0,
        "debit; montant debit; debit amount; debet; bedrag debet; debit eur; debet eur",
    ),
    _field(
        "credit", Part.AMOUNT, 0,
        "credit; montant credit; credit amount; bedrag credit; credit eur",
    ),
    _field(
        "amount", Part.AMOUNT, 0,
        "montant; montant eur; amount; amount eur; solde; bedrag; bedrag eur; signed amount",
    ),
    _field(
        "side", Part.AMOUNT, 0,
        "sens; d/c; dc; d c; debit/credit; debet/credit; side; sign; teken",
    ),
    _field(
        "vat_base", Part.AMOUNT, 0,
        "base tva; base imposable; base; vat base; taxable amount; maatstaf; maatstaf van heffing; btw "
        "basis",
    ),
    _field(
        "currency", Part.AMOUNT, 3,
        "devise; code devise; idevise; currency; currency code; munt; valuta; muntcode",
    ),
    _field(
        "foreign", Part.AMOUNT, 0,
        "montant devise; montantdevise; foreign amount; currency amount; amount in currency; bedrag "
        "valuta; bedrag munt; bedrag in vreemde munt",
    ),
    _field(
        "partner", Part.PARTNER, 60,
        "tiers; code tiers; compte tiers; compte auxiliaire; auxiliaire; compauxnum; code client; code "
        "fournisseur; client; fournisseur; partner; partner code; customer; supplier; customer code; "
        "supplier code; relatie; relatiecode; klant; leverancier; klantcode; leverancierscode; derde; "
        "hulprekening",
    ),
    _field(
        "partner_name", Part.PARTNER, 200,
        "nom; nom tiers; nom du tiers; raison sociale; compauxlib; name; partner name; customer name; "
        "supplier name; naam; naam relatie; naam klant; naam leverancier; firmanaam",
    ),
    _field(
        "partner_vat", Part.PARTNER, 20,
        "numero tva; numero de tva; n° tva; no tva; tva tiers; vat number; vat no; btw nummer; "
        "btwnummer; btw nr; ondernemingsnummer; numero d'entreprise",
    ),
    _field(
        "partner_iban", Part.PARTNER, 200,
        "iban; compte bancaire; bank account; bankrekening",
    ),
    _field(
        "partner_language", Part.PARTNER, 5,
        "langue; language; taal; lang",
    ),
)  # fmt: skip
"""Every field, in the order in which people are asked."""

BY_NAME = {field.name: field for field in FIELDS}
NEEDED = ("journal", "number", "booked_on", "account")
DAYS = ("booked_on", "document_on", "due_on")
AMOUNTS = ("debit", "credit", "amount", "vat_base", "foreign")
_BY_WORD = {word: field.name for field in FIELDS for word in (plain(field.name.replace("_", " ")), *field.words)}


def proposed_field(header: str) -> str:
    """The field that the words of a header speak of, "" for none."""
    text = plain(re.sub(r"[_.:\-]+", " ", header))
    return _BY_WORD.get(text) or _BY_WORD.get(text.replace(" ", "")) or _BY_WORD.get(plain(header), "")


def proposed_fields(headers: list[str]) -> dict[str, str]:
    """The header of each field that headers speak of; the first that does."""
    found: dict[str, str] = {}
    for header in headers:
        field = proposed_field(header)
        if field and field not in found:
            found[field] = header
    return found
