"""Reminders of documents that expire: to whom, in which language, once."""

from datetime import UTC, date, datetime

import pytest

from comptoir.archive.actions.filing import take_out
from comptoir.archive.actions.reminders import send_reminders
from comptoir.archive.models import FiledDocument
from comptoir.firms.actions import assign, close_dossier, give_seat
from comptoir.jobs.models import Job
from comptoir.notices.models import Mail
from tests.archive.filed import category, filed
from tests.firms.people import NOW, new_person, office, seat_of, seated, trail

DUE = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
DAY_BEFORE = datetime(2026, 12, 31, 6, 0, tzinfo=UTC)


@pytest.fixture
def lease(dossier, firm_access) -> FiledDocument:
    return filed(dossier, category(dossier.firm), firm_access, expires_on=date(2027, 1, 31), remind_on=date(2027, 1, 1))


def recipients() -> list[str]:
    return sorted(Mail.objects.values_list("recipient", flat=True))


def test_those_who_see_the_archive_and_those_who_look_after_the_dossier_are_told(
    dossier, lease, client_access, reader_access
):
    firm = dossier.firm
    seated("Paul", "document_processing", firm, dossier)
    for name, profile in (("Bob", "collaborator"), ("Sue", "support")):
        assign(seat_of(seated(name, profile, firm)), dossier, by=office(firm), at=NOW)
    seated("Cora", "collaborator", firm)

    assert send_reminders(at=DUE) == 1

    assert recipients() == ["bob@example.org", "carl@example.org", "rita@example.org"]
    assert "archive.reminded" in trail()


def test_where_nobody_looks_after_the_dossier_the_administrators_are_told(lease):
    send_reminders(at=DUE)

    assert recipients() == ["anne@example.org"]


def test_somebody_with_two_seats_is_told_once(dossier, lease):
    anne = seat_of(lease.filed_by).person
    give_seat(
        anne, profile="administrator", firm=dossier.firm, dossier=dossier, by=office(dossier.firm, dossier), at=NOW
    )

    send_reminders(at=DUE)

    assert recipients() == ["anne@example.org"]


def test_each_is_told_in_his_language_with_a_link_to_the_document(dossier, lease, settings):
    firm = dossier.firm
    for name, language in (("Fred", "fr"), ("Nele", "nl"), ("Ella", "en")):
        person = new_person(name, language)
        give_seat(person, profile="full_feedback", firm=firm, dossier=dossier, by=office(firm, dossier), at=NOW)

    send_reminders(at=DUE)

    subjects = {mail.recipient.split("@")[0]: mail.subject for mail in Mail.objects.all()}
    assert subjects["ella"] == "Atelier: “Bail du magasin” expires on 31/01/2027"
    assert subjects["fred"] == "Atelier : « Bail du magasin » expire le 31/01/2027"
    assert subjects["nele"] == "Atelier: “Bail du magasin” vervalt op 31/01/2027"
    link = f"{settings.PUBLIC_URL}/d/{dossier.pk}/archive/permanent/{lease.pk}/"
    assert {mail.secret for mail in Mail.objects.all()} == {link}


def test_nobody_is_told_before_the_day_nor_twice_after_it(lease, client_access):
    assert [send_reminders(at=DAY_BEFORE), send_reminders(at=DUE), send_reminders(at=DUE)] == [0, 1, 0]

    assert recipients() == ["anne@example.org", "carl@example.org"]
    assert Job.objects.filter(name="notices.send").count() == 2
    lease.refresh_from_db()
    assert lease.reminded_at == DUE


def test_what_was_missed_while_nothing_ran_is_told_when_it_runs_again(lease):
    assert send_reminders(at=datetime(2027, 2, 20, 6, 0, tzinfo=UTC)) == 1


def test_what_was_taken_out_and_what_is_in_a_closed_dossier_is_not_reminded_of(dossier, lease, firm_access):
    take_out(lease, by=firm_access, at=NOW)
    other = filed(
        dossier, lease.category, firm_access, title="Police", expires_on=date(2027, 1, 31), remind_on=date(2027, 1, 1)
    )
    close_dossier(dossier, by=office(dossier.firm), at=NOW)

    assert send_reminders(at=DUE) == 0
    other.refresh_from_db()
    assert (other.reminded_at, Mail.objects.count()) == (None, 0)


def test_somebody_who_is_no_longer_active_is_not_told(dossier, lease, client_access):
    person = seated("Old", "full_access", dossier.firm, dossier)
    person.is_active = False
    person.save()

    send_reminders(at=DUE)

    assert recipients() == ["anne@example.org", "carl@example.org"]
