"""Filing documents in Miscellaneous and Permanent: who may, what is refused, what is written down."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from comptoir.archive.actions.filing import (
    AlreadyFiled,
    BadCategory,
    BadComment,
    BadExpiry,
    BadReminder,
    BadTitle,
    change_card,
    file_document,
    put_back,
    take_out,
)
from comptoir.archive.actions.handling import clear_handled, mark_handled
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import FiledDocument
from comptoir.audit.models import Event
from comptoir.documents.models import Document
from comptoir.documents.store import CannotKeep
from comptoir.firms.access import NotAllowed
from tests.archive.filed import MORNING, card, category, filed
from tests.firms.people import NOW, in_dossier, new_dossier, new_firm, seated, trail
from tests.formats.pdf.make import pdf

LEASE = {"expires_on": date(2027, 1, 31), "remind_on": date(2027, 1, 1)}


def told() -> list[str]:
    return [action for action in trail() if action.startswith("archive.")]


def test_a_filed_document_says_what_it_is_who_filed_it_and_where_its_bytes_are(dossier, firm_access):
    leases = category(dossier.firm)

    lease = filed(dossier, leases, firm_access, title="  Bail   du magasin ", comment="Rue Haute\r\n12", **LEASE)

    lease.refresh_from_db()
    assert (lease.tab, lease.category, lease.title, lease.dated_on) == (
        "permanent", leases, "Bail du magasin", date(2024, 1, 1),
    )  # fmt: skip
    assert (lease.comment, lease.expires_on, lease.remind_on) == ("Rue Haute\n12", date(2027, 1, 31), date(2027, 1, 1))
    assert (lease.filed_at, lease.filed_name, lease.by_client, lease.removed_at) == (NOW, "Anne", False, None)
    assert (lease.document.name, lease.document.media_type, lease.document.facts["pages"]) == (
        "bail.pdf", "application/pdf", 1,
    )  # fmt: skip
    assert lease.search == "bail du magasin rue haute 12 bail.pdf"
    assert told() == ["archive.filed"]
    assert Event.objects.get(action="archive.filed").facts == {
        "tab": "permanent",
        "document": lease.document.sha256,
        "category_id": leases.pk,
        "title": "Bail du magasin",
        "dated_on": "2024-01-01",
        "comment": "Rue Haute\n12",
        "expires_on": "2027-01-31",
        "remind_on": "2027-01-01",
    }


def test_the_client_files_in_permanent(dossier, client_access, store):
    lease = filed(dossier, category(dossier.firm), client_access)

    assert (lease.by_client, lease.filed_name) == (True, "Carl")


def test_the_client_files_nothing_in_miscellaneous(dossier, client_access, store):
    taxes = category(dossier.firm, "Fiscalité", "miscellaneous")

    with pytest.raises(NotAllowed):
        filed(dossier, taxes, client_access)

    assert (FiledDocument.objects.count(), Document.objects.count(), told()) == (0, 0, [])


def test_the_firm_files_in_miscellaneous(dossier, firm_access):
    letter = filed(dossier, category(dossier.firm, "Fiscalité", "miscellaneous"), firm_access)

    assert (letter.tab, letter.by_client) == ("miscellaneous", False)


@pytest.mark.parametrize("profile", ["full_feedback", "document_processing"])
def test_who_may_not_file_is_refused_and_nothing_is_kept(dossier, store, profile):
    reader = in_dossier(seated("Paul", profile, dossier.firm, dossier), dossier)

    with pytest.raises(NotAllowed):
        filed(dossier, category(dossier.firm), reader)

    assert (FiledDocument.objects.count(), Document.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"title": "  "}, BadTitle),
        ({"title": "x" * 201}, BadTitle),
        ({"comment": "x" * 2001}, BadComment),
        ({"category_id": 987654}, BadCategory),
        ({"expires_on": date(2023, 12, 31)}, BadExpiry),
        ({"remind_on": date(2026, 12, 1)}, BadReminder),
        ({"expires_on": date(2027, 1, 1), "remind_on": date(2027, 1, 2)}, BadReminder),
    ],
)
def test_what_cannot_be_said_of_a_document_is_refused_before_its_bytes_are_kept(dossier, firm_access, facts, refusal):
    with pytest.raises(refusal):
        filed(dossier, category(dossier.firm), firm_access, **facts)

    assert (FiledDocument.objects.count(), Document.objects.count(), told()) == (0, 0, [])


def test_nothing_expires_in_miscellaneous(dossier, firm_access):
    with pytest.raises(BadExpiry, match="Only permanent documents"):
        filed(dossier, category(dossier.firm, tab="miscellaneous"), firm_access, **LEASE)

    assert FiledDocument.objects.count() == 0


def test_what_has_expired_already_is_not_reminded_of(dossier, firm_access):
    over = filed(
        dossier, category(dossier.firm), firm_access, expires_on=date(2026, 10, 31), remind_on=date(2026, 10, 1)
    )

    assert (over.expires_on, over.remind_on) == (date(2026, 10, 31), None)


def test_a_category_of_the_other_tab_or_of_another_firm_or_dossier_is_none(dossier, firm_access):
    neighbour = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    stranger = new_firm("Autre Fiduciaire")
    others = [
        category(dossier.firm, tab="miscellaneous"),
        category(dossier.firm, "Propres", dossier=neighbour),
        category(stranger, "Baux"),
    ]

    for other in others:
        with pytest.raises(BadCategory, match="Choose one"):
            file_document(pdf(), card(other), tab=FiledTab.PERMANENT, name="x", dossier=dossier, by=firm_access, at=NOW)

    assert FiledDocument.objects.count() == 0


def test_the_same_file_is_filed_once_in_a_tab(dossier, firm_access):
    leases = category(dossier.firm)
    filed(dossier, leases, firm_access, content=pdf())

    with pytest.raises(AlreadyFiled, match="This file is here already: Bail du magasin"):
        filed(dossier, leases, firm_access, content=pdf(), title="Encore")

    assert FiledDocument.objects.count() == 1


def test_a_program_that_is_called_a_pdf_is_refused(dossier, firm_access):
    with pytest.raises(CannotKeep, match="Only PDF, XML, JPEG, PNG and TIFF"):
        filed(dossier, category(dossier.firm), firm_access, content=b"MZ\x90\x00 this is a program")

    assert (FiledDocument.objects.count(), Document.objects.count()) == (0, 0)


def test_a_photograph_is_kept_and_its_size_known(dossier, firm_access):
    photo = BytesIO()
    Image.new("RGB", (40, 25)).save(photo, "JPEG")

    identity = filed(dossier, category(dossier.firm), firm_access, content=photo.getvalue())

    assert (identity.document.media_type, identity.document.facts) == (
        "image/jpeg",
        {"kind": "picture", "pages": 1, "width": 40, "height": 25},
    )


def test_a_change_says_what_was_before(dossier, firm_access):
    lease = filed(dossier, category(dossier.firm), firm_access, **LEASE)
    insurance = category(dossier.firm, "Assurances")

    changed = change_card(lease, card(insurance, title="Police incendie", **LEASE), by=firm_access, at=MORNING)

    changed.refresh_from_db()
    assert (changed.title, changed.category, changed.search) == (
        "Police incendie", insurance, "police incendie bail.pdf",
    )  # fmt: skip
    assert Event.objects.get(action="archive.filing_changed").facts == {
        "before": {"category_id": lease.category_id, "title": "Bail du magasin"},
        "after": {"category_id": insurance.pk, "title": "Police incendie"},
    }


def test_a_change_of_nothing_is_written_nowhere(dossier, firm_access):
    leases = category(dossier.firm)
    lease = filed(dossier, leases, firm_access, **LEASE)

    change_card(lease, card(leases, **LEASE), by=firm_access, at=MORNING)

    assert told() == ["archive.filed"]


def test_another_day_of_reminding_reminds_again_and_another_title_does_not(dossier, firm_access):
    leases = category(dossier.firm)
    lease = filed(dossier, leases, firm_access, **LEASE)
    FiledDocument.objects.update(reminded_at=MORNING)

    same = change_card(lease, card(leases, title="Bail", **LEASE), by=firm_access, at=MORNING)
    assert same.reminded_at == MORNING

    other = change_card(lease, replace(card(leases), expires_on=date(2030, 1, 31), remind_on=date(2030, 1, 1)),
                        by=firm_access, at=MORNING)  # fmt: skip
    assert other.reminded_at is None


def test_the_client_changes_and_takes_out_what_clients_filed_and_nothing_of_the_firm(
    dossier, firm_access, client_access
):
    leases = category(dossier.firm)
    ours, theirs = (
        filed(dossier, leases, firm_access, title="Statuts"),
        filed(dossier, leases, client_access, title="Carte d'identité"),
    )

    with pytest.raises(NotAllowed, match="The accounting firm filed this document"):
        change_card(ours, card(leases, title="Autre"), by=client_access, at=MORNING)
    with pytest.raises(NotAllowed):
        take_out(ours, by=client_access, at=MORNING)
    take_out(theirs, by=client_access, at=MORNING)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.title, ours.removed_at, theirs.removed_at) == ("Statuts", None, MORNING)


def test_what_is_taken_out_stays_and_is_put_back(dossier, firm_access):
    lease = filed(dossier, category(dossier.firm), firm_access)

    take_out(lease, by=firm_access, at=NOW)
    again = take_out(lease, by=firm_access, at=MORNING)
    assert again.removed_at == NOW

    back = put_back(lease, by=firm_access, at=MORNING)
    assert back.removed_at is None
    assert told() == ["archive.filed", "archive.taken_out", "archive.put_back"]


def test_what_was_filed_again_meanwhile_is_not_put_back(dossier, firm_access):
    leases = category(dossier.firm)
    first = take_out(filed(dossier, leases, firm_access, content=pdf()), by=firm_access, at=NOW)
    filed(dossier, leases, firm_access, content=pdf(), title="Bail signé")

    with pytest.raises(AlreadyFiled, match="Bail signé"):
        put_back(first, by=firm_access, at=MORNING)

    first.refresh_from_db()
    assert first.removed_at == NOW


def test_another_dossiers_document_is_not_found(dossier, firm_access):
    lease = filed(dossier, category(dossier.firm), firm_access)
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    neighbour = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    for act in (take_out, put_back, mark_handled):
        with pytest.raises(FiledDocument.DoesNotExist):
            act(lease, by=neighbour, at=MORNING)

    lease.refresh_from_db()
    assert (lease.removed_at, lease.handled_at) == (None, None)


def test_a_filed_document_is_handled_and_unhandled_like_an_invoice(dossier, firm_access, client_access, reader_access):
    lease = filed(dossier, category(dossier.firm), firm_access)

    ticked = mark_handled(lease, by=client_access, at=MORNING)
    assert (ticked.handled_at, str(ticked.handled_by)) == (MORNING, "Carl")
    with pytest.raises(NotAllowed):
        clear_handled(lease, by=reader_access, at=MORNING)
    cleared = clear_handled(lease, by=client_access, at=MORNING)

    assert (cleared.handled_at, cleared.handled_by) == (None, None)
    assert told() == ["archive.filed", "archive.handled", "archive.unhandled"]
