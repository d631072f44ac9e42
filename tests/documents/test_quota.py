"""Quotas: what a dossier has no room for is refused in words, at whatever door, and nothing of it is left on the disk."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from comptoir.audit.models import Event
from comptoir.documents.actions import inside, read_facts
from comptoir.documents.models import Document, Usage
from comptoir.documents.quota import OverQuota
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier
from comptoir.jobs.models import Job
from tests.documents.conftest import NOW
from tests.documents.test_keep import files
from tests.firms.test_races import together
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import with_attachment

MB = 2**20
FULL_DAY = "A dossier takes in 2 files a day; hand in the others tomorrow."


def counted() -> list[tuple[date, int, int]]:
    """Day, files and bytes of every count."""
    return list(Usage.objects.order_by("day").values_list("day", "files", "bytes"))


def large(number: int) -> bytes:
    """A PDF of a little more than one MB."""
    return pdf(number) + b"%" * MB


def test_every_new_document_is_counted_on_its_day_and_the_same_bytes_once(keeping):
    keeping(pdf(1))
    keeping(pdf(1), name="again.pdf")
    keeping(pdf(2))
    keeping(pdf(3), at=NOW + timedelta(days=1))

    assert counted() == [
        (date(2026, 11, 1), 2, len(pdf(1)) + len(pdf(2))),
        (date(2026, 11, 2), 1, len(pdf(3))),
    ]


def test_more_files_than_a_day_has_room_for_are_refused_until_the_next_day(keeping, store, settings):
    settings.QUOTA_FILES_A_DAY = 2
    keeping(pdf(1))
    keeping(pdf(2))
    there, before = files(store), (Event.objects.count(), Job.objects.count())

    with pytest.raises(OverQuota) as caught:
        keeping(pdf(3))

    assert str(caught.value) == FULL_DAY
    assert (files(store), Document.objects.count(), counted()[0][1]) == (there, 2, 2)
    assert (Event.objects.count(), Job.objects.count()) == before
    assert keeping(pdf(3), at=NOW + timedelta(days=1)).pk


def test_more_bytes_than_a_day_has_room_for_are_refused(keeping, store, settings):
    settings.QUOTA_MB_A_DAY = 2
    keeping(large(1))
    there = files(store)

    with pytest.raises(OverQuota, match=r"^A dossier takes in 2 MB a day; hand in the others tomorrow\.$"):
        keeping(large(2))

    assert (files(store), Document.objects.count()) == (there, 1)
    assert keeping(pdf(3)).pk


def test_more_bytes_than_a_dossier_has_room_for_are_refused_on_any_day(keeping, store, settings):
    settings.QUOTA_MB = 2
    keeping(large(1))
    there = files(store)

    with pytest.raises(OverQuota) as caught:
        keeping(large(2), by_day=False, at=NOW + timedelta(days=40))

    assert str(caught.value) == "A dossier has room for 2 MB, and there is not enough left. Tell your accountant."
    assert (files(store), Document.objects.count()) == (there, 1)


def test_what_comes_with_the_books_is_counted_and_no_day_limits_it(keeping, settings):
    settings.QUOTA_FILES_A_DAY = settings.QUOTA_MB_A_DAY = 1
    for number in (1, 2, 3):
        keeping(large(number), by_day=False)

    assert counted()[0][1] == 3
    with pytest.raises(OverQuota):
        keeping(pdf(4))


def test_bytes_that_the_dossier_has_already_take_no_room(keeping, settings, tmp_path):
    path = tmp_path / "again.pdf"
    path.write_bytes(pdf(1))
    first = keeping(pdf(1))
    settings.QUOTA_FILES_A_DAY = settings.QUOTA_MB_A_DAY = settings.QUOTA_MB = 0

    assert (keeping(pdf(1)), keeping(path)) == (first, first)


def test_one_dossier_that_is_full_leaves_room_to_others(keeping, dossier, settings):
    settings.QUOTA_FILES_A_DAY = 1
    other = Dossier.objects.create(firm=dossier.firm, name="Other", number="0200065765", created_at=NOW)
    keeping(pdf(1))

    assert keeping(pdf(1), dossier=other, by=machine(dossier.firm_id, other.pk, "tests")).pk


def test_what_lies_in_an_invoice_that_was_kept_is_kept_with_it_on_the_same_day(keeping, by, settings):
    settings.QUOTA_FILES_A_DAY = 1
    document = read_facts(keeping(with_attachment(pdf(5))))

    assert [part.size for part in inside(document, by=by, at=NOW)] == [len(pdf(5))]
    assert counted()[0][1] == 2


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_as_many_are_kept_as_there_is_room_for(keeping, store, settings):
    settings.QUOTA_FILES_A_DAY = 3

    ends = together(*[lambda number=number: keeping(pdf(number)) for number in range(1, 9)])

    assert ends == ["done"] * 3 + ["refused"] * 5
    assert (len(files(store)), Document.objects.count(), counted()[0][1]) == (3, 3, 3)


def test_what_was_kept_before_there_were_counts_is_counted_by_the_step_of_the_database(keeping):
    keeping(pdf(1))
    keeping(pdf(2))
    keeping(pdf(3), at=datetime(2026, 11, 1, 23, 30, tzinfo=UTC))
    before = counted()
    Usage.objects.all().delete()

    import_module("comptoir.documents.migrations.0007_usage_so_far").count_what_is_kept(apps, None)

    assert counted() == before
    assert [day.day for day, _, _ in before] == [1, 2]
