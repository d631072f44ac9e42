"""Every page that a person can reach, in the states that it can be in: the stops of the tour."""

from comptoir.demo.people import CLIENT, CLIENT_OF_TWO, OUTSIDER
from tests.e2e.handing_stops import HANDING
from tests.e2e.history_stops import HELP, HISTORY
from tests.e2e.mail_stops import MAIL as OF_MAIL
from tests.e2e.mailbox_stops import MAILBOXES
from tests.e2e.mapping_stops import MAPPING
from tests.e2e.report_stops import CHANGES, REPORT
from tests.e2e.stop import (
    HANDS_IN,
    PANEL,
    SUPPORT,
    Stop,
    add_root_twice,
    add_without_answer,
    add_without_name,
    all_asked,
    done_together,
    gone_wrong,
    keep_without_name,
    keys_shown,
    logged_in_as,
    nothing_to_pack,
    opened,
    picked,
    pressed,
    send,
    under_way,
)
from tests.e2e.unprepared import not_prepared
from tests.e2e.worklist_stops import WORKLIST

DOSSIER = "/office/{firm}/dossiers/{essai}/"
PURCHASES = "/d/{atelier}/archive/purchases/"
FEW = PURCHASES + "?q=horizon"
"""Some rows are enough where the rows are not what is looked at."""
LONG = "/d/{essai}/archive/purchases/{long}/?q=115"
"""A row with a document of many pages."""

PERMANENT = "/d/{atelier}/archive/permanent/"
ERROR = ".invalid-feedback, .notice-error"

PUBLIC = [
    Stop("public:login", "empty", None, "/login/"),
    Stop("public:login", "with its menu open", None, "/login/", opened("details.menu"), PANEL),
    Stop("public:login", "with nothing typed", None, "/login/", send(), ERROR, 422),
    Stop("public:login", "refused", None, "/login/", send(email="who@x.example", password="no"), ERROR, 422),
    Stop("public:reset", "empty", None, "/reset/"),
    Stop("public:reset", "refused", None, "/reset/", send(email="no address"), ERROR, 422),
    Stop("public:reset", "asked", None, "/reset/", send(email="who@x.example"), "[role=status]:not(:empty)"),
    Stop("public:reset_set", "empty", None, "{reset}"),
    Stop("public:reset_set", "refused", None, "{reset}", send(new_password1="a", new_password2="b"), ERROR, 422),
    Stop("public:reset_set", "over", None, "/reset/none/", status=410),
    Stop("public:invitation", "for somebody new", None, "{invitation}", shows="[name=name]"),
    Stop("public:invitation", "refused", None, "{invitation}", send(name="", new_password1="a"), ERROR, 422),
    Stop("public:invitation", "for a login", None, "{invitation_known}", shows="a[href*='next=']"),
    Stop("public:invitation", "to accept", CLIENT, "{invitation_known}", shows="form[method=post]"),
    Stop("public:invitation", "for another person", OUTSIDER, "{invitation}", shows="form[action$='logout/']"),
    Stop("public:invitation", "over", None, "/invitation/none/", status=410),
    Stop("public:invoice", "open", None, "{letter}", shows="iframe.viewer"),
    Stop("public:invoice", "revoked", None, "{letter_over}", status=404),
    Stop("public:root", "with two places", None, "/login/", logged_in_as(CLIENT_OF_TWO), "main li a"),
    Stop("public:places", "full", CLIENT_OF_TWO, "/places/", shows="main li a"),
    Stop("public:account", "full", CLIENT, "/account/"),
    Stop("public:account", "refused", CLIENT, "/account/", send(name=""), ERROR, 422),
    Stop("public:password", "refused", CLIENT, "/account/", send("form[action$='password/']"), ERROR, 422),
    Stop("public:sessions", "full", CLIENT, "/account/devices/", shows="main li"),
    Stop("404", "for anybody", None, "/nowhere/", status=404),
    Stop("404", "for a person", CLIENT, "/d/987654/", status=404),
    Stop("403", "for a person", HANDS_IN, "/d/{essai}/archive/purchases/", status=403),
    Stop("500", "for anybody", None, "/login/", gone_wrong),
]

