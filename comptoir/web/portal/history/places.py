"""Where one is in the history: its three lists, and which words of an address stand for what."""

from django.http import Http404
from django.utils.translation import gettext

from comptoir.ledger.choices import AccountRole
from comptoir.web.portal.lists.table import Link

ROLES = {"customers": AccountRole.CUSTOMER, "suppliers": AccountRole.SUPPLIER}
ACCOUNTS = "accounts"
NOBODY = 0
"""In an address instead of a partner's id: the lines that name none."""


def role_of_word(word: str) -> AccountRole:
    """The role that the word of an address means; any other word is a 404."""
    if word not in ROLES:
        raise Http404
    return ROLES[word]


def tabs(dossier_id: int, current: str) -> list[Link]:
    """Customers, suppliers, general accounts."""
    words = (
        ("customers", gettext("Customers"), "sales"),
        ("suppliers", gettext("Suppliers"), "purchases"),
        (ACCOUNTS, gettext("General accounts"), "dossier"),
    )
    return [Link(label, f"/d/{dossier_id}/history/{word}/", word == current, icon) for word, label, icon in words]
