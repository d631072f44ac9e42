"""One form sent by several processes at the same moment makes each mail once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from comptoir.archive.actions.sharing import MOST_A_DAY, Addressed, CannotSend, Sending, send_invoices
from comptoir.archive.letters import Text
from comptoir.archive.models import InvoiceLink, LinkedDocument
from comptoir.documents.actions import keep
from comptoir.notices.models import Mail
from tests.firms.people import office
from tests.firms.test_races import together
from tests.formats.pdf.make import pdf

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
TEXTS = {"fr": Text("Facture {number}", "{link}")}


@pytest.fixture
def row(books, dossier):
    books.book("2026-02-01 SAL 1  400000 Martin  242.00")
    kept = keep(pdf(), dossier=dossier, name="SAL-1.pdf", by=office(dossier.firm, dossier), at=NOON)
    row = books.row("SAL 1")
    LinkedDocument.objects.create(dossier=dossier, invoice=row, document=kept, reason="piece", created_at=NOON)
    row.document = kept
    row.save(update_fields=["document"])
    return row


def sending(row, key: str) -> Sending:
    letters = [Addressed(row, "compta@martin.example", "fr")]
    return Sending(key, letters, TEXTS, timezone.localdate(NOON) + timedelta(days=30), copy=True)


def test_a_form_sent_four_times_at_once_makes_one_link_and_one_mail(row, client_access):
    form = sending(row, "a" * 32)

    ends = together(*[lambda: send_invoices(form, by=client_access, at=NOON)] * 4)

    assert ends == ["done"] * 4
    assert (InvoiceLink.objects.count(), Mail.objects.count()) == (1, 2)


def test_the_days_limit_holds_however_many_send_at_once(row, client_access):
    facts = {"dossier_id": row.dossier_id, "invoice": row, "document": row.document, "recipient": "a@b.example"}
    InvoiceLink.objects.bulk_create(
        InvoiceLink(token_hash=str(number), sending=str(number), created_at=NOON, expires_at=NOON, **facts)
        for number in range(MOST_A_DAY - 2)
    )
    forms = [sending(row, f"{number}" * 32) for number in range(4)]

    ends = together(*[lambda form=form: send_invoices(form, by=client_access, at=NOON) for form in forms])

    assert ends == ["done", "done", "refused", "refused"]
    with pytest.raises(CannotSend, match="200 have gone today"):
        send_invoices(sending(row, "f" * 32), by=client_access, at=NOON)
