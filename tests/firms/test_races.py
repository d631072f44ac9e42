"""What must happen once happens once, however many ask at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from comptoir.firms.actions import accept_invitation, create_dossier, make_invitation, remove_seat
from comptoir.firms.models import Dossier, Person, Seat
from comptoir.kit.words import Refusal
from tests.firms.people import NOW, PASSWORD, new_firm, office, seat_of, seated

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each in a thread and connection of its own; says how each ended."""
    barrier, ends = Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            deed()
            ends.append("done")
        except Refusal:
            ends.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_one_invitation_opened_four_times_at_once_gives_one_seat():
    firm = new_firm()
    _, link = make_invitation("eve@example.org", profile="administrator", firm=firm, by=office(firm), at=NOW)
    token = link.rstrip("/").rpartition("/")[2]

    ends = together(*[lambda: accept_invitation(token, name="Eve", password=PASSWORD, at=NOW)] * 4)

    assert ends == ["done", "refused", "refused", "refused"]
    assert (Person.objects.count(), Seat.objects.count()) == (1, 1)


def test_the_same_number_given_four_times_at_once_makes_one_dossier():
    firm = new_firm()

    ends = together(*[lambda: create_dossier(firm, name="A", number="0123456749", by=office(firm), at=NOW)] * 4)

    assert ends == ["done", "refused", "refused", "refused"]
    assert Dossier.objects.count() == 1


def test_two_administrators_who_remove_each_other_at_once_leave_one():
    firm = new_firm()
    seats = [seat_of(seated(name, "administrator", firm)) for name in ("Anne", "Bert")]

    ends = together(*[lambda seat=seat: remove_seat(seat, by=office(firm), at=NOW) for seat in seats])

    assert ends == ["done", "refused"]
    assert Seat.objects.count() == 1
