"""Questions about documents: asked in the worklist, answered by the client beside his document."""

from django.utils import timezone

from comptoir.worklist.choices import Status
from comptoir.worklist.models import HelpRequest, Proposal
from tests.firms.people import seated
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import text_of


def test_the_client_finds_the_question_on_his_first_page_and_answers_beside_the_document(dossier, proposed, place):
    anne = browser_of(seated("Anne", "administrator", dossier.firm))
    marie = browser_of(seated("Marie", "full_access", dossier.firm, dossier))
    proposal = proposed(1)
    sent = {"whom": "", "question": "Pour\x00 qui ?", "version": str(proposal.version)}
    asked = anne.post(f"{place}{proposal.pk}/ask", sent, follow=True)
    assert "Pour qui ?" in text_of(asked.content.decode())
    assert "Help requested" in text_of(anne.get(place).content.decode())
    assert Proposal.objects.get().status == Status.ASKED

    assert f"/d/{dossier.pk}/questions/" in marie.get(f"/d/{dossier.pk}/").content.decode()
    assert "Pour qui ?" in text_of(marie.get(f"/d/{dossier.pk}/questions/").content.decode())
    card = f"/d/{dossier.pk}/in-progress/{proposal.submission_id}/"
    assert "Pour qui ?" in text_of(marie.get(card).content.decode())
    question = HelpRequest.objects.get()
    empty = marie.post(f"/d/{dossier.pk}/questions/{question.pk}/answer", {"answer": " "}, follow=True)
    assert "What is your answer?" in text_of(empty.content.decode())
    done = marie.post(f"/d/{dossier.pk}/questions/{question.pk}/answer", {"answer": "Moi", "next": card}, follow=True)
    assert done.redirect_chain == [(card, 302)]
    assert "Moi" in text_of(done.content.decode())
    assert "Moi" in text_of(anne.get(f"{place}{proposal.pk}/").content.decode())
    assert HelpRequest.objects.get().ended_at <= timezone.now()
    assert marie.post(f"/d/{dossier.pk}/questions/{question.pk}/answer", {"answer": "Non"}).status_code == 404


def test_a_question_is_taken_back_and_its_form_says_what_is_missing(dossier, proposed, place):
    anne = browser_of(seated("Anne", "administrator", dossier.firm))
    proposal = proposed(1)
    refused = anne.post(f"{place}{proposal.pk}/ask", {"question": "", "version": str(proposal.version)}, follow=True)
    assert "What do you want to ask?" in text_of(refused.content.decode())
    anne.post(f"{place}{proposal.pk}/ask", {"question": "Quoi ?", "version": str(proposal.version)})
    question = HelpRequest.objects.get()
    held = anne.post(f"{place}{proposal.pk}/", {"act": "hold", "version": str(proposal.version + 1)})
    assert "Somebody is asked about it" in text_of(held.content.decode())
    anne.post(f"/d/{dossier.pk}/questions/{question.pk}/withdraw", {"next": place})
    assert Proposal.objects.get().status != Status.ASKED
    assert anne.post(f"/d/{dossier.pk}/questions/{question.pk}/withdraw").status_code == 404
