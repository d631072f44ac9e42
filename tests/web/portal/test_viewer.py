"""The viewer in an opened row: pages as pictures with their words, an invoice rendered, its XML, and every other state."""

import re
from html import unescape

import pytest

from comptoir.archive.models import LinkedDocument
from comptoir.documents.actions import inside, keep, read_facts
from comptoir.documents.prepare import prepare
from comptoir.documents.queries import RENDER
from comptoir.documents.shown import SOURCE, folder_of, picture_of
from comptoir.firms.models import Person
from comptoir.jobs.models import Job, JobState
from comptoir.web.shared.files import DOWNLOADED
from tests.firms.people import NOW, office
from tests.formats.cii.sample import cii
from tests.formats.facturx.make import facturx
from tests.formats.pdf.make import pdf, written
from tests.formats.ubl.sample import credit_note, invoice, rich, with_attachment
from tests.web.portal.page import links, text_of

PART = {"hx-request": "true", "hx-target": "viewer"}
PAPER = written([(59, 700, "Facture <b>12</b>")], [(59, 700, "Total")])


@pytest.fixture
def address(books, dossier) -> str:
    books.book("2026-02-10 PUR 2  440000 Proximus  -121.00  due=2026-03-10")
    return f"/d/{dossier.pk}/archive/purchases/{books.row('PUR 2').pk}/"


@pytest.fixture
def linked(books, dossier, address):
    """Keeps a document, ties it to the row, and prepares it unless told otherwise."""

    def link(content: bytes, name: str = "a.pdf", *, prepared: bool = True):
        by = office(dossier.firm, dossier)
        kept = read_facts(keep(content, dossier=dossier, name=name, by=by, at=NOW))
        for document in (kept, *inside(kept, by=by, at=NOW)):
            LinkedDocument.objects.create(
                dossier=dossier, invoice=books.row("PUR 2"), document=document, reason="piece", created_at=NOW
            )
            if prepared:
                prepare(document, at=NOW)
        return kept

    return link


def told(answer) -> str:
    """What stands in the viewer, without the tags."""
    return text_of(viewer(answer))


def viewer(answer) -> str:
    html = answer.content.decode()
    return html[html.index('<section id="viewer"') : html.index("</section>", html.index('<section id="viewer"'))]


def tabs(answer) -> dict[str, bool]:
    """The tabs by their words, and whether each is the current one."""
    found = re.findall(r'<a id="way-[^>]*?(aria-current="page")?>([^<]*)</a>', viewer(answer))
    return {label: bool(current) for current, label in found}


def test_the_pages_are_pictures_with_the_words_of_the_first_over_it(carl, address, linked, dossier):
    document = linked(PAPER)

    page = viewer(carl.get(address))

    folder = f"/d/{dossier.pk}/documents/{document.pk}/pages"
    assert re.findall(r'<img src="([^"]*)" width="990" height="1400" alt="([^"]*)"', page) == [
        (f"{folder}/1.webp", "Page 1 of 2"),
        (f"{folder}/2.webp", "Page 2 of 2"),
    ]
    assert "Facture</tspan> <tspan" in page
    assert "&lt;b&gt;12&lt;/b&gt;</tspan></text>" in page
    assert f'hx-get="{folder}/2/words"' in page
    assert "Total" not in page


def test_no_part_of_the_viewer_needs_a_style_or_a_script_of_its_own(carl, address, linked):
    linked(with_attachment(PAPER), "a.xml")

    for link in ["", *re.findall(r'href="([^"]*show=[^"]*)"', viewer(carl.get(address)))]:
        assert re.findall(r"<script|\sstyle=|\son[a-z]+=", viewer(carl.get(unescape(link) or address))) == []


def test_the_words_of_another_page_are_had_by_themselves(carl, linked, dossier):
    document = linked(PAPER)

    layer = carl.get(f"/d/{dossier.pk}/documents/{document.pk}/pages/2/words")

    assert layer.content.decode().startswith('<svg class="words" viewBox="0 0 990 1400"')
    assert text_of(layer.content.decode()) == "Total"


