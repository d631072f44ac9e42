"""The lists of filed documents: filters, order, what expires."""

from datetime import date, timedelta

import pytest

from comptoir.archive.actions.filing import take_out
from comptoir.archive.actions.handling import mark_handled
from comptoir.archive.queries.filed import ORDERS, FiledFilter, expires_soon, filtered, may_change, page
from tests.archive.filed import MORNING, TODAY, category, filed
from tests.firms.people import in_dossier, new_dossier, seated


@pytest.fixture
def shelf(dossier, firm_access, client_access):
    """Four documents in two categories."""
    leases, papers = category(dossier.firm), category(dossier.firm, "Identité")
    filed(dossier, leases, firm_access, title="Bail", dated_on=date(2024, 1, 1), expires_on=TODAY + timedelta(12),
          comment="Rue de l'Église")  # fmt: skip
    filed(dossier, leases, firm_access, title="Leasing", dated_on=date(2025, 1, 1), expires_on=TODAY + timedelta(90),
          remind_on=TODAY)  # fmt: skip
    filed(dossier, papers, client_access, title="Carte", dated_on=date(2020, 1, 1), expires_on=TODAY - timedelta(1))
    filed(dossier, papers, firm_access, title="Statuts", dated_on=date(2010, 1, 1))
    return leases


def titles(access, tab="permanent", **wanted) -> list[str]:
    rows = filtered(access, tab, FiledFilter(**wanted), on=TODAY)
    return sorted(rows.values_list("title", flat=True))


def test_a_filter_limits_and_what_is_not_said_does_not(shelf, client_access):
    assert titles(client_access) == ["Bail", "Carte", "Leasing", "Statuts"]
    assert titles(client_access, "miscellaneous") == []
    assert titles(client_access, text="EGLISE bail") == ["Bail"]
    assert titles(client_access, category_id=shelf.pk) == ["Bail", "Leasing"]
    assert titles(client_access, from_on=date(2020, 1, 1), until_on=date(2024, 1, 1)) == ["Bail", "Carte"]


def test_soon_is_within_thirty_days_or_from_the_reminder_on(shelf, client_access):
    assert titles(client_access, expiry="soon") == ["Bail", "Leasing"]
    assert titles(client_access, expiry="expired") == ["Carte"]
    assert expires_soon(TODAY + timedelta(30), None, on=TODAY)
    assert not expires_soon(TODAY + timedelta(31), None, on=TODAY)
    assert expires_soon(TODAY + timedelta(90), TODAY, on=TODAY)
    assert not expires_soon(TODAY - timedelta(1), TODAY, on=TODAY)
    assert not expires_soon(None, None, on=TODAY)


def test_what_is_handled_and_what_is_taken_out_are_found_apart(shelf, firm_access, client_access):
    rows = filtered(client_access, "permanent", FiledFilter(), on=TODAY)
    mark_handled(rows.get(title="Bail"), by=client_access, at=MORNING)
    take_out(rows.get(title="Statuts"), by=firm_access, at=MORNING)

    assert titles(client_access, handled=True) == ["Bail"]
    assert titles(client_access, handled=False) == ["Carte", "Leasing"]
    assert titles(client_access, removed=True) == ["Statuts"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("date", ["Statuts", "Carte", "Bail", "Leasing"]),
        ("title", ["Bail", "Carte", "Leasing", "Statuts"]),
        ("expiry", ["Carte", "Bail", "Leasing", "Statuts"]),
    ],
)
def test_each_order_pages_by_key_without_losing_or_repeating_a_row(shelf, client_access, sort, expected):
    found, after = [], ""
    while True:
        rows = filtered(client_access, "permanent", FiledFilter(), on=TODAY)
        part = page(rows, ORDERS[sort], after=after, size=1)
        found += [row["title"] for row in part.rows]
        after = part.after
        if not after:
            break

    assert found == expected


def test_a_document_is_changed_by_the_firm_and_by_the_client_where_a_client_filed_it(
    shelf, firm_access, client_access, reader_access
):
    rows = filtered(client_access, "permanent", FiledFilter(), on=TODAY)
    lease, identity = rows.get(title="Bail"), rows.get(title="Carte")

    assert [may_change(lease, who) for who in (firm_access, client_access, reader_access)] == [True, False, False]
    assert [may_change(identity, who) for who in (firm_access, client_access, reader_access)] == [True, True, False]


def test_another_dossier_sees_nothing_of_it(shelf, dossier):
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    neighbour = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    assert titles(neighbour) == []
