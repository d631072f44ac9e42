"""The stops of the tour at what changed and at the reports."""

from comptoir.demo.people import CLIENT, OUTSIDER
from tests.e2e.stop import Stop

CHANGES = [
    Stop("portal:changes", "at the first visit", CLIENT, "/d/{atelier}/changes/", shows="a[href='?span=30']"),
    Stop("portal:changes", "of thirty days", OUTSIDER, "/d/{essai}/changes/?span=30", shows=".changes li"),
    Stop("portal:changes", "empty", OUTSIDER, "/d/{empty}/changes/", shows="main .panel"),
    Stop("portal:changes_of_run", "full", OUTSIDER, "/d/{essai}/changes/{run_done}/added/", shows=".changes li"),
    Stop("portal:changes_of_run", "empty", OUTSIDER, "/d/{essai}/changes/{run_done}/removed/", shows="main .panel"),
]

REPORTS = "/d/{atelier}/reports/"
TO_COME = "due/customers/?on=2100-01-01"

REPORT = [
    Stop("portal:reports", "full", CLIENT, REPORTS, shows="main h2 a"),
    Stop("portal:report_due", "of customers", CLIENT, REPORTS + "due/customers/", shows=".report tbody tr"),
    Stop("portal:report_due", "with every item", CLIENT, REPORTS + "due/suppliers/?items=yes", shows=".is-item"),
    Stop("portal:report_due", "of a day gone by", CLIENT, REPORTS + "due/customers/?on=2026-06-30", shows=".is-total"),
    Stop("portal:report_due", "of a day to come", CLIENT, REPORTS + TO_COME, shows=".notice-error", status=422),
    Stop("portal:report_due", "empty", OUTSIDER, "/d/{empty}/reports/due/customers/", shows="main .panel"),
    Stop("portal:report_trial", "full", CLIENT, REPORTS + "trial/", shows=".is-sum"),
    Stop("portal:report_trial", "empty", OUTSIDER, "/d/{empty}/reports/trial/", shows="main .panel"),
    Stop("portal:report_result", "full", CLIENT, REPORTS + "result/", shows=".is-total"),
    Stop("portal:report_result", "with every account", CLIENT, REPORTS + "result/?accounts=yes", shows=".is-item"),
    Stop("portal:report_result", "empty", OUTSIDER, "/d/{empty}/reports/result/", shows="main .panel"),
]