def test_a_picture_is_served_as_it_is_kept_and_to_nobody_elses_page(carl, linked, dossier):
    document = linked(PAPER)

    answer = carl.get(f"/d/{dossier.pk}/documents/{document.pk}/pages/1.webp")

    assert b"".join(answer) == picture_of(document.sha256, 1).read_bytes()
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control", "X-Frame-Options")} == {
        "Content-Type": "image/webp",
        "Cache-Control": "private, no-store",
        "X-Frame-Options": "DENY",
    }
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", DOWNLOADED)
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("page", ["0.webp", "3.webp", "99999999999999999999.webp", "1.png", "0/words", "3/words"])
def test_a_page_that_the_document_has_not_is_not_found(carl, linked, dossier, page):
    document = linked(PAPER)

    assert carl.get(f"/d/{dossier.pk}/documents/{document.pk}/pages/{page}").status_code == 404


@pytest.mark.parametrize("page", ["1.webp", "1/words"])
def test_a_page_of_another_dossier_is_not_found_nor_for_who_hands_in(nora, paul, other, linked, dossier, page):
    document = linked(PAPER)

    assert nora.get(f"/d/{dossier.pk}/documents/{document.pk}/pages/{page}").status_code == 404
    assert nora.get(f"/d/{other.pk}/documents/{document.pk}/pages/{page}").status_code == 404
    assert paul.get(f"/d/{dossier.pk}/documents/{document.pk}/pages/{page}").status_code == 404


def test_what_is_not_prepared_yet_is_asked_for_first_and_looked_for_again(carl, address, linked, dossier):
    linked(pdf(3), "other.pdf", prepared=False)
    document = linked(PAPER, prepared=False)
    wanted = f"{address}?show=pages-{document.pk}"

    page = carl.get(wanted)

    assert "The document is being prepared to be shown." in told(page)
    assert f'hx-get="{wanted}" hx-trigger="load delay:700ms" hx-target="#viewer"' in viewer(page)
    assert links(page)["Look again"] == wanted
    assert links(page)["Open the original"] == f"/d/{dossier.pk}/documents/{document.pk}/file"
    assert Job.objects.order_by("run_at", "pk").first().arguments == {"document_id": document.pk}

    prepare(document, at=NOW)

    assert "Page 1 of 2" in viewer(carl.get(wanted, headers=PART))


def test_pictures_that_a_restore_did_not_bring_are_made_again(carl, address, linked):
    document = linked(PAPER)
    Job.objects.all().delete()
    folder_of(document.sha256).rename(folder_of(document.sha256).with_name("away"))

    assert "The document is being prepared to be shown." in told(carl.get(address))
    assert [job.arguments for job in Job.objects.filter(name=RENDER)] == [{"document_id": document.pk}]


def test_what_was_given_up_is_said_and_not_asked_for_at_every_look(carl, address, linked):
    linked(PAPER, prepared=False)
    Job.objects.update(state=JobState.PARKED)

    assert "It could not be prepared; the log of the server says why." in told(carl.get(address))
    assert Job.objects.filter(state=JobState.WAITING).count() == 0


def test_a_pdf_that_cannot_be_opened_is_said_to_be_and_its_original_is_offered(carl, address, linked, dossier):
    document = linked(b"%PDF-1.7 nothing")

    page = carl.get(address)

    assert "The document cannot be shown here. The PDF is damaged and cannot be opened." in told(page)
    assert links(page)["Download the original"] == f"/d/{dossier.pk}/documents/{document.pk}/file"
    assert "PUR 2" in links(page)


def test_of_a_long_document_it_is_said_that_the_first_pages_are_shown(carl, address, linked):
    document = linked(PAPER)
    document.refresh_from_db()
    document.facts["pages"] = 300
    document.save(update_fields=["facts"])

    assert "Only the first 2 pages of 300 are shown here; the original has them all." in told(carl.get(address))


def test_one_paper_has_no_tabs_and_two_are_numbered(carl, address, linked):
    linked(PAPER)
    assert tabs(carl.get(address)) == {}

    linked(pdf(), "b.pdf")

    assert tabs(carl.get(address)) == {"Document 1": True, "Document 2": False}


