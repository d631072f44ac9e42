"""The trail can only grow, whoever asks."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from comptoir.audit.models import Event


def an_event() -> Event:
    return Event.objects.create(
        at=timezone.now(), action="archive.handled", by="Ann", target_type="archive.row", target_id="7"
    )


def refused(statement: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(caught.value).splitlines()[0]


@pytest.mark.django_db
def test_the_database_refuses_to_change_an_event() -> None:
    event = an_event()

    answer = refused("UPDATE audit_event SET action = 'nothing' WHERE id = %s", event.pk)

    assert answer.startswith("an audit event cannot be changed")
    assert Event.objects.get().action == "archive.handled"


@pytest.mark.django_db
def test_the_database_refuses_to_delete_an_event() -> None:
    an_event()

    answer = refused("DELETE FROM audit_event")

    assert answer.endswith("deleted")
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_to_replace_an_event_by_another_of_its_number() -> None:
    event = an_event()
    replace = {
        "sqlite": "INSERT OR REPLACE INTO audit_event (id, at, action, by, target_type, target_id, facts) "
        "VALUES (%s, %s, 'x', '', '', '', '{}')",
        "postgresql": "INSERT INTO audit_event (id, at, action, by, target_type, target_id, facts) "
        "VALUES (%s, %s, 'x', '', '', '', '{}') ON CONFLICT (id) DO UPDATE SET action = 'x'",
    }

    refused(replace[connection.vendor], event.pk, timezone.now())

    assert Event.objects.get().action == "archive.handled"


@pytest.mark.django_db
def test_the_models_cannot_change_or_delete_an_event_either() -> None:
    event = an_event()

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(by="Bob")
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()

    assert Event.objects.get().by == "Ann"


@pytest.mark.django_db(transaction=True)
def test_a_flushed_test_database_refuses_as_before() -> None:
    an_event()
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()

    an_event()
    refused("DELETE FROM audit_event")
    refused("UPDATE audit_event SET action = 'nothing'")

    assert Event.objects.get().action == "archive.handled"
