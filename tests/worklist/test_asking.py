"""Help requested: of the client and of a colleague, answered where the document lies."""

import pytest

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.notices.models import Mail
from comptoir.worklist.asking import answer, answerable, ask, questions_of, questions_to, withdraw
from comptoir.worklist.choices import Asked, Status
from comptoir.worklist.editing import CannotChange, ChangedMeanwhile, hold_back
from comptoir.worklist.models import HelpRequest, Proposal
from comptoir.worklist.readers import colleagues
from comptoir.worklist.transferring import CannotTransfer, transfer
from tests.firms.people import in_dossier, seated
from tests.worklist.conftest import NOW


@pytest.fixture
def marie(atelier):
    """The client's administrator."""
    return in_dossier(seated("Marie", "administrator", atelier.dossier.firm, atelier.dossier), atelier.dossier)


def test_the_client_is_asked_by_mail_answers_and_the_document_goes_on(proposed, anne, marie):
    proposal = proposed()
    request = ask(proposal, " What was it for? ", colleague=None, seen=proposal.version, by=anne, at=NOW)
    proposal.refresh_from_db()
    assert (proposal.status, request.asked, request.question) == (Status.ASKED, Asked.CLIENT, "What was it for?")
    mail = Mail.objects.get()
    assert (mail.recipient, "What was it for?" in mail.body) == ("marie@example.org", True)
    assert mail.secret.endswith(f"/in-progress/{proposal.submission_id}/")
    assert [each.pk for each in questions_to(marie)] == [request.pk]
    assert [each.pk for each in answerable(anne)] == [request.pk]
    assert not questions_to(anne).exists()

    answer(request, "A lamp for the shop.", by=marie, at=NOW)
    proposal.refresh_from_db()
    request.refresh_from_db()
    assert (proposal.status, request.answered_by) == (Status.OK, "Marie")
    assert not questions_to(marie).exists()
    assert [each.answer for each in questions_of(proposal, anne)] == ["A lamp for the shop."]
    verbs = Event.objects.filter(action__startswith="worklist.").order_by("pk").values_list("action", flat=True)
    assert list(verbs)[-2:] == ["worklist.asked", "worklist.answered"]
    with pytest.raises(CannotChange):
        answer(request, "Once more", by=marie, at=NOW)


def test_a_colleague_is_asked_and_the_client_sees_nothing_of_it(proposed, anne, marie, atelier):
    bernard = seated("Bernard", "administrator", atelier.dossier.firm)
    proposal = proposed()
    assert colleagues(anne) == [bernard]
    request = ask(proposal, "612300 or 613000?", colleague=bernard, seen=proposal.version, by=anne, at=NOW)
    assert Mail.objects.get().secret.endswith(f"/worklist/purchases/{proposal.pk}/")
    assert [each.pk for each in questions_to(in_dossier(bernard, atelier.dossier))] == [request.pk]
    assert not questions_to(anne).exists()
    assert not questions_to(marie).exists()
    assert questions_of(proposal, marie) == []
    with pytest.raises(NotAllowed):
        answer(request, "613000", by=marie, at=NOW)
    answer(request, "613000", by=in_dossier(bernard, atelier.dossier), at=NOW)
    assert Proposal.objects.get().status == Status.OK


def test_what_is_asked_about_waits_until_the_answer_or_until_it_is_taken_back(proposed, anne, marie):
    proposal = proposed()
    request = ask(proposal, "For whom?", colleague=None, seen=proposal.version, by=anne, at=NOW)
    proposal.refresh_from_db()
    with pytest.raises(CannotTransfer):
        transfer(Proposal.objects.all(), by=anne, at=NOW)
    with pytest.raises(CannotChange):
        hold_back(proposal, seen=proposal.version, by=anne, at=NOW)
    with pytest.raises(CannotChange):
        ask(proposal, "And when?", colleague=None, seen=proposal.version, by=anne, at=NOW)
    withdraw(request, by=anne, at=NOW)
    proposal.refresh_from_db()
    assert (proposal.status, questions_of(proposal, anne)) == (Status.OK, [])
    with pytest.raises(ChangedMeanwhile):
        ask(proposal, "And when?", colleague=None, seen=1, by=anne, at=NOW)
    assert HelpRequest.objects.count() == 1
