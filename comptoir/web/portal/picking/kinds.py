"""The lists in which many rows can be picked, by their name in the address."""

from collections.abc import Mapping

from comptoir.archive.choices import FiledTab, Tab
from comptoir.web.portal.archive.picks import invoices
from comptoir.web.portal.filed.picks import filed
from comptoir.web.portal.picking.kind import Kind

KINDS: Mapping[str, Kind] = {
    **{tab.value: invoices(tab) for tab in Tab},
    **{tab.value: filed(tab) for tab in FiledTab},
}
