"""Documents are read in the child: what stays of it on the row, and the PDFs inside a UBL."""

import pytest

from comptoir.audit.models import Event
from comptoir.documents import actions
from comptoir.documents.actions import inside, read_facts
from comptoir.documents.models import Document
from comptoir.documents.store import NotInStore, open_document, path_of
from tests.documents.conftest import NOW
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice, with_attachment
from tests.shared_data import shared

SAID = {
    "kind": "invoice",
    "number": "2026-117",
    "type": "380",
    "issue_date": "2026-03-03",
    "due_date": "2026-04-02",
    "currency": "EUR",
    "supplier": {
        "name": "Papeterie Lambert",
        "vat": "BE0466279295",
        "number": "0466279295",
        "country": "BE",
        "address": [],
    },
    "customer": {
        "name": "Atelier Exemple",
        "vat": "FR11999999998",
        "number": "732829320",
        "country": "FR",
        "address": [],
    },
    "totals": {
        "net": "100.00",
        "allowances": None,
        "charges": None,
        "tax": "21.00",
        "gross": "121.00",
        "prepaid": None,
        "rounding": None,
        "payable": "121.00",
    },
    "payee": None,
    "vat": [{"category": "S", "rate": "21", "base": "100.00", "tax": "21.00", "reason": "", "reason_code": ""}],
    "allowances_charges": [],
    "payment_means": [
        {
            "code": "",
            "iban": "BE32735167772602",
            "communication": "+++071/1299/77132+++",
            "structured": "071129977132",
        }
    ],
    "ibans": ["BE32735167772602"],
    "communications": ["+++071/1299/77132+++"],
    "references": [],
    "notes": [],
    "terms": [],
    "lines": [
        {
            "name": "Paper",
            "quantity": "4",
            "net": "100.00",
            "vat_category": "S",
            "vat_rate": "21",
            "unit": "",
            "price": None,
            "price_base": None,
            "description": "",
            "allowances_charges": [],
        }
    ],
    "line_count": 1,
    "attachments": [],
    "findings": [
        {
            "rule": "BR-CO-09",
            "severity": "error",
            "text": "The VAT number %(number)s does not begin with the letters of its country.",
            "facts": {"number": "11999999998"},
        }
    ],
    "syntax": "UBL",
    "profile": "",
}
"""What is kept of the sample."""


def test_a_ubl_leaves_everything_that_it_says(keeping):
    document = keeping(invoice())

    read_facts(document)

    assert Document.objects.get().facts == SAID


def test_facts_of_an_older_version_are_read_again(keeping):
    document = keeping(invoice())
    document.facts = {"kind": "invoice", "number": "2026-117", "payable": "121.00", "attachments": []}
    document.save(update_fields=["facts"])

    read_facts(document)

    assert Document.objects.get().facts["lines"][0]["name"] == "Paper"


def test_of_an_invoice_without_end_the_first_lines_are_kept_and_all_are_counted(keeping):
    line = invoice().decode().partition("  <cac:InvoiceLine>")[2].partition("</Invoice>")[0]

    document = read_facts(keeping(invoice(("</Invoice>", ("<cac:InvoiceLine>" + line) * 2500 + "</Invoice>"))))

    assert (len(document.facts["lines"]), document.facts["line_count"]) == (2000, 2501)


def test_a_pdf_leaves_its_pages(keeping):
    read_facts(keeping(pdf(2)))

    assert Document.objects.get().facts == {
        "kind": "pdf",
        "pages": 2,
        "width": 595,
        "height": 842,
        "encrypted": False,
        "embedded": None,
    }


def test_what_cannot_be_read_is_kept_with_the_sentence_why(keeping):
    document = read_facts(keeping(invoice((">2026-03-03<", ">soon<"))))

    assert document.facts == {
        "unreadable": {
            "text": "The element %(element)s on line %(line)s is not a date: %(value)s",
            "facts": {"element": "IssueDate", "line": 4, "value": "soon"},
        }
    }
    assert inside(document, by=None, at=NOW) == []


def test_what_was_read_is_not_read_again_and_what_was_not_is(keeping, monkeypatch):
    good, bad = read_facts(keeping(pdf())), read_facts(keeping(b"%PDF-1.7 nothing"))
    asked = []
    monkeypatch.setattr(actions, "read_in_child", lambda reader, path: asked.append(path.name) or {"embedded": None})

    read_facts(good)
    read_facts(bad)

    assert asked == [bad.sha256]


def test_a_document_whose_file_is_gone_is_not_called_unreadable(keeping):
    document = keeping()
    path_of(document.sha256).unlink()

    with pytest.raises(NotInStore):
        read_facts(document)

    assert Document.objects.get().facts == {}


def test_the_pdf_inside_becomes_a_document_of_its_own(keeping, by):
    content = pdf(3)
    outer = read_facts(keeping(with_attachment(content, name="../VF 1.pdf"), name="a.xml"))

    parts = inside(outer, by=by, at=NOW)

    assert [(part.name, part.media_type, part.facts["pages"]) for part in parts] == [("VF 1.pdf", "application/pdf", 3)]
    with open_document(parts[0]) as file:
        assert file.read() == content
    assert [event.action for event in Event.objects.all()] == ["documents.kept"] * 2


def test_asked_again_the_pdf_inside_is_found_without_another_child(keeping, by, monkeypatch, django_assert_num_queries):
    outer = read_facts(keeping(with_attachment(pdf())))
    first = inside(outer, by=by, at=NOW)
    monkeypatch.setattr(actions, "read_in_child", lambda *_, **__: pytest.fail("a child was started"))

    with django_assert_num_queries(1):
        assert inside(outer, by=by, at=NOW) == first


def test_what_is_called_a_pdf_and_is_none_stays_inside(keeping, by):
    outer = read_facts(keeping(with_attachment(b"<script>alert(1)</script>")))

    assert inside(outer, by=by, at=NOW) == []
    assert Document.objects.count() == 1


@pytest.mark.shared
def test_our_own_invoices_give_the_pdf_that_lies_beside_them(keeping, by):
    for path in sorted(shared("ours/invoice_be_synthetic").glob("*.ubl.xml"))[:3]:
        outer = read_facts(keeping(path, name=path.name))

        parts = inside(outer, by=by, at=NOW)

        beside = path.with_name(path.name.replace(".ubl.xml", ".pdf"))
        assert [part.size for part in parts] == [beside.stat().st_size]
