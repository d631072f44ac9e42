"""The index of the search: found out of step by the check, and put right by the next run."""

import pytest
from django.db import connection

from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.search import check_search, check_search_as_a_whole, index_search, renew_search
from comptoir.firms.trigrams import TextIndex, check_whole

ROWS = "2026-02-10 PUR 2  440000 Proximus  -121.00\n2026-02-11 PUR 3  440000 Vivaqua  -10.00"

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index by itself")


@pytest.fixture
def booked(books):
    """Two purchases, indexed."""
    books.book(ROWS)
    return books


def test_after_a_run_the_index_agrees_with_the_rows(booked, dossier):
    assert list(check_search(dossier)) == []
    assert list(check_search_as_a_whole()) == []


@only_sqlite
def test_a_row_written_behind_the_index_is_told_and_put_right(booked, dossier):
    ArchivedInvoice.objects.filter(number="2").update(search="something else")

    assert [str(problem) for problem in check_search(dossier)] == [
        "The search index of archive_archivedinvoice does not agree with 1 rows."
    ]
    renew_search(dossier)
    assert list(check_search(dossier)) == []


@only_sqlite
def test_an_index_that_lost_a_row_is_told_and_put_right(booked, dossier):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM archive_archivedinvoice_words WHERE rowid = %s", [booked.row("PUR 3").pk])

    assert [str(problem) for problem in check_search(dossier)] == [
        "The search index of archive_archivedinvoice does not agree with 1 rows."
    ]
    renew_search(dossier)
    assert list(check_search(dossier)) == []


@only_sqlite
def test_one_row_is_indexed_by_itself(booked, dossier):
    row = booked.row("PUR 2")
    ArchivedInvoice.objects.filter(pk=row.pk).update(search="something else")

    index_search(ArchivedInvoice, [row.pk])

    assert list(check_search(dossier)) == []


@only_sqlite
def test_damage_inside_the_index_is_told(booked):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM archive_archivedinvoice_words_data WHERE id > 10")

    assert [str(problem) for problem in check_search_as_a_whole()] == [
        "The search index of archive_archivedinvoice is missing or damaged."
    ]


def test_an_index_that_was_never_made_is_told(db):
    assert [str(problem) for problem in check_whole(TextIndex("firms_firm", "name"))] == [
        "The search index of firms_firm is missing or damaged."
    ]
