"""The archive's tabs: what is booked, then what is filed."""

from comptoir.archive.choices import FiledTab, Tab
from comptoir.web.portal.lists.table import Link


def archive_tabs(dossier_id: int, current: str) -> list[Link]:
    """Purchases, sales, miscellaneous, permanent; one of them is the current one."""
    return [
        Link(str(tab.label), f"/d/{dossier_id}/archive/{tab.value}/", tab.value == current, tab.value)
        for tab in (*Tab, *FiledTab)
    ]
