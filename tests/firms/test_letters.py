"""Every mail that is sent, in every language: said in the reader's words, with nothing of the English left in it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from comptoir.archive.actions.reminders import send_reminders
from comptoir.archive.models import Category, FiledDocument
from comptoir.documents.models import Document
from comptoir.firms.actions import change_password, give_seat, invite, make_api_token, send_reset
from comptoir.firms.models import Dossier
from comptoir.notices.models import Mail
from comptoir.worklist.asking import ask
from comptoir.worklist.returning import send_back
from tests.firms.people import NOW, PASSWORD, new_person, office
from tests.web.proposals import proposal

ROOT = Path(__file__).parents[2]


def invited_to_the_office(dossier: Dossier, reader: str, language: str) -> None:
    firm = dossier.firm
    invite(f"{reader}@example.org", profile="support", firm=firm, language=language, by=office(firm), at=NOW)


def invited_to_a_dossier(dossier: Dossier, reader: str, language: str) -> None:
    firm, by, to = dossier.firm, office(dossier.firm, dossier), f"{reader}@example.org"
    invite(to, profile="full_access", firm=firm, dossier=dossier, language=language, by=by, at=NOW)


def forgot_the_password(_dossier: Dossier, reader: str, language: str) -> None:
    send_reset(new_person(reader, language).email, at=NOW)


def changed_the_password(_dossier: Dossier, reader: str, language: str) -> None:
    change_password(new_person(reader, language), old=PASSWORD, new=f"{PASSWORD}-neu", keep=None, at=NOW)


def made_a_token(dossier: Dossier, reader: str, language: str) -> None:
    person, by = new_person(reader, language), office(dossier.firm, dossier)
    give_seat(person, profile="full_access", firm=dossier.firm, dossier=dossier, by=by, at=NOW)
    make_api_token(person, name="Odoo", dossiers=[dossier.pk], days=90, password=PASSWORD, at=NOW)


def was_told_that_a_document_expires(dossier: Dossier, reader: str, language: str) -> None:
    person = new_person(reader, language)
    give_seat(
        person, profile="full_feedback", firm=dossier.firm, dossier=dossier, by=office(dossier.firm, dossier), at=NOW
    )
    leases = Category.objects.create(
        firm=dossier.firm, tab="permanent", name_fr="Baux", name_nl="Huur", name_en="Leases"
    )
    paper = Document.objects.create(dossier=dossier, sha256=f"{reader:0>64}", size=1, name="b.pdf", created_at=NOW)
    FiledDocument.objects.create(
        **{"dossier": dossier, "tab": "permanent", "category": leases, "title": "Magasin", "document": paper},
        **{"dated_on": date(2024, 1, 1), "expires_on": date(2026, 11, 30), "remind_on": date(2026, 11, 1)},
        filed_at=NOW,
    )
    send_reminders(at=NOW)


def was_asked_about_a_document(dossier: Dossier, reader: str, language: str) -> None:
    anne = office(dossier.firm, dossier)
    invoice = proposal(dossier, reader, anne, pages=10 + list(FIRST_WORD).index(language))
    give_seat(new_person(reader, language), profile="full_access", firm=dossier.firm, dossier=dossier, by=anne, at=NOW)
    ask(invoice, f"{reader}?", colleague=None, seen=invoice.version, by=anne, at=NOW)


def had_a_document_put_back(dossier: Dossier, reader: str, language: str) -> None:
    anne = office(dossier.firm, dossier)
    invoice = proposal(dossier, reader, anne, pages=10 + list(FIRST_WORD).index(language))
    give_seat(new_person(reader, language), profile="full_access", firm=dossier.firm, dossier=dossier, by=anne, at=NOW)
    send_back(invoice, f"{reader}!", seen=invoice.version, by=anne, at=NOW)


Deed = Callable[[Dossier, str, str], None]
LETTERS: dict[Deed, str] = {
    invited_to_the_office: "invitations.py",
    invited_to_a_dossier: "invitations.py",
    forgot_the_password: "passwords.py",
    changed_the_password: "account.py",
    made_a_token: "api_tokens.py",
    was_told_that_a_document_expires: "reminders.py",
    was_asked_about_a_document: "asking.py",
    had_a_document_put_back: "returning.py",
}
"""What makes somebody get a mail, and the file that writes it."""

WITHOUT_LINK = (changed_the_password, made_a_token)

TRIED_ELSEWHERE = {"sharing.py"}
"""The mail with an invoice, whose text is the firm's to change; the built-in ones are tried in tests/archive."""

FIRST_WORD = {"fr": "Bonjour,", "nl": "Beste,", "en": "Hello,"}


def letter(deed: Deed, dossier: Dossier, language: str) -> tuple[str, str]:
    """Subject and text of the mail that the deed sends to a reader of that language."""
    reader = f"reader-{language}"
    deed(dossier, reader, language)
    mail = Mail.objects.get(recipient=f"{reader}@example.org")
    return mail.subject, mail.body


def sentences(subject: str, body: str) -> set[str]:
    """The subject and the sentences of the text; the link is the same in every language."""
    return {subject, *re.split(r"(?<=[.:,])\s+", body.strip())} - {"{link}"}


@pytest.mark.parametrize("language", FIRST_WORD)
@pytest.mark.parametrize("deed", LETTERS)
def test_a_mail_is_whole_with_its_facts_filled_in_and_the_place_of_its_link_kept(dossier, deed, language):
    subject, body = letter(deed, dossier, language)

    assert body.splitlines()[:2] == [FIRST_WORD[language], ""]
    assert body.count("\n\n{link}\n") == (deed not in WITHOUT_LINK)
    assert "%" not in subject + body


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("deed", LETTERS)
def test_a_mail_says_nothing_in_english_to_who_reads_another_language(dossier, deed, language):
    in_english = sentences(*letter(deed, dossier, "en"))

    assert sentences(*letter(deed, dossier, language)) & in_english == set()


def test_every_file_that_sends_a_mail_is_tried_here():
    sources = [path for path in (ROOT / "comptoir").rglob("*.py") if "notices" not in path.parts]

    tried = {*LETTERS.values(), *TRIED_ELSEWHERE}
    assert {path.name for path in sources if "send_mail(" in path.read_text()} == tried