PORTAL = [
    Stop("portal:home", "full", CLIENT, "/d/{atelier}/", shows=".first-item"),
    Stop("portal:home", "of one period", CLIENT, "/d/{atelier}/?year=2026&period=202603", shows=".key-figures"),
    Stop(
        "portal:home", "with its tables", CLIENT, "/d/{atelier}/", opened(".chart-grid details.chart-figures"), ".lines"
    ),
    Stop("portal:home", "of a year that is not there", CLIENT, "/d/{atelier}/?year=1999", shows=".notice-warning"),
    Stop("portal:home", "empty", OUTSIDER, "/d/{empty}/", shows=".first-none"),
    Stop("portal:home", "for who hands in", HANDS_IN, "/d/{essai}/", shows="main .hand-in"),
    Stop("portal:archive_tab", "full", CLIENT, PURCHASES, shows="tbody tr"),
    Stop("portal:archive_tab", "with its sales", CLIENT, "/d/{atelier}/archive/sales/?q=sablon", shows="tbody tr"),
    Stop("portal:archive_tab", "filtered", CLIENT, PURCHASES + "?handled=no&payment=unpaid&sort=amount", shows=".chip"),
    Stop("portal:archive_tab", "with a wrong filter", CLIENT, FEW + "&min=much&from=x", shows=".chip-wrong"),
    Stop("portal:archive_tab", "without a match", CLIENT, PURCHASES + "?q=zzzz", shows=".empty"),
    Stop("portal:archive_tab", "empty", OUTSIDER, "/d/{empty}/archive/purchases/", shows=".empty"),
    Stop("portal:archive_tab", "with the places", CLIENT_OF_TWO, FEW, opened("details.dossier"), PANEL),
    Stop("portal:archive_tab", "with the dates", CLIENT, FEW, opened("details.dates"), PANEL),
    Stop("portal:archive_tab", "with its filters", CLIENT, FEW, opened("details.more"), PANEL),
    Stop("portal:archive_tab", "with its columns", CLIENT, FEW, opened("details.columns-menu"), PANEL),
    Stop("portal:archive_tab", "with its columns in words", CLIENT, FEW, opened("details.words-menu"), PANEL),
    Stop("portal:archive_tab", "with its saved views", CLIENT, FEW, opened("details.saved-menu"), PANEL),
    Stop("portal:list_views", "empty", OUTSIDER, "/d/{empty}/lists/purchases/views/"),
    Stop("portal:list_views", "full", CLIENT, "/d/{atelier}/lists/purchases/views/", shows=".rows li"),
    Stop("portal:list_views", "refused", CLIENT, PURCHASES + "?q=horizon", keep_without_name, ERROR, 422),
    Stop("portal:archive_tab", "to take along", CLIENT, FEW, opened("details.take-menu"), PANEL),
    Stop("portal:archive_tab", "to print", CLIENT, FEW + "&as=print", shows="main.printed tbody tr"),
    Stop(
        "portal:archive_tab", "with the person", CLIENT, PURCHASES, opened(".bar .cluster > details:last-child"), PANEL
    ),
    Stop("portal:archive_tab", "with rows picked", CLIENT, FEW, picked, ".picking"),
    Stop("portal:archive_tab", "with its keys", CLIENT, FEW, keys_shown, "dialog[open]"),
    Stop("portal:archive_tab", "with something done", CLIENT, FEW, done_together, ".notice-success button"),
    Stop("portal:picked_handled", "asking", CLIENT, PURCHASES, all_asked, "main form button.btn-primary"),
    Stop("portal:picked_documents", "refused", CLIENT, PURCHASES, nothing_to_pack, ERROR, 422),
    Stop(
        "portal:archive_opened",
        "with its document",
        CLIENT,
        PURCHASES + "{documented}/?q=horizon",
        shows=".sheet .words",
    ),
    Stop(
        "portal:archive_opened",
        "with an invoice rendered",
        CLIENT,
        PURCHASES + "{documented}/?q=horizon",
        pressed(".ways a:nth-child(2)"),
        ".paper",
    ),
    Stop(
        "portal:archive_opened",
        "with its XML",
        CLIENT,
        PURCHASES + "{documented}/?q=horizon",
        pressed(".ways a:nth-child(3)"),
        ".source",
    ),
    Stop(
        "portal:archive_opened",
        "with remarks on an invoice",
        OUTSIDER,
        "/d/{essai}/archive/purchases/{rich}/?q=114",
        pressed(".remarks summary"),
        ".remarks[open] li",
    ),
    Stop("portal:archive_opened", "zoomed", OUTSIDER, LONG, pressed("[data-viewer=in]"), "[data-zoom] .sheet .words"),
    Stop("portal:archive_opened", "being prepared", OUTSIDER, LONG, not_prepared, "#viewer .notice[role=status]"),
    Stop(
        "portal:archive_opened",
        "with a document that does not open",
        OUTSIDER,
        "/d/{essai}/archive/purchases/{broken}/?q=112",
        shows="#viewer .notice-warning",
    ),
    Stop("portal:archive_opened", "without a document", CLIENT, PURCHASES + "{bare}/?q=softhaus", shows="#pane h2"),
    Stop("portal:filed_tab", "full", CLIENT, PERMANENT, shows="tbody .badge-part"),
    Stop("portal:filed_tab", "empty", OUTSIDER, "/d/{empty}/archive/miscellaneous/", shows=".empty a"),
    Stop("portal:filed_opened", "with its document", CLIENT, PERMANENT + "{filed}/", shows=".sheet .words"),
    Stop("portal:filed_new", "empty", CLIENT, PERMANENT + "new/"),
    Stop("portal:filed_new", "refused", CLIENT, PERMANENT + "new/", send(title="x"), ERROR, 422),
    Stop("portal:filed_change", "full", CLIENT, PERMANENT + "{filed}/change/"),
]

