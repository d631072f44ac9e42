"""The "Handled" tick on the page: a form that works alone, and a row that htmx swaps."""

import pytest

from tests.web.portal.page import cells, rows, without_tokens

HTMX = {"hx-request": "true"}


@pytest.fixture
def row(books):
    books.book("""
        2026-02-10 PUR 2  440000 Proximus  -121.00
        2026-03-01 PUR 3  440000 Vivaqua    -80.00
    """)
    return books.row("PUR 2")


@pytest.fixture
def address(dossier, row) -> str:
    return f"/d/{dossier.pk}/archive/purchases/{row.pk}/handled"


def test_the_form_alone_ticks_and_goes_back_to_the_list(carl, row, address, dossier):
    back = f"/d/{dossier.pk}/archive/purchases/?handled=no"

    answer = carl.post(address, {"handled": "yes", "next": back})

    row.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert str(row.handled_by) == "Carl"


def test_the_form_never_leads_to_a_foreign_site(carl, row, address, dossier):
    answer = carl.post(address, {"next": "https://elsewhere.example/"})

    assert answer["Location"] == f"/d/{dossier.pk}/archive/purchases/"


@pytest.mark.parametrize("query", ["", "?payment=unpaid&sort=due"])
def test_htmx_gets_the_row_of_the_full_page(carl, row, address, dossier, query):
    swapped = without_tokens(carl.post(address + query, {"handled": "yes"}, headers=HTMX).content.decode()).strip()

    page = carl.get(f"/d/{dossier.pk}/archive/purchases/{query}")
    assert swapped in [without_tokens(each) for each in rows(page)]
    assert 'aria-pressed="true"' in swapped


def test_htmx_gets_the_tick_of_the_opened_row_too_so_that_both_agree(carl, row, address):
    headers = HTMX | {"hx-current-url": f"http://testserver{address.removesuffix('handled')}?q=prox"}

    answer = carl.post(address, {"handled": "yes"}, headers=headers).content.decode()

    assert f'<template><div id="handled-{row.pk}" hx-swap-oob="true"' in answer


def test_from_the_pane_its_own_tick_is_swapped_and_the_row_beside_it(carl, row, address):
    headers = HTMX | {"hx-target": f"handled-{row.pk}"}

    answer = carl.post(address, {"handled": "yes"}, headers=headers).content.decode()

    assert answer.startswith(f'<div id="handled-{row.pk}" class')
    assert f'<template><tr id="row-{row.pk}" hx-swap-oob="true">' in answer


def test_the_tick_is_taken_away_again(carl, row, address):
    carl.post(address, {"handled": "yes"})
    carl.post(address, {"handled": "no"})

    row.refresh_from_db()
    assert row.handled_at is None


def test_a_link_cannot_tick(carl, row, address):
    assert carl.get(address).status_code == 405


def test_who_consults_only_sees_the_state_but_no_tick_and_cannot_set_it(rita, row, address, dossier):
    listed = rows(rita.get(f"/d/{dossier.pk}/archive/purchases/"))[1]
    answer = rita.post(address, {"handled": "yes"})

    row.refresh_from_db()
    assert "<button" not in listed
    assert cells(listed)[8] == "Not handled"
    assert (answer.status_code, row.handled_at) == (403, None)
