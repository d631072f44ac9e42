"""The stops of the tour at the office's pages about e-mails for mailboxes."""

from comptoir.demo.people import OUTSIDER
from tests.e2e.stop import Stop, send

ACCOUNT = "/office/{firm}/firm/mail/"

LETTERS = "/office/{firm}/dossiers/{essai}/mails/"

MAIL = [
    Stop("office:letters", "empty", OUTSIDER, LETTERS, shows=".empty"),
    Stop("office:letters", "with nothing found", OUTSIDER, LETTERS + "?q=zzz&refused=yes", shows=".chip"),
    Stop("office:mail_account", "empty", OUTSIDER, ACCOUNT, shows="#account"),
    Stop(
        "office:mail_account",
        "refused",
        OUTSIDER,
        ACCOUNT,
        send(host="imap.example.org", user="a", password="b"),
        "main .invalid-feedback, main .notice-error",
        422,
    ),
]