MAIL = "/d/{verbruggen}/archive/sales/mail/"
TO_WRITE = MAIL + "?ids={sale},{bare_sale}"

MAILING = [
    Stop("portal:mail", "to write", CLIENT_OF_TWO, TO_WRITE, shows="textarea"),
    Stop("portal:mail", "refused", CLIENT_OF_TWO, TO_WRITE, send(until="2020-01-01"), ERROR, 422),
    Stop("portal:mail", "to look over", CLIENT_OF_TWO, TO_WRITE, send(), ".mail-shown"),
    Stop("portal:mail", "with nothing chosen", CLIENT_OF_TWO, MAIL, shows=".empty"),
    Stop("portal:mail_sent", "full", CLIENT_OF_TWO, MAIL + "{sending}/", shows="#sent li"),
    Stop(
        "portal:archive_opened",
        "with its links",
        CLIENT_OF_TWO,
        "/d/{verbruggen}/archive/sales/{sale}/?q=zzzz",
        opened("#sent-links details"),
        "#sent-links li",
    ),
    Stop("office:firm", "full", OUTSIDER, "/office/{firm}/firm/"),
    Stop(
        "office:firm", "refused", OUTSIDER, "/office/{firm}/firm/", send("form[action$='firm/']", name=""), ERROR, 422
    ),
    Stop("office:firm_logo", "refused", OUTSIDER, "/office/{firm}/firm/", pressed("#logo button"), "#logo-error", 422),
    Stop("office:templates", "full", OUTSIDER, "/office/{firm}/templates/"),
    Stop(
        "office:templates",
        "to look over",
        OUTSIDER,
        "/office/{firm}/templates/",
        pressed("button[value=preview]"),
        "#seen",
    ),
    Stop("office:templates", "refused", OUTSIDER, "/office/{firm}/templates/", send(body="{here}"), ERROR, 422),
    Stop("office:dossier_templates", "full", OUTSIDER, DOSSIER + "templates/"),
]

FINANCIAL = "/d/{atelier}/financial/"