def test_a_ubl_with_a_pdf_inside_opens_with_the_pdf_and_its_other_ways_are_tabs(carl, address, linked):
    linked(with_attachment(PAPER, name="vf.pdf"), "a.xml")

    page = carl.get(address)
    assert tabs(page) == {"Embedded PDF": True, "Rendering": False, "XML": False}
    assert "Page 1 of 2" in viewer(page)

    page = carl.get(links(page)["XML"], headers=PART)
    assert tabs(page) == {"Embedded PDF": False, "Rendering": False, "XML": True}
    assert unescape(viewer(page)).count("<cbc:EmbeddedDocumentBinaryObject ") == 1


def test_a_tab_keeps_the_filter_of_the_list(carl, address, linked):
    linked(invoice(), "a.xml")

    page = carl.get(f"{address}?payment=unpaid&show=nonsense")

    assert links(page)["XML"].startswith(f"{address}?payment=unpaid&show=xml-")
    assert tabs(page)["Rendering"] is True


def test_a_ubl_without_pdf_is_shown_as_a_paper_in_the_readers_words(carl, address, linked):
    linked(invoice(), "a.xml")

    page = told(carl.get(address))

    assert "Papeterie Lambert BE0466279295 Invoice 2026-117" in page
    assert "Invoice date 03/03/2026 Due date 02/04/2026" in page
    assert "Customer Atelier Exemple FR11999999998" in page
    assert "Paper 4 21 % 100.00" in page
    assert "Total without VAT 100.00 VAT 21.00 Total with VAT 121.00 To pay 121.00 EUR" in page
    assert "IBAN BE32 7351 6777 2602 Communication +++071/1299/77132+++" in page
    assert "<cbc:" not in page


def test_figures_and_words_of_the_paper_are_in_the_readers_language(carl, address, linked):
    linked(invoice((">121.00<", ">1234121.50<"), (">4<", ">2.50<")), "a.xml")

    Person.objects.filter(name="Carl").update(language="fr")
    page = told(carl.get(address))

    assert "Facture 2026-117" in page
    assert "À payer 1 234 121,50 EUR" in page
    assert "Paper 2,5 21 % 100,00" in page


def test_units_references_and_the_reason_for_no_vat_are_said_in_words(carl, address, linked):
    changes = [
        ("<cbc:InvoicedQuantity>", '<cbc:InvoicedQuantity unitCode="HUR">'),
        ("<cbc:ID>S</cbc:ID>", "<cbc:ID>AE</cbc:ID>"),
    ]
    order = "<cac:OrderReference><cbc:ID>PO 7</cbc:ID></cac:OrderReference><cac:AccountingSupplierParty>"
    linked(invoice(*changes, ("  <cac:AccountingSupplierParty>", order)), "a.xml")

    page = told(carl.get(address))

    assert "Paper 4 hours 21 % 100.00" in page
    assert "21 % · reverse charge 100.00 21.00" in page
    assert "Order PO 7" in page


def test_allowances_charges_reasons_payee_and_ways_of_payment_are_shown(carl, address, linked):
    linked(rich(), "a.xml")

    page = told(carl.get(address))

    assert "Paper 4 21 % 100.00 Allowance · Old (10 % of 100.00) (−10.00)" in page
    assert "Allowance · Loyal 10 % of 100.00 6 % −10.00 Charge · Freight 10 % of 100.00 6 % 10.00" in page
    assert "21 % Article 44 100.00 21.00" in page
    assert "To be paid to Factor SA Way of payment bank transfer IBAN" in page


def test_what_the_rules_found_stands_below_in_the_readers_language(carl, address, linked):
    linked(invoice((">121.00<", ">1230.50<")), "a.xml")

    page = told(carl.get(address))

    assert "2 remarks on this invoice" in page
    assert (
        "The total with VAT should be 121.00 (100.00 and 21.00 of VAT), and the document says 1,230.50. BR-CO-15"
        in page
    )

    Person.objects.filter(name="Carl").update(language="fr")
    page = told(carl.get(address))
    assert "et le document dit 1 230,50. BR-CO-15" in page


