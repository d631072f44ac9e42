"""What is derived of documents that were handed in: the check finds what does not agree, the repair puts it right."""

import json

import pytest
from django.db import connection

from comptoir.audit.models import Event
from comptoir.config.main import main
from comptoir.documents.models import Usage
from comptoir.firms.access import NotAllowed
from comptoir.intake.actions.repairing import repair
from comptoir.intake.check import check_intake
from comptoir.intake.models import Mailroom, Submission
from comptoir.intake.queries.handed_in import HandedFilter, filtered
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW
from tests.intake.handing import read_as


@pytest.fixture
def card(handing_in) -> tuple[Submission, Submission]:
    """An electronic invoice, and the PDF of it as evidence on its card."""
    paper = read_as(handing_in(pdf(), "lambert.pdf").submission, "text")
    head = read_as(handing_in(invoice(), "lambert.xml").submission, "xml")
    paper.refresh_from_db()
    assert paper.evidence_of == head
    return head, paper


def said(dossier) -> list[str]:
    return [str(sentence) for sentence in check_intake(dossier)]


def test_what_was_handed_in_and_moved_and_read_agrees(card, dossier):
    assert said(dossier) == []


def test_a_text_under_which_it_would_not_be_found_is_told_and_made_anew(card, dossier, client_access):
    head, _ = card
    Submission.objects.filter(pk=head.pk).update(search="nothing")

    stale = (
        ["The search index of intake_submission does not agree with 1 rows."] if connection.vendor == "sqlite" else []
    )
    assert said(dossier) == ["“lambert.xml” is not found by what it says.", *stale]

    assert repair(dossier, by=client_access, at=NOW) == 1
    assert said(dossier) == []
    assert head in filtered(client_access, {}, HandedFilter(text="lambert 121,00"))


def test_evidence_that_is_not_where_its_card_is_comes_back_to_it(card, dossier, client_access):
    head, paper = card
    Submission.objects.filter(pk=head.pk).update(state="sent", sent_at=NOW)

    assert said(dossier) == ["“lambert.pdf” is not where the card is on which it lies."]

    repair(dossier, by=client_access, at=NOW)
    paper.refresh_from_db()
    assert (paper.state, paper.sent_at) == ("sent", NOW)
    assert said(dossier) == []
    event = Event.objects.get(action="intake.repaired")
    assert event.facts == {"texts": 0, "strays": 1}


def test_without_its_mailroom_no_list_is_counted_anew_and_the_repair_makes_one(card, dossier, client_access):
    Mailroom.objects.all().delete()

    assert [told[:60] for told in said(dossier)] == [
        "The dossier has documents that were handed in and no mailroom"[:60]
    ]

    repair(dossier, by=client_access, at=NOW)
    assert said(dossier) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "deleted"}, "“lambert.xml” does not say since when it is where it is."),
        ({"state": "replaced", "ended_at": NOW}, "“lambert.xml” is replaced by nothing."),
    ],
    ids=["no moment", "no successor"],
)
def test_what_cannot_be_made_anew_is_told(card, dossier, changes, sentence):
    head, paper = card
    Submission.objects.filter(pk__in=(head.pk, paper.pk)).update(**changes)

    assert sentence in said(dossier)


def test_quotas_that_count_other_files_than_are_kept_are_told(card, dossier):
    Usage.objects.update(files=7)

    (told,) = said(dossier)
    assert told.startswith("The quotas count 7 files of ")
    assert "; the dossier keeps 2 of " in told


def test_who_only_consults_repairs_nothing(card, dossier, reader_access):
    with pytest.raises(NotAllowed):
        repair(dossier, by=reader_access, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_it_and_repairs_it_when_that_is_asked(card, dossier, capfd):
    Submission.objects.filter(name="lambert.pdf").update(search="nothing")

    told = main(["check-ledger", "--json"])
    problems = {each["problem"] for each in json.loads(capfd.readouterr().out)}
    repaired = main(["check-ledger", "--repair"])

    assert (told, repaired) == (1, 0)
    assert "“lambert.pdf” is not found by what it says." in problems
    assert "agree with what they were made of" in capfd.readouterr().out
