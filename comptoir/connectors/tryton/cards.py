"""The card of a booking's partner: found, or made."""

from comptoir.connectors.tryton.client import Client, Rejected
from comptoir.kit.numbers import vat_number
from comptoir.records.books import Partner

MODEL = "party.party"
ANY = ["active", "in", [True, False]]


class Cards:
    """Tryton's party for one partner; one that was made for a booking which Tryton then refuses is taken back."""

    def __init__(self, client: Client, partner: Partner) -> None:
        self._client, self._partner = client, partner
        self._found = 0
        self._made = False

    def party(self) -> int:
        """The party's id: by its code, else by its VAT number, else a new one. Raises Rejected."""
        if not self._found:
            self._found = self._known()
        if not self._found:
            try:
                self._found, self._made = self._create(), True
            except Rejected:
                self._found = self._known()
                if not self._found:
                    raise
        return self._found

    def take_back(self) -> None:
        """Take away the card that was made here."""
        if self._made:
            try:
                self._client.call(f"model.{MODEL}.delete", [self._found])
            except Rejected:
                return

    def _known(self) -> int:
        key, vat = self._partner.key, vat_number(self._partner.vat)
        domains = [[["code", "=", key], ANY]]
        if key[:1] == "#" and key[1:].isdecimal():
            domains.append([["id", "=", int(key[1:])], ANY])
        if vat:
            domains.append([["identifiers.code", "=", vat], ANY])
        for domain in domains:
            if found := self._client.rows(MODEL, domain, ("code",), limit=1):
                return int(found[0]["id"])
        return 0

    def _create(self) -> int:
        partner = self._partner
        values = {"name": partner.name, "code": partner.key, "addresses": [["create", [{}]]]}
        if vat := vat_number(partner.vat):
            values["identifiers"] = [["create", [{"type": "eu_vat", "code": vat}]]]
        if partner.email:
            values["contact_mechanisms"] = [["create", [{"type": "email", "value": partner.email}]]]
        return int(self._client.press(f"model.{MODEL}.create", [values])[0])
