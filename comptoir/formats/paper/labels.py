"""The words beside a value by which a person knows what it is: in French, Dutch, English and German, folded.

A label is written with single spaces; in a line, points and hyphens may stand in their place, and between the letters of
the short ones (T.V.A.). Of two labels that begin in the same place the longer one counts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comptoir.formats.paper.lines import Line

SHORT = {"tva", "tvac", "tvanc", "htva", "ht", "ttc", "btw", "vat", "ust", "mwst", "nr", "no", "kbo", "bce", "rpm"}
"""Words that are often written with points between their letters."""

LONG = 8
"""Letters of a label that is recognised without its first one."""

TOTALS: Mapping[str, str] = {
    "net 3": """
        total ht, total htva, total hors tva, total hors taxe, total hors taxes, total net ht, total net htva, montant
        ht, montant htva, montant hors tva, montant hors taxes, total tva non comprise, total tvanc, total base, base
        imposable, totaal excl btw, totaal exclusief btw, totaal excl, totaal exclusief, totaal zonder btw, bedrag
        excl btw, bedrag excl, maatstaf van heffing, totaal netto, netto totaal, nettobedrag, subtotal excl vat, total
        excl vat, total excluding vat, total excl, total excluding tax, total ex vat, net total, total net, total
        before vat, total before tax, taxable amount, amount excl vat, total without vat, summe netto, nettobetrag,
        nettosumme, gesamt netto, gesamtbetrag netto, netto gesamt, rechnungssumme ohne ust, rechnungssumme ohne
        umsatzsteuer, summe ohne ust, gesamtnetto, total netto
    """,
    "net 2": """
        sous total, soustotal, subtotaal, subtotal, sub total, sub totaal, zwischensumme, positionssumme, net ht, net
        htva, montant net, total net, net amount, netto bedrag, netto, warenwert, base, basis, hors tva, excl btw,
        excl vat, htva, ht
    """,
    "tax 3": """
        total tva, total de la tva, montant tva, montant de la tva, total taxes, total des taxes, dont tva, totaal
        btw, btw bedrag, bedrag btw, btw totaal, waarvan btw, vat total, total vat, vat amount, total tax, tax amount,
        umsatzsteuer, mehrwertsteuer, steuerbetrag, ust gesamt, ust betrag, mwst betrag, summe ust, summe mwst, zuzugl
        ust, zzgl ust, zzgl mwst, gesamt ust, zzgl umsatzsteuer
    """,
    "tax 2": """
        tva, btw, vat, ust, mwst, taxes, taxe, sales tax, tax
    """,
    "gross 3": """
        total ttc, total tvac, total tva comprise, total tva incluse, total toutes taxes comprises, montant ttc,
        montant tvac, total facture, total de la facture, montant facture, montant de la facture, total general,
        montant total, total tout compris, totaal incl btw, totaal inclusief btw, totaal incl, totaal inclusief,
        bedrag incl btw, bedrag incl, factuurbedrag, factuurtotaal, totaal factuur, totaalbedrag, totaal bedrag,
        eindtotaal, algemeen totaal, eindbedrag, total incl vat, total including vat, total incl, total including tax,
        grand total, invoice total, total amount, total inc vat, amount incl vat, gesamtbetrag, rechnungsbetrag,
        bruttosumme, bruttobetrag, summe inkl ust, summe brutto, summe inkl mwst, gesamtsumme, gesamt brutto, brutto
        gesamt, endbetrag, rechnungssumme, rechnungsendbetrag, endsumme
    """,
    "gross 1": """
        total, totaal, summe, gesamt, ttc, tvac, tva comprise, incl btw, incl vat, brutto, total tvac
    """,
    "payable 3": """
        total a payer, net a payer, solde a payer, montant a payer, reste a payer, solde du, montant du, somme a
        payer, a payer, net a regler, a regler, totaal te betalen, te betalen bedrag, te betalen, te voldoen, nog te
        betalen, te betalen saldo, openstaand bedrag, openstaand saldo, verschuldigd bedrag, amount due, balance due,
        total due, due payable, amount payable, total payable, to pay, total to pay, please pay, zahlbetrag, zu
        zahlen, zu zahlender betrag, falliger betrag, zahlbarer betrag
    """,
    "payable 1": """
        saldo, solde, balance
    """,
    "prepaid 3": """
        acompte deja paye, acompte verse, acomptes verses, acompte recu, deja paye, deja regle, acompte, acomptes,
        paiement recu, reeds betaald, al betaald, ontvangen voorschot, voorschot, voorschotten, aanbetaling, prepaid
        amount, prepaid, prepayment, deposit paid, deposit, amount paid, already paid, paid to date, erhaltene
        anzahlungen, erhaltene anzahlung, anzahlung, bereits bezahlt, abschlagszahlung
    """,
    "rounding 3": """
        arrondi, arrondis, afronding, rounding, rundung, rundungsbetrag
    """,
    "no 3": """
        numero de tva, n tva, no tva, num tva, tva intracommunautaire, btw nummer, btw nr, vat number, vat no, vat id,
        vat reg no, ust idnr, ust id nr, ust id, umsatzsteuer id, umsatzsteuer identifikationsnummer,
        umsatzsteueridentifikationsnummer, tva be, btw be, vat be, taux tva, taux de tva, code tva, btw tarief, btw
        code, btw %, tva %, vat rate, vat %, ust satz, mwst satz, steuersatz, prix unitaire, prix unit, pu ht, prix
        ht, eenheidsprijs, unit price, stuckpreis, einzelpreis, nettopreis, bruttopreis, gesamtbetrag der zuschlage,
        gesamtbetrag der abschlage, capital, au capital de, a payer avant, a payer pour le, te betalen voor, te
        betalen tegen, zahlbar bis, pay before, pay by, taxable person, tax invoice, tax id, total quantite, totaal
        aantal, total qty, total hours, total heures, total points, report, a reporter, transport, page, franco de
        port, remise, korting, discount, rabatt, minimum, escompte, skonto, kortingscontant
    """,
}
"""By field and how sure the words make it (from 1 to 3); `no` are words that look like the others and mean another thing."""

DAYS: Mapping[str, str] = {
    "issue 3": """
        date de facture, date de la facture, date facture, date facturation, date de facturation, date d emission,
        date emission, date du document, date document, date de la note de credit, date note de credit, date de l
        avoir, date avoir, facture du, facture datee du, factuurdatum, factuur datum, datum factuur, documentdatum,
        document datum, uitgiftedatum, datum creditnota, creditnotadatum, factuur van, invoice date, date of invoice,
        date of issue, issue date, date issued, issued at, issued on, document date, credit note date, tax point,
        rechnungsdatum, rechnungs datum, belegdatum, beleg datum, ausstellungsdatum, datum der rechnung, rechnung vom
    """,
    "issue 1": """
        date, datum, emis le, emise le, fait le, opgemaakt op, dated, factuur en leverdatum
    """,
    "due 3": """
        date d echeance, date echeance, echeance de paiement, echeance, a payer avant le, a payer avant, a payer pour
        le, a payer au plus tard le, payable avant le, payable le, payable au plus tard le, payable pour le, date
        limite de paiement, date de paiement, a regler avant le, a regler le, a regler pour le, paiement pour le,
        paiement avant le, vervaldatum, vervaldag, verval datum, te betalen voor, te betalen tegen, te betalen
        uiterlijk, betalen voor, betaaldatum, uiterste betaaldatum, uiterste betaling, te betalen op, betalen tegen,
        uiterlijk op, uiterlijk, due date, date due, payment due date, payment due by, payment due, due on, due by,
        pay by, pay before, payable by, remit until, remit by, fallig am, falligkeit, falligkeitsdatum, fallig bis,
        zahlbar bis, zahlbar bis zum, zahlungsziel, uberweisen sie bis zum, netto bis, zahlungsfrist
    """,
    "other 3": """
        date de livraison, livraison, date de commande, commande, date de prestation, periode, date d impression, date
        de valeur, bon de livraison, bon de commande, leverdatum, leveringsdatum, levering, besteldatum, bestelling,
        afdrukdatum, delivery date, date of delivery, delivery, order date, order, period, print date, leistungsdatum,
        lieferdatum, liefer und leistungsdatum, liefer bzw leistungsdatum, bestelldatum, bestell datum, bestellung,
        lieferschein datum, auftrag datum, auftrag datum lief, lieferung, skonto, escompte, discount, korting,
        geboren, ne le, valable jusqu, geldig tot, valid until, gultig ab, gultig bis, virement, reglement, betaald
        op, paid on, facture du client, contrat, contract, rappel du, date d operation, date operation, date debut,
        date fin, du mois, conditions generales du, loi du, wet van
    """,
}

NUMBERS: Mapping[str, str] = {
    "number 3": """
        numero de facture, numero facture, numero de la facture, n de facture, no de facture, n facture, no facture,
        nr facture, facture n, facture no, facture nr, facture numero, facture num, num facture, ref facture,
        reference facture, factuurnummer, factuur nummer, factuurnr, factuur nr, factuur n, factuur no, nummer
        factuur, factuurreferentie, invoice number, invoice no, invoice nr, invoice num, invoice n, invoice #, invoice
        id, invoice ref, invoice reference, rechnungsnummer, rechnungs nummer, rechnungsnr, rechnungs nr, rechnung nr,
        rechnung nummer, rechnung #, rechnung no, belegnummer, beleg nr, belegnr, numero de note de credit, note de
        credit n, note de credit no, note de credit nr, note de credit numero, avoir n, avoir no, numero d avoir,
        numero de l avoir, creditnotanummer, creditnota nummer, creditnota nr, creditnotanr, creditfactuur nr,
        creditfactuurnummer, nummer creditnota, credit note number, credit note no, credit note nr, credit note #,
        gutschriftsnummer, gutschrift nr, gutschrift nummer, rechnungskorrektur nr, korrekturrechnung nr
    """,
    "number 1": """
        numero, nummer, number, numero de document, documentnummer, document nummer, document number, document no,
        document n, numero de piece, numero du document, n document, n, nr, no, reference du document, ref
    """,
    "other 3": """
        numero de client, numero client, n client, no client, n de client, client n, klantnummer, klant nr, klantnr,
        nummer klant, customer number, customer no, customer id, customer, kundennummer, kunden nr, ihre nummer,
        kundennr, lief nr, lieferantennummer, numero de tva, n tva, no tva, btw nummer, btw nr, vat number, vat no,
        vat id, ust id nr, ust idnr, ust id, steuernummer, numero d entreprise, n entreprise, ondernemingsnummer,
        ondernemings nr, company number, company no, registration number, numero de compte, n de compte, n compte,
        rekeningnummer, rekening nr, account number, account no, kontonummer, compte n, numero de commande, commande
        n, n commande, n de commande, bestelnummer, bestelbon nr, order number, order no, order, po, votre commande,
        bestellung nr, bestell nr, auftrag nr, auftrag nr lief, auftragsnummer, bon de commande n, votre reference,
        numero de livraison, bon de livraison, bl n, leveringsbon, delivery note, lieferschein nr, lieferung nr,
        lieferavis, leverbon, numero de contrat, contrat n, contractnummer, contract number, vertragsnummer, numero de
        police, police n, polisnummer, numero d affaire, dossier n, dossiernummer, projet n, projectnummer, numero de
        telephone, tel, telephone, gsm, fax, phone, globale nummer, gln, art nr, artikel nr, article n, artikelnummer,
        item no, page, pagina, seite, blatt, serial number, facture liee, facture d origine, facture origine, facture
        concernee, sur facture, concerne la facture, concerne facture n, reference facture d origine, originele
        factuur, betreft factuur, oorspronkelijke factuur, op factuur, original invoice, original invoice number,
        preceding invoice, ursprungsrechnung, zu rechnung nr, facture d acompte n, siret, siren, ape,
        handelsregisternummer, hrb nr, hr nr, registre de commerce, rcs, numero de lot, batch no, numero de compteur,
        meternummer, numero d expert, your reference, uw referentie, uw kenmerk, ihr zeichen, referenz des kaufers,
        numero de dossier
    """,
}

CUSTOMERS = """
    tva client, tva du client, n tva client, votre numero de tva, votre tva, btw klant, btw nummer klant, uw btw, uw
    btw nummer, customer vat, your vat, vat customer, client vat, ust id kunde, ihre ust id nr, ihre ust idnr, client,
    cliente, klant, customer, bill to, billed to, invoice to, invoiced to, sold to, facture a, factures a, facturer a,
    adresse de facturation, destinataire, acheteur, preneur, factuuradres, facturatieadres, gefactureerd aan, aan,
    afnemer, koper, billing address, buyer, kaufer, kaufer leistungsempfanger, leistungsempfanger, rechnungsempfanger,
    kunde, rechnungsadresse, rechnung an, ship to, t a v, attn, votre numero d entreprise, uw ondernemingsnummer,
    kundennummer, klantnummer, numero de client, numero client, client n
