"""The page behind an invoice's link: what it tells, what it never tells, how it ends, and what is written down of it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comptoir.archive.actions.openings import MOST, SOONEST, Visit, is_machine
from comptoir.archive.actions.sharing import Addressed, Sending, revoke_link, send_invoices
from comptoir.archive.letters import Text
from comptoir.archive.models import InvoiceLink, LinkedDocument, LinkOpening
from comptoir.documents.actions import keep
from comptoir.documents.store import path_of
from comptoir.firms.actions import close_dossier
from comptoir.ledger.models import Journal
from comptoir.notices.models import Mail
from tests.firms.people import NOW, in_dossier, office
from tests.formats.pdf.make import pdf
from tests.ledger.bookkeeping import TextBooks
from tests.web.portal.page import text_of

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CONTENT = pdf()


@pytest.fixture
def books(dossier):
    books = TextBooks(dossier)
    books.book("""
        2026-02-01 SAL 1  400000 Martin  242.00  A  due=2026-03-01
        2026-02-20 BNK 1  400000 Martin -121.00  A
        2026-02-05 SAL 2  400000 Secretive 99.00
    """)
    return books


@pytest.fixture
def row(books, dossier):
    kept = keep(CONTENT, dossier=dossier, name="SAL-1.pdf", by=office(dossier.firm, dossier), at=NOW)
    kept.facts = {"pages": 1}
    kept.save(update_fields=["facts"])
    row = books.row("SAL 1")
    LinkedDocument.objects.create(dossier=dossier, invoice=row, document=kept, reason="piece", created_at=NOW)
    row.document, row.document_number = kept, "2026-17"
    row.save(update_fields=["document", "document_number"])
    return row


@pytest.fixture
def access(carl, dossier):
    return in_dossier(carl, dossier)


@pytest.fixture
def address(row, access) -> str:
    """Of the page; the mail went an hour ago."""
    now = timezone.now()
    letter = Addressed(row, "compta@martin.example", "nl")
    until = timezone.localdate(now) + timedelta(days=30)
    send_invoices(Sending("0" * 32, [letter], {"nl": Text("a", "{link}")}, until), by=access, at=now)
    Mail.objects.update(sent_at=now - timedelta(hours=1))
    return Mail.objects.get().secret.removeprefix("http://localhost:8000")


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"accept-language": "en", "user-agent": FIREFOX})


def openings() -> list[tuple[str, bool]]:
    return list(LinkOpening.objects.order_by("pk").values_list("what", "by_machine"))


def test_the_page_tells_the_invoices_facts_in_the_links_language(stranger, address):
    answer = stranger.get(address)
    page = text_of(answer.content.decode())

    assert answer["Content-Language"] == "nl"
    assert "Fiduciaire Exemple" in page
    assert "Atelier 0123456749 Factuur 2026-17 242,00 EUR" in page
    assert "Datum 01/02/2026 Vervaldag 01/03/2026" in page
    assert "121,00 staat open, voor zover de boekhouding het weet: de bank is geboekt tot 20/02/2026" in page


def test_the_page_tells_nothing_else(stranger, address):
    page = stranger.get(address).content.decode()

    for word in ("Martin", "compta@", "Secretive", "SAL 2", "/d/", "/office/", "400000", "Carl"):
        assert word not in page


def test_the_language_can_be_switched_and_only_to_one_of_ours(stranger, address):
    assert "Facture 2026-17" in text_of(stranger.get(f"{address}?lang=fr").content.decode())
    assert "Factuur 2026-17" in text_of(stranger.get(f"{address}?lang=xx").content.decode())


def test_neither_search_engines_nor_caches_nor_other_sites_learn_of_it(stranger, address):
    for part in ("", "file"):
        answer = stranger.get(address + part)
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex' in stranger.get(address).content.decode()


def test_the_file_is_the_one_that_was_kept_shown_or_saved(stranger, address):
    shown, saved = stranger.get(f"{address}file"), stranger.get(f"{address}file?save")

    assert b"".join(shown) == b"".join(saved) == CONTENT
    assert shown["Content-Type"] == "application/pdf"
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert saved["Content-Disposition"].startswith("attachment")


def test_the_link_is_bound_to_its_document_even_when_another_one_comes(stranger, address, row, dossier):
    row.document = keep(pdf(2), dossier=dossier, name="other.pdf", by=office(dossier.firm, dossier), at=NOW)
    row.save(update_fields=["document"])

    assert b"".join(stranger.get(f"{address}file")) == CONTENT


def test_where_to_pay_is_told_when_it_is_known(stranger, address):
    Journal.objects.filter(code="BNK").update(iban="BE68539007547034")

    assert "BE68 5390 0754 7034" in text_of(stranger.get(address).content.decode())


def nothing_behind(stranger, part: str = "") -> str:
    """What a token gets that nobody has."""
    answer = stranger.get(f"/invoice/x/{part}")
    assert answer.status_code == 404
    return text_of(answer.content.decode())


@pytest.mark.parametrize("part", ["", "file", "logo"])
def test_an_altered_token_is_the_same_404_as_any(stranger, address, part):
    token = address.split("/")[2]
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")

    answers = [stranger.get(f"/invoice/{guess}/{part}") for guess in (altered, "x", token[:-1], token + "A")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert openings() == []
    assert {text_of(answer.content.decode()) for answer in answers} == {nothing_behind(stranger, part)}


def dead(how: str, link: InvoiceLink, access, books) -> None:
    if how == "expired":
        InvoiceLink.objects.update(expires_at=timezone.now())
    elif how == "revoked":
        revoke_link(link, by=access, at=timezone.now())
    elif how == "closed":
        close_dossier(link.dossier, by=office(link.dossier.firm, link.dossier), at=NOW)
    else:
        books.strike("SAL", "1")


@pytest.mark.parametrize("how", ["expired", "revoked", "closed", "gone"])
def test_a_link_that_is_over_is_answered_like_a_token_that_nobody_has(stranger, address, access, books, how):
    dead(how, InvoiceLink.objects.get(), access, books)

    for part in ("", "file", "logo"):
        answer = stranger.get(address + part)
        page = text_of(answer.content.decode())
        assert answer.status_code == 404
        assert page == nothing_behind(stranger, part)
        assert "Its last day is over, it was taken back, or a part of the address got lost on its way." in page
        assert "Ask whoever sent it to you for a new one." in page
    assert openings() == []


def test_opening_the_page_and_its_file_is_written_down(stranger, address):
    stranger.get(address)
    b"".join(stranger.get(f"{address}file?inside"))
    b"".join(stranger.get(f"{address}file"))

    assert openings() == [("page", False), ("file", False)]
    assert LinkOpening.objects.first().device == FIREFOX


def test_the_file_asked_for_as_if_inside_the_page_by_another_browser_is_written_down(stranger, address):
    b"".join(stranger.get(f"{address}file?inside"))

    assert openings() == [("file", False)]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"user-agent": ""}),
        ("get", {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}),
        ("get", {"user-agent": "python-requests/2.32"}),
        ("get", {"accept-language": ""}),
    ],
)
def test_what_looks_like_a_machine_is_marked(stranger, address, method, headers):
    getattr(stranger, method)(address, headers=headers)

    assert openings() == [("page", True)]


def test_an_opening_within_seconds_of_the_mail_is_marked():
    visit = Visit("page", "GET", FIREFOX, "fr")

    assert is_machine(visit, sent_at=NOW, at=NOW + SOONEST - timedelta(seconds=1))
    assert not is_machine(visit, sent_at=NOW, at=NOW + SOONEST)


def test_the_sender_who_looks_at_his_own_link_is_not_written_down(address, carl):
    browser = Client()
    browser.force_login(carl)

    assert browser.get(address).status_code == 200
    assert openings() == []


def test_openings_without_end_fill_no_table(stranger, address):
    link = InvoiceLink.objects.get()
    LinkOpening.objects.bulk_create(
        LinkOpening(dossier=link.dossier, link=link, what="page", opened_at=NOW, by_machine=True) for _ in range(MOST)
    )

    assert stranger.get(address).status_code == 200
    assert LinkOpening.objects.count() == MOST


def test_one_address_asks_so_often_and_not_more(stranger, address):
    answers = [stranger.get("/invoice/x/").status_code for _ in range(121)]

    assert answers == [404] * 120 + [429]
    assert stranger.get(address).status_code == 429
    assert stranger.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_nothing_can_be_sent_to_a_link(stranger, address):
    assert stranger.post(address).status_code == 405


def test_the_firms_logo_is_shown_as_long_as_the_link_is_good(stranger, address, firm):
    assert stranger.get(f"{address}logo").status_code == 404
    firm.logo = b"\x89PNG-picture"
    firm.save()

    answer = stranger.get(f"{address}logo")

    assert (answer.content, answer["Content-Type"]) == (b"\x89PNG-picture", "image/png")
    assert f'src="{address}logo"' in stranger.get(address).content.decode()


def test_a_credit_note_is_called_so_and_asks_for_no_payment(stranger, address, row):
    Journal.objects.filter(code="BNK").update(iban="BE68539007547034")
    row.amount_cents, row.open_cents, row.due_on = -24200, -24200, date(2026, 3, 1)
    row.save()

    page = text_of(stranger.get(address).content.decode())

    assert "Creditnota 2026-17 242,00 EUR" in page
    assert "Vervaldag" not in page
    assert "BE68" not in page


def test_a_file_that_the_store_has_lost_is_not_found(stranger, address, row):
    path_of(row.document.sha256).unlink()

    assert stranger.get(f"{address}file").status_code == 404
