"""Which card of the books the other company of an invoice is: by its numbers, then its account, then its name."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from comptoir.firms.models import Dossier
from comptoir.kit.numbers import compact, enterprise_number, vat_number
from comptoir.kit.words import Sentence
from comptoir.ledger.frame import books_of
from comptoir.ledger.models import Account, Partner

LEGAL_FORMS = re.compile(r"\b(sa|nv|srl|bv|sprl|bvba|scrl|cvba|sc|cv|asbl|vzw|sas|sarl|gmbh|ltd|inc)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """The card, and by what it was found; or the new card to be made: name, vat, number, ibans."""

    partner: Partner | None
    card: dict[str, Any] | None
    evidence: Sentence


def find_partner(dossier: Dossier, party: dict[str, Any], ibans: list[str], *, of_sale: bool) -> Found:
    """The card of the party of an invoice (as `formats.invoice_json` tells it), or what a new one would hold."""
    cards = _cards(dossier, of_sale)
    name = party.get("name") or ""
    vat = vat_number(party.get("vat") or "", party.get("country") or dossier.country)
    if vat:
        for card in cards:
            if compact(card.vat) == vat:
                return Found(card, None, Sentence("Found by the VAT number %(vat)s.", {"vat": vat}))
    own = enterprise_number("BE", party.get("number") or (vat[2:] if vat.startswith("BE") else "")) or ""
    if own:
        for card in cards:
            if own in {compact(card.number).removeprefix("BE"), compact(card.vat).removeprefix("BE")}:
                return Found(card, None, Sentence("Found by the enterprise number %(number)s.", {"number": own}))
    for account in ibans if not of_sale else []:
        for card in cards:
            if account in card.ibans and not (vat and card.vat):
                return Found(card, None, Sentence("Found by the bank account %(iban)s.", {"iban": account}))
    if plain(name):
        alike = [card for card in cards if plain(card.name) == plain(name) and not (vat and card.vat)]
        if len(alike) == 1:
            return Found(alike[0], None, Sentence("Found by the name %(name)s.", {"name": name}))
    told = {"name": name, "vat": vat, "number": own, "ibans": ibans[:5]}
    return Found(None, told if name or vat else None, Sentence("Not in the books yet: a new card will be made."))


def plain(name: str) -> str:
    """A name as it is compared: without accents, punctuation and legal form."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return " ".join(LEGAL_FORMS.sub(" ", bare).split())


def account_for(dossier: Dossier, partner: Partner | None, *, of_sale: bool) -> str:
    """The account of customers or suppliers on which the partner is booked; "" while the books have none."""
    books = books_of(dossier)
    roots = tuple(books.customer_roots if of_sale else books.supplier_roots)
    if partner is not None and partner.account.startswith(roots):
        return partner.account
    codes = Account.objects.filter(dossier=dossier).order_by("code").values_list("code", flat=True)
    return next((code for code in codes if code.startswith(roots)), "")


def _cards(dossier: Dossier, of_sale: bool) -> list[Partner]:
    """Cards of that side, those first that are surely on it; a card may be on both."""
    books = books_of(dossier)
    own, other = books.customer_roots, books.supplier_roots
    if not of_sale:
        own, other = other, own
    rows = list(Partner.objects.filter(dossier=dossier).order_by("pk"))
    sure = [row for row in rows if row.account.startswith(tuple(own))]
    return [*sure, *(row for row in rows if not row.account.startswith((*own, *other)))]