"""
"""What stands beside or above the one who has to pay."""

SUPPLIERS = """
    fournisseur, vendeur, emetteur, leverancier, verkoper, supplier, seller, vendor, from, lieferant, verkaufer,
    rechnungssteller, notre tva, notre numero de tva, onze btw, our vat, iban, bic, compte, rekening, rpr, rpm, rcs,
    au capital de, siret, siege social, maatschappelijke zetel, registered office, geschaftsfuhrer, geschaftsfuhrung,
    amtsgericht, hrb
"""
"""What stands beside or above the one who sells."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words between two places of a line, what they announce, and how sure they make it (from 1 to 3)."""

    line: Line
    start: int
    end: int
    field: str
    weight: int


class Vocabulary:
    """The labels of one subject as one search: every place of a line is looked at once."""

    def __init__(self, told: Mapping[str, str]) -> None:
        lists = {name: [" ".join(label.split()) for label in labels.split(",")] for name, labels in told.items()}
        self.known: dict[str, tuple[str, int]] = {}
        for name, labels in lists.items():
            field, weight = name.rsplit(" ", 1)
            for label in labels:
                self.known.setdefault(_key(label), (field, int(weight)))
        self.beheaded = {key[1:]: found for key, found in self.known.items()}
        labels = sorted({label for several in lists.values() for label in several}, key=_longest)
        self.search = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(_pattern, labels))})(?![a-z0-9])")

    def labels_of(self, line: Line) -> Iterator[Label]:
        """The labels in a line, in their order, none within another."""
        for match in self.search.finditer(line.plain):
            key = _key(match.group())
            field, weight = self.known.get(key) or self.beheaded[key]
            yield Label(line, match.start(), match.end(), field, weight)


def _longest(label: str) -> tuple[int, str]:
    return -len(label), label


def _key(label: str) -> str:
    return "".join(letter for letter in label if letter.isalnum() or letter in "#%").replace("rn", "m")


def _pattern(label: str) -> str:
    """The label as it may stand, also as text recognition tells it: m for rn, a long one without its first letter."""
    pattern = "[ .:'’/°º-]{0,3}".join(map(_word, label.split(" ")))
    return f"{pattern[0]}?{pattern[1:]}" if len(label) >= LONG else pattern


def _word(word: str) -> str:
    if word in SHORT:
        return r"\.?".join(word) + r"\.?"
    return re.escape(word).replace("rn", "(?:rn|m)")
