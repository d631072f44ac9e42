"""The pages that send invoices: what is proposed, what is refused, what is told of each mail, and links revoked."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.archive.actions.openings import Visit, note_opening
from comptoir.archive.models import InvoiceLink, LinkedDocument
from comptoir.documents.actions import keep
from comptoir.jobs.models import Job
from comptoir.ledger.models import Partner
from comptoir.notices.models import Mail, MailState
from tests.firms.people import NOW, office, seated
from tests.formats.pdf.make import pdf
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import links, text_of

KEY = re.compile(r'name="key" value="([0-9a-f]{32})"')


@pytest.fixture
def sales(books, dossier):
    """Two invoices with a PDF, one without, and a purchase."""
    books.book("""
        2026-02-01 SAL 1  400000 Martin  1242.00     due=2026-03-01
        2026-02-05 SAL 2  400000 Peeters  121.00
        2026-02-06 SAL 3  400000 Peeters   60.50
        2026-02-07 PUR 1  440000 Proximus -12.00
    """)
    for number, piece in enumerate(("SAL 1", "SAL 2", "PUR 1"), 1):
        kept = keep(pdf(number), dossier=dossier, name=f"{piece}.pdf", by=office(dossier.firm, dossier), at=NOW)
        row = books.row(piece)
        LinkedDocument.objects.create(dossier=dossier, invoice=row, document=kept, reason="piece", created_at=NOW)
        row.document = kept
        row.save(update_fields=["document"])
    Partner.objects.filter(key="Martin").update(email="compta@martin.example", language="en")
    return books


@pytest.fixture
def address(dossier) -> str:
    return f"/d/{dossier.pk}/archive/sales/mail/"


def form_of(browser, address, *rows, **changed):
    """The form as it opens, filled in for these rows, with what is changed."""
    page = browser.get(address, {"ids": ",".join(str(row.pk) for row in rows)})
    key = KEY.search(page.content.decode())
    assert key is not None
    fields = {"ids": ",".join(str(row.pk) for row in rows), "key": key[1], "step": "send"}
    for row in rows:
        fields |= {f"send_{row.pk}": "on", f"to_{row.pk}": "compta@martin.example", f"language_{row.pk}": "en"}
    until = timezone.localdate() + timedelta(days=30)
    return fields | {"until": until.isoformat(), "subject_en": "Your {kind} {number}", "body_en": "{link}"} | changed


def test_the_form_proposes_the_customers_address_language_and_the_nearest_text(carl, sales, address):
    page = carl.get(address, {"ids": f"{sales.row('SAL 1').pk},{sales.row('SAL 3').pk}"}).content.decode()

    assert 'value="compta@martin.example"' in page
    assert '<option value="en" selected>' in page
    assert "Your {kind} {number} from {company}" in page
    assert "Without a PDF there is nothing to send. Left out: SAL 3" in text_of(page)
    assert f'name="to_{sales.row("SAL 3").pk}"' not in page


def test_without_a_choice_the_page_leads_to_the_sales(carl, dossier, sales, address):
    answer = carl.get(address)

    assert answer.status_code == 200
    assert links(answer)["To the sales"] == f"/d/{dossier.pk}/archive/sales/"


def test_more_than_fifty_at_once_are_refused_in_words(carl, sales, address):
    answer = carl.get(address, {"ids": ",".join(str(number) for number in range(1, 52))})

    assert answer.status_code == 422
    assert "At most 50 invoices can be sent at once." in text_of(answer.content.decode())


@pytest.mark.parametrize("ids", ["99999999", "x", "1;2", "-1", "99999999999999999999"])
def test_ids_of_nothing_are_not_found(carl, sales, address, ids):
    assert carl.get(address, {"ids": ids}).status_code == 404


def test_purchases_and_anothers_invoices_are_not_found(carl, nora, other, sales, address):
    row = sales.row("SAL 1")

    assert carl.get(address, {"ids": sales.row("PUR 1").pk}).status_code == 404
    assert nora.get(address, {"ids": row.pk}).status_code == 404
    assert nora.get(f"/d/{other.pk}/archive/sales/mail/", {"ids": row.pk}).status_code == 404
    assert nora.post(f"/d/{other.pk}/archive/sales/mail/", {"ids": row.pk, "step": "send"}).status_code == 404


def test_the_preview_shows_each_mail_filled_in_and_sends_nothing(carl, sales, address):
    row = sales.row("SAL 1")
    answer = carl.post(address, form_of(carl, address, row, step="preview", copy="on", body_en="{amount}\n{link}"))
    page = text_of(answer.content.decode())

    assert answer.status_code == 200
    assert "Your invoice SAL 1 1,242.00 EUR [here stands the link]" in page
    assert "You get a copy without the link." in page
    assert not Mail.objects.exists()


def test_what_a_person_types_is_text_in_the_preview(carl, sales, address):
    typed = form_of(carl, address, sales.row("SAL 1"), step="preview", body_en="<b>{link}</b>")

    page = carl.post(address, typed).content.decode()

    assert "&lt;b&gt;[here stands the link]&lt;/b&gt;" in page


def test_the_form_comes_back_from_its_preview_as_it_was_typed(carl, sales, address):
    typed = form_of(carl, address, sales.row("SAL 1"), step="edit", subject_en="My own {kind}")

    answer = carl.post(address, typed)

    assert answer.status_code == 200
    assert 'value="My own {kind}"' in answer.content.decode()
    assert f'value="{typed["key"]}"' in answer.content.decode()


def test_sending_leads_to_what_became_of_it(carl, sales, dossier, address):
    row = sales.row("SAL 1")
    typed = form_of(carl, address, row)

    answer = carl.post(address, typed)

    assert answer["Location"] == f"{address}{typed['key']}/"
    page = text_of(carl.get(answer["Location"]).content.decode())
    assert "0 of 1 mails have gone; the others are on their way." in page
    assert "compta@martin.example · It goes within moments." in page


def test_the_same_form_sent_twice_leads_to_the_same_place_and_sends_once(carl, sales, address):
    typed = form_of(carl, address, sales.row("SAL 1"))

    first, second = carl.post(address, typed), carl.post(address, typed)

    assert first["Location"] == second["Location"]
    assert (Mail.objects.count(), Job.objects.filter(name="notices.send").count()) == (1, 1)


def test_a_wrong_address_is_said_beside_its_invoice_and_nothing_goes(carl, sales, address):
    good, bad = sales.row("SAL 1"), sales.row("SAL 2")
    typed = form_of(carl, address, good, bad) | {f"to_{bad.pk}": "a@b.example\r\nBcc: c@d.example"}

    answer = carl.post(address, typed)

    page = text_of(answer.content.decode())
    assert answer.status_code == 422
    assert "Nothing has been sent: see what is said beside the invoices." in page
    assert "is not an e-mail address." in page
    assert not Mail.objects.exists()


def test_an_invoice_that_is_not_ticked_is_left_out(carl, sales, address):
    good, other = sales.row("SAL 1"), sales.row("SAL 2")
    typed = form_of(carl, address, good, other)
    del typed[f"send_{other.pk}"]

    carl.post(address, typed)

    assert [link.invoice for link in InvoiceLink.objects.all()] == [good]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body_en": "no place for it"}, "put {link} into it"),
        ({"body_en": "{link} {who}"}, "“{who}” is no placeholder"),
        ({"subject_en": ""}, "Write a subject."),
        ({"until": "2020-01-01"}, "from today on"),
        ({"until": "soon"}, "This is not a date"),
        ({"key": "x"}, "not one of ours"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_and_nothing_goes(carl, sales, address, changed, said):
    answer = carl.post(address, form_of(carl, address, sales.row("SAL 1"), **changed))

    assert answer.status_code == 422
    assert said in text_of(answer.content.decode())
    assert not Mail.objects.exists()


@pytest.mark.parametrize("word", ["\x00", "x" * 20_000, "'\"><script>", "\u202e", "\ud83d\ude00"])
def test_no_word_in_the_form_makes_it_fail(carl, sales, address, word):
    row = sales.row("SAL 1")
    typed = form_of(carl, address, row)
    for field in (*typed, f"to_{row.pk}", "copy", "subject_fr"):
        if field == "ids":
            continue
        value = word.encode("utf-16", "surrogatepass").decode("utf-16")
        assert carl.post(address, typed | {field: value}).status_code in {200, 302, 422}, field


@pytest.mark.parametrize(
    ("state", "error", "said"),
    [
        ("sent", "", "All mails have been handed to the mail server."),
        ("refused", "550 no such mailbox", "The mail server refused it: 550 no such mailbox"),
        ("failed", "451 busy", "Tried again and again, in vain. The mail server: 451 busy"),
        ("unsure", "closed", "it may have arrived or not"),
        (
            "waiting",
            "Connection refused",
            "Not gone yet, it is tried again by itself. The mail server: Connection refused",
        ),
    ],
)
def test_the_outcome_of_a_mail_is_told_in_words(carl, sales, address, state, error, said):
    typed = form_of(carl, address, sales.row("SAL 1"))
    carl.post(address, typed)
    Mail.objects.update(state=state, error=error, sent_at=NOW)

    assert said in text_of(carl.get(f"{address}{typed['key']}/").content.decode())


def test_it_is_never_said_to_be_done_when_some_failed(carl, sales, address):
    typed = form_of(carl, address, sales.row("SAL 1"), sales.row("SAL 2"))
    carl.post(address, typed)
    first, second = Mail.objects.order_by("pk")
    Mail.objects.filter(pk=first.pk).update(state=MailState.SENT, sent_at=NOW)
    Mail.objects.filter(pk=second.pk).update(state=MailState.REFUSED, error="550 no")

    page = text_of(carl.get(f"{address}{typed['key']}/").content.decode())

    assert "1 of 2 mails did not go, or nobody can be sure; see which below." in page
    assert "All mails have been handed" not in page


def test_what_another_dossier_has_sent_is_not_found(carl, nora, other, sales, dossier, address):
    typed = form_of(carl, address, sales.row("SAL 1"))
    carl.post(address, typed)
    link = InvoiceLink.objects.get()

    assert nora.get(f"/d/{other.pk}/archive/sales/mail/{typed['key']}/").status_code == 404
    assert nora.post(f"/d/{other.pk}/archive/sales/links/{link.pk}/revoke").status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_the_pane_tells_of_each_link_and_its_openings(carl, sales, dossier, address):
    row = sales.row("SAL 1")
    carl.post(address, form_of(carl, address, row))
    Mail.objects.update(state=MailState.SENT, sent_at=NOW)
    link, later = InvoiceLink.objects.select_related("mail").get(), NOW + timedelta(hours=1)
    note_opening(link, Visit("page", "HEAD", "Barracuda", ""), at=NOW)
    note_opening(link, Visit("page", "GET", "Mozilla Firefox/140 Windows", "fr"), at=later)

    page = text_of(carl.get(f"/d/{dossier.pk}/archive/sales/{row.pk}/").content.decode())

    assert "compta@martin.example Sent Handed to the mail server on 01/11/2026 13:00." in page
    assert "Opened on 01/11/2026 14:00" in page
    assert "01/11/2026 14:00 the page · Firefox, Windows" in page
    assert "01/11/2026 13:00 the page · probably a mail scanner or robot" in page


def test_a_link_opened_by_machines_alone_is_not_called_opened(carl, sales, dossier, address):
    row = sales.row("SAL 1")
    carl.post(address, form_of(carl, address, row))
    note_opening(InvoiceLink.objects.select_related("mail").get(), Visit("page", "HEAD", "", ""), at=NOW)

    page = text_of(carl.get(f"/d/{dossier.pk}/archive/sales/{row.pk}/").content.decode())

    assert "Opened by a mail scanner or robot only, probably" in page


def test_a_link_is_revoked_from_the_pane_and_offered_to_be_sent_again(carl, sales, dossier, address):
    row = sales.row("SAL 1")
    carl.post(address, form_of(carl, address, row))
    link, pane = InvoiceLink.objects.get(), f"/d/{dossier.pk}/archive/sales/{row.pk}/"

    answer = carl.post(f"/d/{dossier.pk}/archive/sales/links/{link.pk}/revoke", {"next": "//evil.example"})

    page = carl.get(pane)
    link.refresh_from_db()
    assert (answer["Location"], link.revoked_name) == (pane, "Carl")
    assert "Revoked by Carl" in text_of(page.content.decode())
    again = carl.get(links(page)[f"Send again {link.recipient}"])
    assert 'value="compta@martin.example"' in again.content.decode()


def test_who_consults_only_sees_the_links_and_no_way_to_send_or_revoke(carl, rita, sales, dossier, address):
    row = sales.row("SAL 1")
    carl.post(address, form_of(carl, address, row))
    link = InvoiceLink.objects.get()

    page = rita.get(f"/d/{dossier.pk}/archive/sales/{row.pk}/").content.decode()

    assert "compta@martin.example" in page
    assert "revoke" not in page
    assert "/mail/" not in page
    assert rita.get(address, {"ids": row.pk}).status_code == 403
    assert rita.post(f"/d/{dossier.pk}/archive/sales/links/{link.pk}/revoke").status_code == 403


def test_a_purchase_has_no_links(carl, sales, dossier):
    page = carl.get(f"/d/{dossier.pk}/archive/purchases/{sales.row('PUR 1').pk}/").content.decode()

    assert "Sent links" not in page


def test_the_pane_costs_the_same_with_one_link_and_with_three(carl, sales, dossier, address):
    row, pane = sales.row("SAL 1"), {"hx-request": "true", "hx-target": "pane"}

    def asked() -> int:
        carl.post(address, form_of(carl, address, row))
        note_opening(InvoiceLink.objects.latest("pk"), Visit("page", "GET", "Firefox/1", "fr"), at=NOW)
        carl.get(f"/d/{dossier.pk}/archive/sales/{row.pk}/", headers=pane)
        with CaptureQueriesContext(connection) as queries:
            carl.get(f"/d/{dossier.pk}/archive/sales/{row.pk}/", headers=pane)
        return len(queries)

    assert asked() == asked() == asked()


def test_the_form_costs_the_same_with_one_invoice_and_with_many(carl, sales, address, django_assert_max_num_queries):
    carl.get(address, {"ids": sales.row("SAL 1").pk})
    with django_assert_max_num_queries(14):
        carl.get(address, {"ids": ",".join(str(sales.row(f"SAL {number}").pk) for number in (1, 2, 3))})


def test_somebody_of_the_firm_sends_for_the_client(anne, sales, address):
    answer = anne.post(address, form_of(anne, address, sales.row("SAL 1")))

    assert answer.status_code == 302
    assert InvoiceLink.objects.get().created_name == "Anne"


def test_support_of_the_firm_sends_nothing(sales, dossier, address):
    sue = browser_of(seated("Sue", "support", dossier.firm))

    assert sue.get(address, {"ids": sales.row("SAL 1").pk}).status_code in {403, 404}
