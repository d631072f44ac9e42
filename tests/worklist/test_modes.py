"""Who checks, what goes by itself, which numbers and periods there are: as the firm says of a dossier."""

from datetime import date

import pytest
from django.utils import timezone

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.firms.choices import Validation
from comptoir.firms.queries import access_to_dossier
from comptoir.intake.choices import State
from comptoir.ledger.models import Journal
from comptoir.worklist.automation import go_by_themselves
from comptoir.worklist.choices import ByItself, Status, Template
from comptoir.worklist.editing import CannotChange, hold_back, make_rule
from comptoir.worklist.models import Proposal, Rule
from comptoir.worklist.notbooked import not_booked
from comptoir.worklist.pieces import number_in
from comptoir.worklist.placing import periods_of
from comptoir.worklist.queries import worklist_of
from comptoir.worklist.settings import CannotSet, Chosen, number_journal, remove_rule, set_worklist
from comptoir.worklist.transferring import transfer, would_number
from tests.firms.people import office, seated
from tests.worklist.conftest import NOW, handed_in_and_sent, work


@pytest.fixture
def says(atelier):
    """Sets the worklist up, as by default but for what is said."""

    def said(**other):
        told = {
            "validated_by": Validation.FIRM,
            "client_journals": [],
            "client_partners": [],
            "by_itself": ByItself.NOTHING,
            "equal_bookings": 2,
            "below_cents": 50_000,
            "firm_memory": True,
            "closed_until": None,
        }
        by = office(atelier.dossier.firm, atelier.dossier)
        set_worklist(atelier.dossier, Chosen(**told | other), by=by, at=NOW)
        atelier.dossier.refresh_from_db()

    return said


def client(atelier, profile="full_access"):
    """Somebody of the client, with the rights of now."""
    person = seated(f"Carl {profile}", profile, atelier.dossier.firm, atelier.dossier)
    return access_to_dossier(person, atelier.dossier.pk)


def test_the_client_checks_and_transfers_only_where_the_dossier_leaves_it_to_him(atelier, proposed, says):
    proposal = proposed()
    assert not worklist_of(client(atelier), of_sale=False).exists()
    says(validated_by=Validation.CLIENT)
    carl = access_to_dossier(seated("Cara", "administrator", atelier.dossier.firm, atelier.dossier), atelier.dossier.pk)
    assert [each.pk for each in worklist_of(carl, of_sale=False)] == [proposal.pk]
    assert not not_booked(carl).exists()
    with pytest.raises(NotAllowed):
        make_rule(proposal, by=carl, at=NOW)
    assert len(transfer(Proposal.objects.all(), by=carl, at=NOW)) == 1
    for profile in ("full_feedback", "document_processing"):
        assert not client(atelier, profile).may("worklist.use")


def test_where_both_check_the_client_has_his_journals_and_partners_and_no_others(atelier, proposed, says):
    proposal = proposed()
    says(validated_by=Validation.HYBRID, client_journals=["VEN"])
    carl = client(atelier)
    assert not worklist_of(carl, of_sale=False).exists()
    with pytest.raises(CannotChange):
        hold_back(proposal, seen=proposal.version, by=carl, at=NOW)
    says(validated_by=Validation.HYBRID, client_partners=["F1"])
    assert [each.pk for each in worklist_of(carl, of_sale=False)] == [proposal.pk]
    hold_back(proposal, seen=proposal.version, by=carl, at=NOW)
    with pytest.raises(CannotSet):
        says(validated_by=Validation.HYBRID, client_journals=["NONE"])


def test_what_is_booked_as_before_is_checked_by_itself_and_its_timeline_says_why(atelier, proposed, says):
    says(by_itself=ByItself.CHECK)
    small, large = proposed("1"), proposed("2", totals={"net": "500.00", "tax": "105.00", "gross": "605.00"}, vat=[])
    assert go_by_themselves(atelier.dossier, [small, large], by=atelier.by, at=NOW) == 0
    small.refresh_from_db()
    large.refresh_from_db()
    assert (small.status, large.status) == (Status.CHECKED, Status.OK)
    why = Event.objects.get(action="worklist.checked_by_itself").facts["why"]
    assert why["facts"]["count"] == 2


def test_it_waits_for_somebody_when_it_is_not_quite_as_before(atelier, proposed, says):
    says(by_itself=ByItself.TRANSFER, equal_bookings=3)
    few = proposed("1")
    says(by_itself=ByItself.TRANSFER)
    twice = [proposed("2"), proposed("4")]
    twice[1].number = "2"
    other = proposed("3", vat=[{"category": "S", "rate": "6", "base": "300.00", "tax": "18.00"}])
    assert go_by_themselves(atelier.dossier, [*twice, other], by=atelier.by, at=NOW) == 0
    says(by_itself=ByItself.TRANSFER, equal_bookings=3)
    assert go_by_themselves(atelier.dossier, [few], by=atelier.by, at=NOW) == 0


def test_what_needs_nobody_goes_to_the_books_by_the_job_itself(atelier, says, proposed):
    says(by_itself=ByItself.TRANSFER)
    submission = handed_in_and_sent(atelier)
    work()
    submission.refresh_from_db()
    proposal = Proposal.objects.get()
    assert (submission.state, proposal.piece) == (State.TRANSFERRED, "13")
    assert Event.objects.filter(action="worklist.transferred_by_itself").count() == 1


def test_straight_through_goes_what_the_client_gave_a_journal(atelier, proposed, says):
    says(validated_by=Validation.STRAIGHT)
    plain, annotated = proposed("1"), proposed("2", issue_date="2026-04-16")
    annotated.submission.journal = "ACH"
    assert go_by_themselves(atelier.dossier, [plain, annotated], by=atelier.by, at=NOW) == 1
    plain.refresh_from_db()
    annotated.refresh_from_db()
    assert (plain.status, annotated.status) == (Status.OK, Status.TRANSFERRED)


def test_purchases_begin_at_the_first_number_and_carry_the_year_where_the_journal_says_so(atelier, proposed):
    proposed("1")
    journal = Journal.objects.get(code="ACH")
    by = office(atelier.dossier.firm, atelier.dossier)
    number_journal(journal, Template.NUMBER, 300, by=by, at=NOW)
    assert [each.number for each in would_number(Proposal.objects.all())] == [300]
    number_journal(journal, Template.NUMBER, 5, by=by, at=NOW)
    assert [each.number for each in would_number(Proposal.objects.all())] == [13]
    number_journal(journal, Template.YEAR, 1, by=by, at=NOW)
    assert [each.number for each in would_number(Proposal.objects.all())] == [20260001]
    with pytest.raises(CannotSet):
        number_journal(journal, Template.YEAR, 0, by=by, at=NOW)


def test_sales_take_the_last_figures_of_their_number_or_all():
    assert number_in("V2026-0042") == 42
    assert number_in("V2026-0042", Template.YEAR) == 20260042


def test_periods_that_the_firm_closed_take_nothing(atelier, proposed, says):
    before = periods_of(atelier.dossier)
    says(closed_until=date(2026, 4, 30))
    assert [each.code for each in periods_of(atelier.dossier)] == [
        each.code for each in before if each.end_on > date(2026, 4, 30)
    ]
    assert proposed().evidence["period"]["text"].startswith("The period of the invoice date is closed")


def test_a_rule_is_taken_out(atelier, proposed, anne):
    rule = make_rule(proposed(), by=anne, at=NOW)
    remove_rule(rule, by=office(atelier.dossier.firm, atelier.dossier), at=timezone.now())
    assert not Rule.objects.exists()