def test_a_cii_is_shown_as_a_ubl_is(carl, address, linked):
    linked(cii(), "a.xml")

    page = told(carl.get(address))

    assert "Papeterie Lambert Rue Haute 1 5000 Namur BE0466279295 Invoice 2026-117" in page
    assert "Paper A4, white 4 50.00 / 2 21 % 100.00" in page
    assert "To pay 121.00 EUR" in page
    assert "remark" not in page


def test_a_factur_x_is_shown_as_its_pages_and_as_the_invoice_inside(carl, address, linked):
    linked(facturx(cii()), "a.pdf")

    page = carl.get(address)
    assert tabs(page) == {"Document": True, "Rendering": False, "XML": False}

    shown = told(carl.get(links(page)["Rendering"]))
    assert "Papeterie Lambert Rue Haute 1 5000 Namur BE0466279295 Invoice 2026-117" in shown
    assert "<ram:GrandTotalAmount>121.00</ram:GrandTotalAmount>" in unescape(viewer(carl.get(links(page)["XML"])))


def test_the_xml_of_a_factur_x_that_was_drawn_before_it_was_kept_is_made_when_somebody_asks(carl, address, linked):
    document = linked(facturx(cii()), "a.pdf")
    (folder_of(document.sha256) / SOURCE).unlink()
    where = links(carl.get(address))["XML"]

    assert "The document is being prepared to be shown." in told(carl.get(where))

    prepare(document, at=NOW)

    assert "GrandTotalAmount" in told(carl.get(where))


def test_of_an_invoice_of_thousands_of_lines_some_are_shown_and_the_others_counted(carl, address, linked):
    line = invoice().decode().partition("  <cac:InvoiceLine>")[2].partition("</Invoice>")[0]
    linked(invoice(("</Invoice>", ("<cac:InvoiceLine>" + line) * 600 + "</Invoice>")), "a.xml")

    page = told(carl.get(address))

    assert page.count("Paper 4 21 %") == 500
    assert "101 more lines stand in the XML." in page


def test_a_credit_note_is_called_one(carl, address, linked):
    linked(credit_note(), "a.xml")

    assert "Credit note 2026-117" in told(carl.get(address))


def test_what_an_invoice_says_is_never_markup(carl, address, linked):
    linked(invoice((">Paper<", "><![CDATA[<script>alert(1)</script>]]><")), "a.xml")

    page = viewer(carl.get(address))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page


def test_the_source_is_text_and_the_file_itself_is_only_saved(carl, address, linked, dossier):
    document = linked(invoice(), "a.xml")

    page = carl.get(links(carl.get(address))["XML"])

    assert "&lt;cbc:ID&gt;2026-117&lt;/cbc:ID&gt;" in viewer(page)
    assert links(page)["Download the original"] == f"/d/{dossier.pk}/documents/{document.pk}/file"
    assert carl.get(links(page)["Download the original"])["Content-Disposition"].startswith("attachment; ")


def test_an_electronic_invoice_that_cannot_be_read_is_said_to_be(carl, address, linked):
    linked(invoice((">2026-03-03<", ">soon<")), "a.xml")

    page = carl.get(address)

    assert "The element IssueDate on line 4 is not a date: soon" in told(page)
    assert tabs(page) == {}


def test_facts_of_an_older_version_are_read_again_before_they_are_shown(carl, address, linked):
    document = linked(invoice(), "a.xml")
    document.facts = {"kind": "invoice", "number": "2026-117", "attachments": []}
    document.save(update_fields=["facts"])

    assert "The document is being prepared to be shown." in told(carl.get(address))

    prepare(document, at=NOW)
    assert "Papeterie Lambert" in told(carl.get(address))


def test_the_viewer_alone_costs_less_than_the_row_with_it(carl, address, linked, django_assert_max_num_queries):
    linked(with_attachment(PAPER), "a.xml")
    carl.get(address, headers=PART)

    with django_assert_max_num_queries(8):
        carl.get(address, headers=PART)