BANK = [
    Stop("portal:financial", "full", CLIENT, FINANCIAL, shows="tbody tr"),
    Stop(
        "portal:financial",
        "of several accounts",
        CLIENT_OF_TWO,
        "/d/{verbruggen}/financial/?q=gillard",
        shows=".account",
    ),
    Stop(
        "portal:financial", "with what is missing", CLIENT, FINANCIAL + "?q=softhaus", opened("details.missing"), PANEL
    ),
    Stop("portal:financial", "without a match", CLIENT, FINANCIAL + "?q=zzzz", shows=".empty"),
    Stop("portal:financial", "without a journal", OUTSIDER, "/d/{empty}/financial/", shows=".empty .panel"),
    Stop("portal:financial_opened", "lettered", CLIENT, FINANCIAL + "{transaction}/?q=horizon", shows=".settling-rest"),
    Stop("office:configuration", "full", OUTSIDER, DOSSIER + "configuration/", shows="#journals tbody tr"),
    Stop("office:booking", "full", OUTSIDER, DOSSIER + "booking/", shows="#numbers tbody tr"),
    Stop("office:booking", "not connected", OUTSIDER, "/office/{firm}/dossiers/{empty}/booking/"),
    Stop(
        "office:booking",
        "refused",
        OUTSIDER,
        DOSSIER + "booking/",
        send("#checking form", below="x"),
        ".invalid-feedback",
        status=422,
    ),
    Stop("office:configuration", "not connected", OUTSIDER, "/office/{firm}/dossiers/{empty}/configuration/"),
    Stop(
        "office:configure_accounts",
        "refused",
        OUTSIDER,
        DOSSIER + "configuration/",
        send("form[action$='accounts/']", customer_roots="400", supplier_roots=""),
        ERROR,
        422,
    ),
]

