"""The stops of history and help."""

from comptoir.demo.people import CLIENT, OUTSIDER
from tests.e2e.stop import HANDS_IN, PANEL, Stop, opened

CUSTOMERS = "/d/{atelier}/history/customers/"

HISTORY = [
    Stop("portal:history_partners", "full", CLIENT, CUSTOMERS, shows="tbody tr"),
    Stop("portal:history_partners", "of one age", CLIENT, CUSTOMERS + "?age=older&sort=partner", shows=".chip"),
    Stop("portal:history_partners", "empty", OUTSIDER, "/d/{empty}/history/customers/", shows=".empty"),
    Stop("portal:history_partner", "full", CLIENT, CUSTOMERS + "{customer}/", shows="tbody tr"),
    Stop("portal:history_partner", "as of a day", CLIENT, CUSTOMERS + "{customer}/?as_of=31/03/2026", shows=".chip"),
    Stop(
        "portal:history_partner", "with its statement", CLIENT, CUSTOMERS + "{customer}/", opened(".statement"), PANEL
    ),
    Stop("portal:history_partner_entry", "full", CLIENT, CUSTOMERS + "{customer}/entries/{moved}/", shows="#pane h2"),
    Stop(
        "portal:history_statement",
        "refused",
        CLIENT,
        CUSTOMERS + "{customer}/statement?until=x",
        shows=".notice-error",
        status=422,
    ),
    Stop("portal:history_accounts", "full", CLIENT, "/d/{atelier}/history/accounts/", shows="tbody tr"),
    Stop("portal:history_account", "full", CLIENT, "/d/{atelier}/history/accounts/{account}/", shows="tbody tr"),
    Stop(
        "portal:history_account_entry",
        "full",
        CLIENT,
        "/d/{atelier}/history/accounts/{account}/entries/{moved}/",
        shows="#pane h2",
    ),
]

HELP = [
    Stop("portal:help", "full", CLIENT, "/d/{atelier}/help/?open=states", shows="details.question[open]"),
    Stop("portal:help", "for who hands in", HANDS_IN, "/d/{essai}/help/", shows="details.question"),
    Stop("portal:help", "with what was found", CLIENT, "/d/{atelier}/help/?q=paiement", shows="mark"),
    Stop("portal:help", "without a match", CLIENT, "/d/{atelier}/help/?q=zzzz", shows=".empty"),
    Stop("portal:help", "with a figure in words", CLIENT, "/d/{atelier}/help/", opened("details.in-words"), PANEL),
]
