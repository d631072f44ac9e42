"""The stops of the tour at the pages on which the columns of a file are mapped."""

from comptoir.demo.people import OUTSIDER
from tests.e2e.stop import Stop, column_left_out, send

MAPPINGS = "/office/{firm}/dossiers/{essai}/connection/mapping/"

MAPPING = [
    Stop("office:mapping", "to choose", OUTSIDER, "/office/{firm}/dossiers/{empty}/connection/mapping/"),
    Stop("office:mapping", "refused", OUTSIDER, MAPPINGS + "?folder=%2Fetc", shows=".invalid-feedback", status=422),
    Stop("office:mapping", "full", OUTSIDER, MAPPINGS + "{table}", shows="#answer tbody tr"),
    Stop(
        "office:mapping",
        "with a column said otherwise",
        OUTSIDER,
        MAPPINGS + "{table}",
        column_left_out,
        "#answer .notice-warning",
    ),
    Stop(
        "office:mapping",
        "of the firm",
        OUTSIDER,
        MAPPINGS + "{table}&profile={mapping}",
        shows="tbody tr",
    ),
    Stop(
        "office:mapping_profile",
        "refused",
        OUTSIDER,
        MAPPINGS,
        send("main li form", name=" "),
        ".notice-error",
        422,
    ),
]