OFFICE = [
    Stop("office:dossiers", "full", OUTSIDER, "/office/{firm}/", shows="tbody tr"),
    Stop("office:dossiers", "without a match", OUTSIDER, "/office/{firm}/?q=zzzz", shows=".empty"),
    Stop("office:dossiers", "empty", SUPPORT, "/office/{firm}/", shows=".empty"),
    Stop("office:closed", "full", OUTSIDER, "/office/{firm}/dossiers/closed/", shows="tbody tr"),
    Stop("office:closed", "empty", SUPPORT, "/office/{firm}/dossiers/closed/", shows=".empty"),
    Stop("office:new", "empty", OUTSIDER, "/office/{firm}/dossiers/new/"),
    Stop("office:new", "refused", OUTSIDER, "/office/{firm}/dossiers/new/", send(number="1"), ERROR, 422),
    Stop("office:dossier", "with a run to be confirmed", OUTSIDER, DOSSIER, shows="#sync .reason"),
    Stop("office:dossier", "not connected", OUTSIDER, "/office/{firm}/dossiers/{empty}/", shows="#sync .notice"),
    Stop("office:dossier", "closed", OUTSIDER, "/office/{firm}/dossiers/{closed}/", shows=".badge-plain"),
    Stop(
        "office:synchronise",
        "refused",
        OUTSIDER,
        DOSSIER + "synchronise/",
        send("form.sync-form", done_until="x"),
        ERROR,
        422,
    ),
    Stop("office:close", "full", OUTSIDER, DOSSIER + "close/"),
    Stop("office:close", "to reopen", OUTSIDER, "/office/{firm}/dossiers/{closed}/close/"),
    Stop("office:connection", "to choose", OUTSIDER, "/office/{firm}/dossiers/{empty}/connection/"),
    Stop(
        "office:connection",
        "with its address",
        OUTSIDER,
        "/office/{firm}/dossiers/{empty}/connection/?package=fec",
        shows="[name=folder]",
    ),
    Stop(
        "office:connection",
        "with its address refused",
        OUTSIDER,
        "/office/{firm}/dossiers/{empty}/connection/?package=fec",
        send(folder="/etc"),
        ERROR,
        422,
    ),
    Stop("office:connection", "full", OUTSIDER, DOSSIER + "connection/", shows="select[name^=journal_]"),
    Stop(
        "office:connection",
        "refused",
        OUTSIDER,
        DOSSIER + "connection/",
        send(supplier_roots="", customer_terms="999"),
        ERROR,
        422,
    ),
    Stop(
        "office:connection_test",
        "tried",
        OUTSIDER,
        DOSSIER + "connection/",
        pressed("button[formaction$='/test/']"),
        "#tried li",
    ),
    *MAPPING,
    Stop("office:runs", "full", OUTSIDER, DOSSIER + "runs/", shows=".rows li"),
    Stop("office:runs", "empty", OUTSIDER, "/office/{firm}/dossiers/{empty}/runs/"),
    Stop("office:run", "done", OUTSIDER, DOSSIER + "runs/{run_done}/", shows="tbody tr"),
    Stop("office:run", "refused", OUTSIDER, DOSSIER + "runs/{run_refused}/", shows=".reason"),
    Stop("office:run", "to be confirmed", OUTSIDER, DOSSIER + "runs/{run_held}/", shows="form[action$='confirm/']"),
    Stop("office:invite", "empty", OUTSIDER, DOSSIER + "people/invite/"),
    Stop("office:invite", "refused", OUTSIDER, DOSSIER + "people/invite/", send(email="nobody"), ERROR, 422),
    Stop("office:seat", "full", OUTSIDER, DOSSIER + "people/{seat}/"),
    Stop("office:categories", "full", OUTSIDER, "/office/{firm}/categories/", shows=".rows li"),
    Stop("office:categories", "refused", OUTSIDER, "/office/{firm}/categories/", add_without_name, ERROR, 422),
    Stop("office:category", "full", OUTSIDER, "/office/{firm}/categories/{category}/"),
    Stop("office:questions", "empty", OUTSIDER, "/office/{firm}/questions/?language=nl"),
    Stop("office:questions", "full", OUTSIDER, "/office/{firm}/questions/", shows=".rows li"),
    Stop("office:questions", "refused", OUTSIDER, "/office/{firm}/questions/", add_without_answer, ERROR, 422),
    Stop("office:question", "full", OUTSIDER, "/office/{firm}/questions/{question}/"),
    Stop("office:dossier_categories", "full", OUTSIDER, DOSSIER + "categories/", shows=".rows li"),
    Stop("office:dossier_category", "full", OUTSIDER, DOSSIER + "categories/{own_category}/"),
    Stop("office:costs", "full", OUTSIDER, "/office/{firm}/categories/costs/", shows=".rows li"),
    Stop("office:costs", "refused", OUTSIDER, "/office/{firm}/categories/costs/", add_root_twice, ERROR, 422),
    Stop("office:cost", "full", OUTSIDER, "/office/{firm}/categories/costs/{cost}/"),
    Stop("office:dossier_costs", "of its own", OUTSIDER, DOSSIER + "categories/costs/", shows="button[value=leave]"),
    Stop(
        "office:dossier_costs",
        "of the firm",
        OUTSIDER,
        "/office/{firm}/dossiers/{empty}/categories/costs/",
        shows="button[value=own]",
    ),
    Stop("office:dossier_cost", "full", OUTSIDER, DOSSIER + "categories/costs/{own_cost}/"),
    Stop("office:people", "full", OUTSIDER, "/office/{firm}/people/", shows=".rows li"),
    Stop("office:invite_colleague", "empty", OUTSIDER, "/office/{firm}/people/invite/"),
    Stop("office:colleague", "with dossiers to give", OUTSIDER, "/office/{firm}/people/{colleague}/", shows="#given"),
    Stop("office:colleague", "of an administrator", OUTSIDER, "/office/{firm}/people/{me}/"),
    Stop(
        "office:remove_colleague",
        "refused",
        OUTSIDER,
        "/office/{firm}/people/{me}/",
        send("form[action$='remove/']"),
        ERROR,
        422,
    ),
    # Last: the run goes on behind the page, and must not end under the stops of the same dossier.
    Stop("office:dossier", "under way", OUTSIDER, DOSSIER, under_way, "#sync progress"),
]

STOPS = [
    *PUBLIC,
    *PORTAL,
    *CHANGES,
    *REPORT,
    *BANK,
    *MAILING,
    *HISTORY,
    *HELP,
    *HANDING,
    *MAILBOXES,
    *OF_MAIL,
    *WORKLIST,
    *OFFICE,
]
